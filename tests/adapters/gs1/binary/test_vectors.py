"""Tags and tables of others: annex E.3 of the Tag Data Standard, epcpy, and the tables of the translation standard."""

import csv
import json
import re
from functools import cache
from urllib.parse import unquote

import pytest

from adapters.gs1 import ais, binary
from adapters.gs1.binary import tables
from adapters.gs1.binary.bits import Bits
from adapters.gs1.binary.hostname import read_host
from adapters.gs1.binary.partitioned import elements_of as of_fields
from adapters.gs1.identity import Identity
from lienthong.plugs import Refusal
from tests.adapters.gs1.disagreements import disagreements
from tests.vectors import vector_files

ANNEX, EPCPY, TDT = "gs1/tds-2.3-annex-e3", "gs1/epcpy", "gs1/tdt-2.2"


@cache
def rows(folder, name):
    found = vector_files(folder, name)
    return json.loads(found[0].read_text(encoding="utf-8")) if found else []


def elements_of(path):
    """The elements of a Digital Link path, split without any code of ours."""
    path, _, query = path.partition("?")
    parts = path.strip("/").split("/")
    pairs = [*zip(parts[::2], parts[1::2], strict=True), *(pair.split("=") for pair in query.split("&") if pair)]
    return tuple((ai, unquote(value)) for ai, value in pairs)


def dotted(fields):
    return ".".join(fields)


# --- annex E.3 ---


@pytest.mark.parametrize("row", rows(ANNEX, "vectors.json"), ids=lambda row: row["scheme"])
def test_annex_rows_decode_to_their_link_and_encode_back(vector_set, row):
    vector_set(ANNEX)
    identity = binary.decode(row["hex"])
    assert identity.binary == row["scheme"].lower()
    assert identity.host == (row["hostname"] or "")
    assert identity.elements == (elements_of(row["dl_path"]) if row["dl_path"] else ())
    if row.get("epc_uri_by_epcpy"):
        assert f"urn:epc:id:{identity.scheme}:{dotted(identity.fields)}" == unquote(row["epc_uri_by_epcpy"])
    back = binary.encode(
        Identity(identity.elements, identity.scheme, identity.fields if not identity.elements else ()),
        scheme=row["scheme"],
        filter=identity.filter,
        prefix_length=identity.prefix_length,
        host=identity.host,
    )
    assert back == row["hex"]


def test_adi_var_of_the_annex_by_the_rule(vector_set):
    vector_set(ANNEX)
    row = next(row for row in rows(ANNEX, "vectors.json") if row["scheme"] == "ADI-var")
    identity = binary.decode(row["hex"])
    # CAGE code of five characters behind a blank, part number, serial, each behind six zero bits (TDS 14.6.14)
    assert (identity.fields, identity.filter) == (("35962", "PQ7VZ4", "M37GXB92"), 3)


@pytest.mark.parametrize("row", rows(ANNEX, "epcb_worked.json"), ids=lambda row: row["segment"])
def test_compressed_segments_decode(vector_set, row):
    vector_set(ANNEX)
    assert binary.decode_segment(row["segment"]).elements == elements_of(row["uri"].removeprefix("https://example.com"))


# --- epcpy ---


def tags():
    found = [*rows(EPCPY, "roundtrip.json"), *rows(EPCPY, "scheme_cases.json")]
    return [row for row in found if row.get("hex")]


def no_key(row):
    """Whether the table of disagreements says that the row names no key at all."""
    return any(row["uri"] in case.get("uri", ()) for case in disagreements(EPCPY))


@pytest.mark.parametrize("row", tags(), ids=lambda row: row["tag_uri"])
def test_tags_of_epcpy_both_ways(vector_set, row):
    vector_set(EPCPY)
    if no_key(row):
        with pytest.raises(Refusal, match=r"^gs1\.pieces$"):
            binary.decode(row["hex"])
        return
    scheme, _, body = row["tag_uri"].removeprefix("urn:epc:tag:").partition(":")
    said, fields = (-1, body) if scheme == "gid-96" else (int(body.partition(".")[0]), body.partition(".")[2])
    identity = binary.decode(row["hex"])
    assert (identity.binary, identity.filter, dotted(identity.fields)) == (scheme, said, unquote(fields))
    assert binary.encode(identity, scheme=scheme, filter=said).rstrip("0") == row["hex"].rstrip("0")


def misfits():
    found = [row for row in rows(EPCPY, "scheme_cases.json") if "TagEncodable" in row["cls"] and not row["valid"]]
    return [row for row in found if "BinaryCodingScheme" in str(row["kwargs"])]


def fields_of(uri):
    """The EPC scheme of a URI and its fields; a serial of SGTIN may hold points."""
    scheme, _, body = uri.removeprefix("urn:epc:id:").partition(":")
    return scheme, tuple(unquote(field) for field in body.split(".", 2 if scheme == "sgtin" else -1))


