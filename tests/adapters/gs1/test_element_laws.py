"""Laws of element strings: what is written is read back, no text makes a reader fall, a lost FNC1 is found."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.gs1 import dates, element_string, relations, scan
from adapters.gs1.adapter import ADAPTER
from adapters.gs1.components.moments import days_in
from lienthong.plugs import Refusal
from tests.adapters.gs1.values import sequences

GTIN = "09521234000013"
OFF = relations.CODES


def read(text, off=OFF):
    return element_string.read(text, off=off).elements


@given(sequences())
def test_what_is_written_is_read_back(elements):
    assert read(element_string.bracketed(elements)) == elements
    raw = element_string.raw(elements)
    assert read(raw) == read(raw.replace("^", "\x1d")) == read(raw + "^") == elements
    assert read(raw[1:]) == elements
    assert scan.read(scan.write(scan.Scan("gs1-128", "elements", raw)), off=OFF).elements == elements


@given(sequences())
def test_the_quick_way_and_the_telling_way_agree(elements):
    text = element_string.bracketed(elements)
    broken = relations.faults(elements)
    if broken:
        with pytest.raises(Refusal) as refusal:
            element_string.elements(text)
        assert refusal.value.code == broken[0].code
    else:
        assert element_string.elements(text) == read(text, off=()) == elements
    assert {fault.code for fault in broken} <= OFF
    assert relations.faults(elements, OFF) == []


hostile = st.one_of(
    st.text(),
    st.text("()0123456789\\^\x1d", max_size=40).map(lambda tail: f"(01){tail}"),
    st.text("0123456789^\x1dAz%", max_size=60),
    st.text("0123456789^\x1dAz|]e", max_size=40).flatmap(
        lambda tail: st.sampled_from(sorted(scan.identifiers())).map(lambda prefix: prefix + tail)
    ),
)


@given(hostile)
@example("")
@example("^")
@example("(")
@example("]E4")
@example("]E0|]E0|")
@example("(01)\ud800")
@example("]Q1https://")
@example("^0109521234000013^^10A")
@example("^10A1726010111" * 2000)
@example("10A2110A^" * 2000)
def test_no_text_makes_a_reader_fall(text):
    told = []
    for reader in (element_string.read, scan.read):
        for off in ((), {"gs1.ai-unknown", *OFF}):
            try:
                reader(text, off=off, notice=lambda code, **facts: told.append(code))
            except Refusal as refusal:
                told.append(refusal.code)
    with suppress(Refusal):
        element_string.elements(text)
    assert all(code in ADAPTER.catalogue for code in told)


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (f"(01){GTIN}(10)L\\(1)", (("01", GTIN), ("10", "L(1)"))),
        (f"01{GTIN}10L1", (("01", GTIN), ("10", "L1"))),
        (f"^01{GTIN}^10L1^", (("01", GTIN), ("10", "L1"))),
        (f"\x1d01{GTIN}10L1\x1d17261130", (("01", GTIN), ("10", "L1"), ("17", "261130"))),
        (f"(01){GTIN}(01){GTIN}", (("01", GTIN), ("01", GTIN))),
    ],
)
def test_an_element_string_is_read(text, elements):
    assert element_string.elements(text) == element_string.read(text).elements == elements


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("", "gs1.raw-string", {"position": "1"}),
        ("12345", "gs1.length", {}),
        ("1(12345", "gs1.raw-string", {}),
        (f"(01){GTIN}(1A)1", "gs1.element-string", {"place": "19"}),
        (f"(01){GTIN}(10", "gs1.element-string", {"place": "19"}),
        (f"(01){GTIN}(10)\\)", "gs1.lot", {"character": "\\"}),
        (f"^01{GTIN}2", "gs1.raw-string", {"position": "18", "rest": "2"}),
        (f"^01{GTIN}891", "gs1.raw-string", {"position": "18"}),
        ("^019521234000013^10L1", "gs1.length", {"length": "13"}),
        (f"(01){GTIN}(99)", "gs1.value-length", {"length": "0"}),
        (f"(01){GTIN}(3107)000001", "gs1.ai-unknown", {"ai": "3107"}),
        ("(17)261130", "gs1.ai-requires", {"wants": "01, 02, 03, 255, 8006, 8026", "key": "USE BY or EXPIRY (17)"}),
        (f"(02){GTIN}(01){GTIN}", "gs1.ai-excludes", {"ai": "02", "other": "01"}),
        (f"(01){GTIN}(10)A(10)B", "gs1.ai-repeats", {"value": "A", "other": "B"}),
        ("(253)9521234000020(8030)AB", "gs1.signature-serial", {"ai": "253"}),
    ],
)
def test_a_wrong_element_string_is_refused(text, code, facts):
    with pytest.raises(Refusal) as refusal:
        element_string.read(text)
    assert refusal.value.code == code
    assert facts.items() <= refusal.value.facts.items()


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("(17)261130", {"gs1.ai-requires"}),
        (f"(02){GTIN}(01){GTIN}(37)1(00)395212340000000175", {"gs1.ai-excludes"}),
        (f"(01){GTIN}(10)A(10)B", {"gs1.ai-repeats"}),
        ("(253)9521234000020(8030)AB", {"gs1.signature-serial"}),
        ("(01)09521234000014", {"gs1.check-digit"}),
        (f"(01){GTIN}(89)AB", {"gs1.ai-unknown"}),
        (f"^01{GTIN}3109000001", {"gs1.ai-unknown"}),
    ],
)
def test_each_finding_can_be_switched_off(text, off):
    with pytest.raises(Refusal):
        element_string.read(text)
    assert element_string.read(text, off=off).elements


@pytest.mark.parametrize("text", ["(89)", "(89)a b", "(3109)00001", "(89)" + "A" * 91])
def test_an_unknown_ai_still_holds_a_value_of_the_standard(text):
    with pytest.raises(Refusal):
        element_string.read(text, off={"gs1.ai-unknown"})


# --- lost FNC1 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "position", "reads"),
    [
        # more than a lot can hold
        (f"^01{GTIN}10LOT20260412-0117261130", "gs1.fnc1-lost", "34", f"(01){GTIN}(10)LOT20260412-01(17)261130"),
        # a value that no FNC1 ends, before the key it belongs to
        (f"^10ABC01{GTIN}", "gs1.fnc1-lost", "7", f"(10)ABC(01){GTIN}"),
        (f"21SERIAL701{GTIN}17261130", "gs1.fnc1-lost", "10", f"(21)SERIAL7(01){GTIN}(17)261130"),
        (f"^01{GTIN}422704" + "10L1", "gs1.fnc1-lost", "24", f"(01){GTIN}(422)704(10)L1"),
        # readable as it stands, but hardly meant so
        (f"^01{GTIN}10ABC17261231", "gs1.fnc1-likely", "23", f"(01){GTIN}(10)ABC(17)261231"),
    ],
)
def test_a_lost_fnc1_is_found(text, code, position, reads):
    told = []

    def notice(code, **facts):
        told.append((code, facts["position"], facts["reads"]))

    try:
        element_string.read(text, notice=notice)
    except Refusal as refusal:
        notice(refusal.code, **refusal.facts)
    assert told == [(code, position, reads)]


@pytest.mark.parametrize(
    "text",
    [
        f"^01{GTIN}10ABC^17261231",
        f"^01{GTIN}10ABC17261331",
        f"^01{GTIN}10L2101",
        f"(01){GTIN}(10)ABC17261231",
        f"^01{GTIN}1726123110ABC",
    ],
)
def test_no_fnc1_is_missed_where_none_is_lost(text):
    told = []
    element_string.read(text, notice=lambda code, **facts: told.append(code))
    assert told == []


# --- dates ----------------------------------------------------------------------------------------------------------

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("ai", "value", "texts", "last"),
    [
        ("17", "261130", ["2026-11-30"], dt.date(2026, 11, 30)),
        ("17", "280200", ["2028-02"], dt.date(2028, 2, 29)),
        ("11", "760101", ["2076-01-01"], dt.date(2076, 1, 1)),
        ("11", "770101", ["1977-01-01"], dt.date(1977, 1, 1)),
        ("7003", "2611301405", ["2026-11-30T14:05"], dt.date(2026, 11, 30)),
        ("8008", "26113014", ["2026-11-30T14"], dt.date(2026, 11, 30)),
        ("8008", "261130140509", ["2026-11-30T14:05:09"], dt.date(2026, 11, 30)),
        ("7007", "261101261130", ["2026-11-01", "2026-11-30"], dt.date(2026, 11, 1)),
        ("7011", "261130", ["2026-11-30"], dt.date(2026, 11, 30)),
        ("7250", "19040229", ["1904-02-29"], dt.date(1904, 2, 29)),
        ("7251", "190402292359", ["1904-02-29T23:59"], dt.date(1904, 2, 29)),
        ("10", "L1", [], None),
    ],
)
def test_a_date_keeps_its_precision(ai, value, texts, last):
    moments = dates.read(ai, value, TODAY)
    assert [moment.text for moment in moments] == texts
    assert (moments[0].last_day if moments else None) == last


@given(st.integers(0, 99), st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_the_century_is_the_nearest(two, day):
    year = dates.full_year(two, day)
    assert year % 100 == two
    assert -49 <= year - day.year <= 50


@given(st.dates())
def test_the_calendar_is_that_of_python(day):
    following = (day.replace(day=28) + dt.timedelta(days=4)) if day.year < 9999 else None
    if following:
        assert days_in(day.year, day.month) == (following - dt.timedelta(days=following.day)).day
