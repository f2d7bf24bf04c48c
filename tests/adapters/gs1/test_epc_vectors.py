"""EPC URIs written by others: the same verdicts, values and forms, but for the table of disagreements."""

import json
import random
import re
from functools import cache

import pytest

from adapters.gs1 import binary, digital_link, epc_uri
from adapters.gs1.canonical import key_of
from adapters.gs1.company_prefix import CompanyPrefixes
from adapters.gs1.epc_fields import escaped
from adapters.gs1.epc_schemes import schemes, tags
from adapters.gs1.keys import prefix_length
from lienthong.plugs import Refusal
from tests.adapters.gs1.disagreements import disagreements
from tests.vectors import vector_files

EPCPY, OPENEPCIS, TDT, ANNEX = "gs1/epcpy", "gs1/openepcis", "gs1/tdt-2.2", "gs1/tds-2.3-annex-e3"


@cache
def rows(name):
    folder, _, file = name.rpartition("/")
    found = vector_files(folder, file)
    return json.loads(found[0].read_text(encoding="utf-8")) if found else []


def aside(name, what):
    """The texts the table of disagreements names for one set."""
    named = [case[what] for case in disagreements(name) if what in case]
    return {text for case in named for text in ([case] if isinstance(case, str) else case)}


def attempt(call, *arguments):
    """What a call gives, None where it refuses."""
    try:
        return call(*arguments)
    except Refusal:
        return None


def bracketed(elements):
    return "".join(f"({ai}){value}" for ai, value in elements)


# --- epcpy ----------------------------------------------------------------------------------------------------------


def scheme_of(row):
    return row["file"].removeprefix("test_").removesuffix(".py")


def epcpy_rows(valid, part):
    return [row for row in rows(f"{EPCPY}/scheme_cases.json") if row["valid"] is valid and part in row["cls"]]


@pytest.mark.parametrize("row", epcpy_rows(True, ""), ids=lambda row: f"{row['cls']}-{row['name']}")
def test_epcpy_accepts(vector_set, row):
    vector_set(EPCPY)
    found = attempt(epc_uri.read, row["uri"])
    if row["uri"] in aside(EPCPY, "uri"):
        assert found is None
        return
    assert found.scheme == scheme_of(row)
    assert epc_uri.elements(row["uri"]) == found.elements
    assert epc_uri.write(found) == row["uri"]
    assert key_of(row["uri"]).scheme == ("gs1" if found.elements else "urn")
    if "gs1_element_string" in row and row["gs1_element_string"] not in aside(EPCPY, "element_string"):
        assert bracketed(found.elements) == row["gs1_element_string"]
        assert found.prefix_length == row["company_prefix_length"]
    if "gs1_key" in row and found.scheme != "grai":
        assert found.elements[0][1] == row["gs1_key"].zfill(14 if "gtin" in found.scheme else 0)
    if "tag_uri" in row:
        tag = epc_uri.read(row["tag_uri"])
        assert (tag.elements, tag.fields) == (found.elements, found.fields)
        assert epc_uri.write_tag(tag) == epc_uri.write_tag(found, 0, tag.binary, tag.filter) == row["tag_uri"]


@pytest.mark.parametrize("row", epcpy_rows(False, "Init"), ids=lambda row: f"{row['cls']}-{row['name']}")
def test_epcpy_refuses(vector_set, row):
    vector_set(EPCPY)
    found = attempt(epc_uri.read, row["uri"])
    # the classes of the set know one scheme each
    assert found is None or found.scheme != scheme_of(row)


@pytest.mark.parametrize("row", epcpy_rows(False, "TagEncodable"), ids=lambda row: f"{row['cls']}-{row['name']}")
def test_epcpy_finds_no_room_in_the_encoding(vector_set, row):
    vector_set(EPCPY)
    binary = re.search(r"BinaryCodingScheme\.(\w+)", row["kwargs"])[1].lower().replace("_", "-")
    found = attempt(epc_uri.read, row["uri"])
    assert found is not None or row["uri"] in aside(EPCPY, "uri")
    if found:
        with pytest.raises(Refusal, match=r"gs1\.epc-tag"):
            epc_uri.write_tag(found, 0, binary)


@pytest.mark.parametrize("row", epcpy_rows(False, "GS1Key"), ids=lambda row: f"{row['cls']}-{row['name']}")
def test_epcpy_finds_the_gtin_too_long_for_its_kind(vector_set, row):
    vector_set(EPCPY)
    size = int(re.search(r"GTIN(\d+)", row["kwargs"])[1])
    assert not epc_uri.elements(row["uri"])[0][1].startswith("0" * (14 - size))