@pytest.mark.parametrize("row", misfits(), ids=lambda row: row["uri"])
def test_what_epcpy_will_not_encode_is_refused_with_the_scheme_that_would(vector_set, row):
    vector_set(EPCPY)
    scheme = re.search(r"BinaryCodingScheme\.(\w+)", row["kwargs"])[1].lower().replace("_", "-")
    name, fields = fields_of(row["uri"])
    if name == "itip":
        # piece 00 of 00 is none; the serial is what the case is about
        fields = (*fields[:2], "01", "02", fields[4])
    identity = Identity(of_fields(tables.by_name()[scheme].key, fields), name, fields, len(fields[0]))
    with pytest.raises(Refusal) as refusal:
        binary.encode(identity, scheme=scheme)
    assert refusal.value.code == "gs1.binary-serial"
    wider = refusal.value.facts["fits"]
    assert binary.decode(binary.encode(identity, scheme=wider)).elements == identity.elements


# --- tables of the translation standard ---


def definitions():
    return [file.stem for file in vector_files(TDT, "Schemes/*.json")]


def options(name):
    found = rows(TDT, f"Schemes/{name}.json")["tdt:epcTagDataTranslation"]["scheme"]
    level = next(level for level in found["level"] if level["type"] == "BINARY")
    return level["prefixMatch"], level["option"]


@pytest.mark.parametrize("name", definitions())
def test_headers_widths_and_partitions(vector_set, name):
    vector_set(TDT)
    scheme = tables.by_name()[name.lower()]
    prefix, found = options(name)
    assert int(prefix, 2) == scheme.header
    if isinstance(scheme, tables.Plus):
        assert {tuple(one["ai"] for one in option["encodedAI"]) for option in found} == {scheme.ais}
    if not isinstance(scheme, tables.Partitioned):
        return
    by_length = {int(option["optionKey"]): option["pattern"].replace("(0)", "([01]{1})") for option in found}
    assert set(by_length) == {partition.length for partition in scheme.partitions}
    for partition in scheme.partitions:
        pattern = by_length[partition.length]
        pieces = [7, 7] if scheme.key.pieces else []
        serial = [scheme.tail - sum(pieces)] if scheme.serial != "unused" else []
        ours = [3, scheme.joint - partition.shift, partition.shift, *pieces, *serial]
        assert [int(width) for width in re.findall(r"\{(\d+)\}", pattern)] == ours
        assert f"([01]{{3}}){partition.value:03b}(" in pattern


def test_every_packed_value_has_the_form_of_table_f(vector_set):
    vector_set(TDT)
    ours = tables.value_forms()
    theirs = {row["a"]: row for row in rows(TDT, "Tables/TDT_TableF.json")["rows"]}
    assert ours.keys() == theirs.keys()
    assert ours.keys() <= ais.table().keys()
    # one form of ours for one of theirs: their sizes are lengths, ours follow from the same lengths
    forms = {}
    for ai, row in theirs.items():
        theirs_of = tuple(row.get(column, "") for column in "bdehilmno")
        assert forms.setdefault(theirs_of, ours[ai]) == ours[ai]
        numbers = [int(row[column]) for column in ("d", "h", "k", "o") if row.get(column) and row["b"][0] != "1"]
        sizes = [size for _, size in ours[ai] if size]
        assert not sizes or numbers[0] == sizes[0]


def test_lengths_of_ais_are_those_of_table_k(vector_set):
    vector_set(TDT)
    theirs = {row["a"]: int(row["b"]) for row in rows(TDT, "Tables/TDT_TableK.json")["rows"]}
    ours = {ai[:2]: len(ai) for ai in tables.value_forms()}
    assert ours == theirs


def hosts():
    found = rows(TDT, "Tables/TableHostname.json")
    short = [(code, text) for code, text in found["optimizationTableA"]["entries"].items()] if found else []
    for name in ("B1", "B2", "B3", "B4") if found else ():
        table = found[f"optimizationTable{name}"]
        short += [(f"{table['prefix']}{place:07b}", text) for place, text in enumerate(table["entries"])]
    return short


def test_codes_of_host_names(vector_set):
    vector_set(TDT)
    assert len(hosts()) > 350
    for code, text in hosts():
        bits = f"1{len(code) // 7:06b}{code}"
        assert read_host(Bits(int(bits, 2), len(bits), "sgtin++")) == text


@pytest.mark.parametrize("file", vector_files(TDT, "FilterValueTables/*.csv"), ids=lambda file: file.stem)
def test_filter_values_that_mean_something_have_words(vector_set, file):
    vector_set(TDT)
    scheme = file.stem.removeprefix("filter-").lower()
    for value, meaning in csv.reader(file.read_text(encoding="utf-8").splitlines()):
        told = not meaning.startswith(("Reserved", "All Others"))
        for lang in ("vi", "en"):
            assert bool(binary.filter_says(scheme, int(value), lang)) == told
