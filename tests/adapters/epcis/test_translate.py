"""Identifiers and words in the form that is asked for: there and back, and what is told where there is none."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.epcis.hash import event_hash
from adapters.epcis.translate import Translator, cbv_formats, epc_formats
from adapters.gs1.check_digit import check_digit
from adapters.gs1.company_prefix import CompanyPrefixes
from lienthong.findings import Finding
from lienthong.model import Header
from tests.strategies import EVENTS, PREFIXES

SEVEN = CompanyPrefixes(overrides={"": 7})
LINK, URN = "Always_GS1_Digital_Link", "Always_EPC_URN"
HOME = "https://id.gs1.org/"

PAIRS = [
    ("urn:epc:id:sgtin:9521234.000001.7", f"{HOME}01/09521234000013/21/7"),
    ("urn:epc:id:sgtin:9521234.000001.A%2F1", f"{HOME}01/09521234000013/21/A%2F1"),
    ("urn:epc:class:lgtin:9521234.000001.L1", f"{HOME}01/09521234000013/10/L1"),
    ("urn:epc:idpat:sgtin:9521234.000001.*", f"{HOME}01/09521234000013"),
    ("urn:epc:id:sscc:9521234.3000000017", f"{HOME}00/395212340000000175"),
    ("urn:epc:id:sgln:9521234.00001.0", f"{HOME}414/9521234000013"),
    ("urn:epc:id:sgln:9521234.00001.K2", f"{HOME}414/9521234000013/254/K2"),
    ("urn:epc:id:pgln:9521234.00001", f"{HOME}417/9521234000013"),
    ("urn:epc:id:grai:9521234.00001.S1", f"{HOME}8003/09521234000013S1"),
    ("urn:epc:id:giai:9521234.A1", f"{HOME}8004/9521234A1"),
]
STAY = ["urn:ot:object:7", "https://e.vn/lot/7", "urn:uuid:0d0c8b52-7a0c-4f6e-8a55-1c8b7a1b2c3d", "urn:epcglobal:x:1"]


def translated(one: Any, form: str, cbv: str = "No_Preference") -> tuple[Any, list[Finding]]:
    told: list[Finding] = []
    return Translator(form, cbv, SEVEN, told.append).event(copy.deepcopy(one), "/eventList/0"), told


def event(identifier: str) -> dict[str, Any]:
    return {
        "type": "ObjectEvent",
        "eventID": identifier,
        "epcList": [identifier, identifier],
        "quantityList": [{"epcClass": identifier}],
        "readPoint": {"id": identifier},
        "sourceList": [{"type": "location", "source": identifier}],
        "bizTransactionList": [{"type": "po", "bizTransaction": identifier}],
        "sensorElementList": [{"sensorReport": [{"type": "Mass", "deviceID": identifier, "uriValue": identifier}]}],
        "ilmd": {"ex:id": identifier},
    }


@pytest.mark.parametrize(("urn", "link"), PAIRS)
def test_there_and_back(urn: str, link: str) -> None:
    for first, second, form in ((urn, link, LINK), (link, urn, URN)):
        # an id of the event, a value measured and extensions are no one's identifiers to translate
        kept = event(first)
        wanted = {**event(second), "eventID": first, "ilmd": kept["ilmd"]}
        wanted["sensorElementList"][0]["sensorReport"][0]["uriValue"] = first
        assert translated(event(first), form) == (wanted, [])
        assert translated(event(second), form)[0]["epcList"] == [second, second]


@pytest.mark.parametrize("identifier", STAY)
@pytest.mark.parametrize("form", [LINK, URN])
def test_what_is_no_key_of_gs1_stays_byte_for_byte(identifier: str, form: str) -> None:
    assert translated(event(identifier), form) == (event(identifier), [])


@pytest.mark.parametrize("form", ["No_Preference", "Never_Translates"])
def test_nothing_asked_nothing_done(form: str) -> None:
    for urn, link in PAIRS:
        assert translated(event(urn), form) == (event(urn), [])
        assert translated(event(link), form) == (event(link), [])
    assert Translator(form).idle
    assert not Translator(LINK).idle


SGTIN, PLAIN = "urn:epc:id:sgtin:9521234.000001.7", f"{HOME}01/09521234000013/21/7"
WRONG = f"{HOME}01/09521234000014/21/7"
GID, SHORT = "urn:epc:id:gid:95100000.12345.400", "urn:epc:id:sgln:100100"
TOLD = [
    (f"{HOME}01/09521234000013/10/L/21/7", URN, SGTIN, "epcis.identifier.part", "lost"),
    (f"{PLAIN}?17=261130", URN, SGTIN, "epcis.identifier.part", "lost"),
    ("https://e.vn/s/01/09521234000013/21/7", URN, SGTIN, "epcis.identifier.host", "warning"),
    (WRONG, URN, WRONG, "epcis.identifier.urn", "lost"),
    (GID, LINK, GID, "epcis.identifier.link", "warning"),
    (SHORT, LINK, SHORT, "epcis.identifier.link", "warning"),
]


@pytest.mark.parametrize(("given_", "form", "gives", "code", "severity"), TOLD)
def test_what_is_lost_or_stays_is_told(given_: str, form: str, gives: str, code: str, severity: str) -> None:
    one, told = translated({"type": "ObjectEvent", "epcList": ["urn:x:1", given_]}, form)
    assert one["epcList"] == ["urn:x:1", gives]
    assert [(found.code, found.severity, found.at) for found in told] == [(code, severity, "/eventList/0/epcList/1")]
    # told again of the next one: nothing that loses is remembered
    assert len(translated({"type": "ObjectEvent", "epcList": [given_] * 3}, form)[1]) == 3


def test_a_prefix_nobody_knows_is_not_guessed() -> None:
    told: list[Finding] = []
    one: Any = {"type": "ObjectEvent", "readPoint": {"id": f"{HOME}414/140000000000{check_digit('140000000000')}"}}
    before = copy.deepcopy(one)
    assert Translator(URN, tell=told.append).event(one) == before
    assert [(found.code, found.severity, found.facts["reason"]) for found in told] == [
        ("epcis.identifier.urn", "lost", "gs1.prefix-unknown")
    ]


def test_an_address_of_another_host_stays_an_address() -> None:
    one = event("https://e.vn/8004/9521234A1")
    done, told = translated(one, URN)
    assert done["sensorElementList"] == one["sensorElementList"]
    assert done["bizTransactionList"] == one["bizTransactionList"]
    assert done["epcList"][0] == "urn:epc:id:giai:9521234.A1"
    assert {found.code for found in told} == {"epcis.identifier.host"}


def test_words_as_web_addresses() -> None:
    one = {
        "type": "ObjectEvent",
        "bizStep": "shipping",
        "disposition": "urn:epcglobal:cbv:disp:mended",
        "persistentDisposition": {"set": ["completeness_verified"], "unset": ["https://e.vn/x"]},
        "sourceList": [{"type": "owning_party", "source": "urn:x:1"}],
    }
    web = "https://ref.gs1.org/cbv/"
    done, told = translated(one, "No_Preference", "Always_Web_URI")
    assert done["bizStep"] == f"{web}BizStep-shipping"
    assert done["disposition"] == f"{web}Disp-mended"
    assert done["persistentDisposition"] == {"set": [f"{web}Disp-completeness_verified"], "unset": ["https://e.vn/x"]}
    assert done["sourceList"][0]["type"] == f"{web}SDT-owning_party"
    assert told == []
    back, _ = translated(done, "No_Preference", "Always_URN")
    assert back["disposition"] == one["disposition"]


def test_master_data_follow_their_events() -> None:
    element = {"id": PAIRS[5][0], "attributes": [], "children": [PAIRS[6][0]]}
    header = Header("2026-01-01T00:00:00Z", master=({"type": "urn:x", "vocabularyElementList": [element]},))  # type: ignore[typeddict-item]
    done = Translator(LINK).header(header).master[0]["vocabularyElementList"][0]
    assert (done["id"], done["children"]) == (PAIRS[5][1], [PAIRS[6][1]])
    assert Translator().header(header) is header


def test_the_names_of_the_headers() -> None:
    assert epc_formats() == ("No_Preference", "Never_Translates", LINK, URN)
    assert cbv_formats() == ("No_Preference", "Never_Translates", "Always_Web_URI", "Always_URN")
    with pytest.raises(KeyError):
        Translator("Sometimes")


@settings(max_examples=150)
@given(one=EVENTS)
def test_the_form_of_identifiers_does_not_change_the_hash(one: Any) -> None:
    whole = {"@context": PREFIXES, **one}
    first = event_hash(whole)
    for form in (LINK, URN):
        done, told = translated(whole, form)
        if not any(found.severity == "lost" for found in told):
            assert event_hash(done) == first
