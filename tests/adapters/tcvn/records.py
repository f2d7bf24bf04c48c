"""Records for tests: one told by hand, and all that their shape allows."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from adapters.tcvn.shape import Member, Part, Record, limits, parts, record, words

STATES = {"traceCode": "derived", "time": "present", "place": "present", "performer": "derived"}
RICE: Record = {
    "profile": "mẫu",
    "sector": "rice",
    "lot": {"code": "GAO-0626", "product": "Gạo thơm túi 5 kg", "key": "01/09520001010019/10/GAO-0626"},
    "fields": {
        "product_name": {
            "state": "present",
            "value": "Gạo thơm túi 5 kg",
            "need": "M",
            "article": "5 a",
            "mark": "L",
            "from": [{"event": "", "place": "so.xlsx!Sản phẩm!B4"}],
        },
        "events": {"state": "present", "value": 2, "need": "M", "article": "5 e", "mark": "D", "from": []},
        "origin": {"state": "missing", "value": None, "need": "M", "article": "5 đ", "mark": "L", "from": []},
    },
    "parties": [
        {"role": "operator", "name": "Công ty Ví Dụ", "address": "=Ấp Mẫu", "identifier": "", "state": "defaulted"}
    ],
    "certificates": [],
    "events": [
        {
            "stage": "harvest",
            "traceCode": {
                "product": "09520001010019",
                "place": "9520001010002",
                "lot": "GAO-0626",
                "text": "(01)09520001010019(414)9520001010002(10)GAO-0626",
                "link": "https://id.gs1.org/01/09520001010019/10/GAO-0626",
            },
            "time": "2026-06-01T07:00:00+07:00",
            "place": "Ruộng A",
            "performer": "Nguyễn Văn Tí",
            "event": "/eventList/0",
            "states": STATES,
        },
        {
            "stage": "storing",
            "traceCode": {"product": "X", "place": "", "serial": "0077", "text": "(https)X", "link": None},
            "time": "",
            "place": "",
            "performer": "",
            "event": "/eventList/1",
            "states": STATES,
        },
    ],
    "score": {"have": 2, "of": 3},
}


def rice() -> Record:
    """The record told by hand, to be changed at will."""
    return copy.deepcopy(RICE)


# every sign that all three forms can carry; the odd ones often
_SIGNS = st.one_of(
    st.sampled_from("\t\n\r &<>\"'=_x0D\u00a0ầ\u202e😀]"),
    st.characters(
        codec="utf-8",
        exclude_characters=[*map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])],
    ),
)


def texts(least: int = 0) -> st.SearchStrategy[str]:
    return st.text(_SIGNS, min_size=least, max_size=12)


_COUNTS = st.integers(0, limits().count)


def _of(member: Member) -> st.SearchStrategy[Any]:
    inner = parts().get(member.of)
    made: st.SearchStrategy[Any]
    if member.kind == "word":
        made = st.sampled_from(words(member.of))
    elif member.kind == "count":
        made = _COUNTS
    elif member.kind == "value":
        made = texts(1) | _COUNTS
    elif inner is None:
        made = texts(1 if member.kind == "filled" else 0)
    elif member.kind == "many":
        made = st.lists(_part(inner), max_size=3)
    elif member.kind == "named":
        made = st.dictionaries(texts(1), _part(inner), max_size=3)
    else:
        made = _part(inner)
    return st.none() | made if member.null else made


def _part(part: Part) -> st.SearchStrategy[Record]:
    plain = {member.name: _of(member) for member in part.members}
    if not part.either:
        return st.fixed_dictionaries(plain)
    return st.one_of(
        st.fixed_dictionaries({name: one for name, one in plain.items() if name not in part.either or name == chosen})
        for chosen in part.either
    )


RECORDS = st.lists(_part(record()), max_size=3)