@pytest.mark.parametrize("row", rows(f"{EPCPY}/roundtrip.json"), ids=lambda row: row["uri"])
def test_round_trips_of_epcpy(vector_set, row):
    vector_set(EPCPY)
    found = attempt(epc_uri.read, row["uri"])
    if row["uri"] in aside(EPCPY, "uri"):
        assert found is None
        return
    assert bracketed(found.elements) == row.get("gs1_element_string", "")
    assert epc_uri.write(found.elements or found, found.prefix_length) == row["uri"]
    if "tag_uri" in row:
        assert epc_uri.write_tag(epc_uri.read(row["tag_uri"])) == row["tag_uri"]


@pytest.mark.parametrize("row", rows(f"{EPCPY}/valid_id_patterns.json"), ids=lambda row: row["idpat"])
def test_patterns_of_epcpy(vector_set, row):
    vector_set(EPCPY)
    found = epc_uri.read(row["idpat"])
    assert epc_uri.write(found) in {row["idpat"], row["idpat"].replace(":idpat:", ":id:")}
    if found.elements:
        # the set writes a GRAI without the filler, and a GTIN in its shortest form
        assert found.elements[0][1] == row["gs1_key"].rstrip("*").zfill(14 if found.scheme in {"grai", "sgtin"} else 0)


@pytest.mark.parametrize("row", rows(f"{EPCPY}/invalid_id_patterns.json"), ids=lambda row: row["idpat"])
def test_patterns_of_which_epcpy_makes_no_key(vector_set, row):
    vector_set(EPCPY)
    assert (epc_uri.elements(row["idpat"]) == ()) == (row["idpat"] not in aside(EPCPY, "class_pattern"))


def test_a_tag_uri_and_its_bits_name_one_thing(vector_set):
    vector_set(EPCPY)
    met = [row for row in rows(f"{EPCPY}/scheme_cases.json") if "hex" in row and row["uri"] not in aside(EPCPY, "uri")]
    assert len(met) > 60
    for row in met:
        found = epc_uri.read(row["tag_uri"])
        assert binary.decode(row["hex"]) == found
        bits = binary.encode(found, scheme=found.binary, filter=max(found.filter, 0))
        assert bits.rstrip("0") == row["hex"].rstrip("0")


def test_the_tags_of_annex_e_give_their_uris(vector_set):
    vector_set(ANNEX)
    met = [row for row in rows(f"{ANNEX}/vectors.json") if row.get("epc_uri_by_epcpy")]
    assert len(met) > 15
    for row in met:
        found = binary.decode(row["hex"])
        assert epc_uri.write(found) == row["epc_uri_by_epcpy"]
        assert epc_uri.read(epc_uri.write_tag(found)) == found


def test_the_cases_of_epcpy_are_many(vector_set):
    vector_set(EPCPY)
    assert len(epcpy_rows(True, "")) == 263
    assert sum(len(epcpy_rows(False, part)) for part in ("Init", "TagEncodable", "GS1Key")) == 154
    assert len(aside(EPCPY, "uri")) == 8


# --- OpenEPCIS ------------------------------------------------------------------------------------------------------


def raw_signs(text):
    """Whether a text leaves signs raw that stand escaped in it, or that no set of the standards knows."""
    value = text.split("/", 6)[-1] if text.startswith("http") else text
    bare = re.sub("%(22|23|25|26|2F|3C|3E|3F)", "", value)
    return (
        any(sign in bare for sign in '"<%?>#&') or "//" in text.partition("://")[2] or ("urn:" in value and "/" in bare)
    )


def openepcis_rows():
    found = [row for row in rows(f"{OPENEPCIS}/conversions.json") if row["fn"].startswith("toUR") and row["input"]]
    return [row for row in found if row["input"][0].startswith(("urn:epc:", "http")) and not raw_signs(row["input"][0])]


def wrong_number(uri):
    """Whether a link's key fails its check digit: the set mends it on the way, a key must not be mended."""
    try:
        digital_link.elements(uri)
    except Refusal as refusal:
        return refusal.code == "gs1.check-digit"
    return False


def urn_of(link, length):
    elements = digital_link.elements(link)
    return epc_uri.write(elements, length or prefix_length(*elements[0], CompanyPrefixes()).length)


@pytest.mark.parametrize("row", openepcis_rows(), ids=lambda row: row["input"][0])
def test_openepcis_converts_alike(vector_set, row):
    vector_set(OPENEPCIS)
    given, wants = row["input"][0], row["expected"]
    if given in aside(OPENEPCIS, "refused"):
        assert attempt(epc_uri.elements if given.startswith("urn") else urn_of, *_arguments(row)) is None
    elif given.startswith("urn"):
        assert epc_uri.elements(given) == digital_link.elements(wants)
        assert key_of(given) == key_of(wants)
    elif wrong_number(given):
        assert attempt(urn_of, given, 7) is None
    elif given in aside(OPENEPCIS, "other_list"):
        assert urn_of(given, 6) == wants
    elif "/" not in given.partition("//")[2].partition("/8010/")[2]:
        assert urn_of(given, row["gcp_length"]) == wants


