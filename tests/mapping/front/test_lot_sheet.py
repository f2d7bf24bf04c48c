"""The shipped lot-sheet mapping over real lot sheets: what is kept, and each refusal for a reason of its own."""

from collections import Counter
from pathlib import Path

import pytest

from lienthong.mapping.examples import run_examples
from lienthong.mapping.fit import fit
from lienthong.mapping.load import find, load
from lienthong.mapping.outcome import Outcome
from lienthong.mapping.tree import MappingTree
from lienthong.plugs import installed
from lienthong.reading import ReadOptions
from tests.vectors import VectorSets

SHIPPED = "farm/lot-sheet"


def tree(**settings: str) -> MappingTree:
    text, label = find(SHIPPED)
    loaded = load(text, label, installed().functions, settings)
    assert loaded.tree, loaded.errors
    return loaded.tree


def outcomes(source: Path, mapping: MappingTree) -> list[Outcome]:
    plugs = installed()
    found = plugs.reader_for(source, source.read_bytes()[:4096])
    assert found
    return list(fit(mapping, found[0].open(source, ReadOptions()), plugs.catalogue).outcomes())


def sheet(vector_set: VectorSets, name: str) -> Path:
    return vector_set("field/vn-nguongocso-lots") / "docs" / "sample-data" / f"production_lot_{name}.csv"


def test_its_examples_hold() -> None:
    results = run_examples(tree(), installed().catalogue)
    assert [(result.say, result.misses) for result in results if not result.ok] == []
    assert len(results) >= 6


@pytest.mark.parametrize(
    ("name", "kept", "refused", "lots"),
    [("valid", 5, 0, 4), ("import_template", 20, 0, 8), ("duplicate", 7, 0, 3), ("invalid", 2, 8, 2),
     ("large_dataset", 101, 99, 101)],
)  # fmt: skip
def test_real_sheets(vector_set: VectorSets, name: str, kept: int, refused: int, lots: int) -> None:
    rows: Counter[str] = Counter()
    seen = set()
    for outcome in outcomes(sheet(vector_set, name), tree()):
        rows[outcome.state] += len(outcome.rows)
        seen |= {entry["epcClass"] for event in outcome.events for entry in event["quantityList"]}
    assert (rows["kept"], rows["rejected"], rows["filtered"], len(seen)) == (kept, refused, 0, lots)


def test_eight_rows_are_refused_for_eight_reasons_and_two_kept_with_a_warning(vector_set: VectorSets) -> None:
    found = outcomes(sheet(vector_set, "invalid"), tree())
    reasons = {
        outcome.rows[0][1]: {one.code for one in outcome.findings if one.severity == "error" and not one.because}
        for outcome in found
        if outcome.state == "rejected"
    }
    assert reasons == {
        2: {"mapping.empty"}, 3: {"number.zero"}, 4: {"number.negative"}, 5: {"mapping.must-filled"},
        6: {"mapping.must-order"}, 8: {"text.shape"}, 9: {"mapping.lookup-unknown"}, 10: {"number.too-small"},
    }  # fmt: skip
    warned = {
        outcome.rows[0][1]: {one.code for one in outcome.findings} for outcome in found if outcome.state == "kept"
    }
    assert warned == {7: {"date.other-form", "text.uuid"}, 11: {"mapping.wanted", "text.uuid"}}


def test_what_the_sheet_lacks_comes_from_settings(vector_set: VectorSets) -> None:
    mapping = tree(operator_name="HTX Mẫu", operator_address="Xã Mẫu, An Giang", product_name="Lúa thơm")
    master = {
        (entry.type, entry.id): entry.attributes
        for outcome in outcomes(sheet(vector_set, "duplicate"), mapping)
        for entry in outcome.master
    }
    party = master["party", "https://id.example.vn/party/HTX%20M%E1%BA%ABu"]
    assert party == {"cbvmda:name": "HTX Mẫu", "cbvmda:streetAddressOne": "Xã Mẫu, An Giang"}
    assert {kind for kind, _ in master} == {"party", "place", "product"}
    products = [attributes for (kind, _), attributes in master.items() if kind == "product"]
    assert all(attributes["cbvmda:descriptionShort"] == "Lúa thơm" for attributes in products)