def _arguments(row):
    return row["input"] if row["input"][0].startswith("urn") else (row["input"][0], row["gcp_length"])


@pytest.mark.parametrize("row", rows(f"{OPENEPCIS}/conversions_invalid.json"), ids=lambda row: str(row["input"]))
def test_openepcis_refuses_alike(vector_set, row):
    vector_set(OPENEPCIS)
    given = row["input"]
    if given in aside(OPENEPCIS, "closed_pattern"):
        assert epc_uri.elements(given)
    elif given.startswith("urn"):
        assert attempt(epc_uri.elements, given) is None
    else:
        found = attempt(urn_of, given, row["gcp_length"])
        # without its serial an ITIP is a class; the set asks for instances here
        assert found is None or (row["fn"] == "toURN" and ":idpat:" in found)


def validator_rows():
    """EPC URIs of the validator's tests, with the verdict; those that end at a quoted sign are torn off."""
    found = {}
    for row in rows(f"{OPENEPCIS}/validator_uris.json"):
        context, uri = row["context"], row["uri"]
        if uri.startswith("urn:") and not uri.endswith("\\") and not raw_signs(uri):
            found[uri] = context.rfind("assertValid") > context.rfind("assertInvalid")
    return sorted(found.items())


@pytest.mark.parametrize(("uri", "valid"), validator_rows())
def test_the_validator_of_openepcis_agrees(vector_set, uri, valid):
    vector_set(OPENEPCIS)
    if uri in aside(OPENEPCIS, "closed_pattern") | aside(OPENEPCIS, "refused"):
        valid = not valid
    assert (attempt(epc_uri.read, uri) is not None) == valid


def test_the_cases_of_openepcis_are_many(vector_set):
    vector_set(OPENEPCIS)
    assert len(openepcis_rows()) > 170
    assert len(rows(f"{OPENEPCIS}/conversions_invalid.json")) == 252
    assert len(validator_rows()) > 170


# --- TDT ------------------------------------------------------------------------------------------------------------


@cache
def tag_options(name):
    """Patterns and field limits of a scheme's tag URIs in the files of Tag Data Translation, by prefix length."""
    file = {"adi-var": "ADI-var", "cpi-var": "CPI-var"}.get(name, name.upper())
    found = vector_files(f"{TDT}/Schemes", f"{file}.json")
    if not found:
        return {}
    scheme = json.loads(found[0].read_text(encoding="utf-8"))["tdt:epcTagDataTranslation"]["scheme"]
    level = next(level for level in scheme["level"] if level["type"] == "TAG_ENCODING")
    return {option["optionKey"]: option for option in level["option"]}


@pytest.mark.parametrize("name", [name for name in tags() if name != "adi-var"])
def test_numbers_up_to_the_limit_of_the_translation_files_fit(vector_set, name):
    vector_set(TDT)
    tag = tags()[name]
    pick = random.Random(name)
    assert tag_options(name)
    for key, option in tag_options(name).items():
        texts, limits = [], []
        for field in option["field"]:
            most, length = field.get("decimalMaximum"), field.get("length")
            free = field["name"] != "filter" and length is None and most is not None
            limits.append(int(most) if free and most.strip("9") else 0)
            if most is None:
                texts.append("".join(pick.choices("0123456789" if tag.scheme.name in {"sgcn", "cpi"} else "ABC", k=5)))
            elif field["name"] in {"piece", "total"}:
                texts.append("42")
            else:
                texts.append(str(pick.randint(0, int(most))).zfill(length or 0) if int(most) or length is None else "")
        _hold(name, option, texts, key)
        for place, limit in enumerate(limits):
            if limit:
                _hold(name, option, [*texts[:place], str(limit), *texts[place + 1 :]], key)
                over = ".".join([*texts[:place], str(limit + 1), *texts[place + 1 :]])
                assert attempt(epc_uri.read, f"urn:epc:tag:{name}:{over}") is None


def _hold(name, option, texts, key):
    uri = f"urn:epc:tag:{name}:{'.'.join(map(escaped, texts))}"
    assert re.fullmatch(option["pattern"], uri), (uri, option["pattern"])
    found = epc_uri.read(uri)
    assert found.prefix_length in {int(key), 0}
    assert tags()[name].retired or epc_uri.write_tag(found) == uri


def test_every_scheme_of_the_translation_files_is_known(vector_set):
    folder = vector_set(TDT)
    names = {file.stem.lower() for file in (folder / "Schemes").glob("*.json")}
    assert {name for name in names if "+" not in name} == set(tags())
    assert {tag.scheme.name for tag in tags().values()} <= set(schemes())
