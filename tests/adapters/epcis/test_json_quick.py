"""Events held to their types at full speed are kept as the explaining check keeps them, or left to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.epcis.json_door import decode, json_bytes, key_count
from adapters.epcis.json_quick import QuickTypes
from adapters.epcis.typed import Typed
from tests.adapters.epcis.test_hostile_json import WRONG, event
from tests.strategies import EVENTS


def both(text: str) -> tuple[bool, bool]:
    """Whether each of the two takes the event; where the quick one does, both must keep the same."""
    first, second = decode(text.encode()), decode(text.encode())
    quick, typed = QuickTypes(), Typed()
    taken, sound = quick.event(first, text.encode()), typed.event(second, "")
    if taken:
        assert (first, list(first), key_count(text.encode()) >= typed.keys) == (second, list(second), True)
        assert typed.findings == []
    else:
        again = Typed()
        assert (again.event(first, ""), again.keys, first) == (sound, typed.keys, second)
        assert [(one.code, one.at) for one in again.findings] == [(one.code, one.at) for one in typed.findings]
    return taken, sound


@settings(max_examples=200)
@given(whole=EVENTS)
def test_any_sound_event_is_taken(whole: Any) -> None:
    text = json_bytes(whole)
    taken, sound = both(text.decode())
    assert sound
    assert taken or b'\\"' in text


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, one in pairs for place in _places(one, (*path, name)))]


@settings(max_examples=300)
@given(whole=EVENTS, dice=st.randoms(use_true_random=False))
def test_what_is_odd_in_one_place_is_left_to_the_one_that_explains(whole: Any, dice: Any) -> None:
    whole = decode(json_bytes(whole))
    place = dice.choice(_places(whole)[1:])
    owner = whole
    for name in place[:-1]:
        owner = owner[name]
    owner[place[-1]] = dice.choice(
        [None, True, 7, Decimal("1e99"), "", "shipping", [], [1], {}, {"a": "b"}, {"a:b": 1}]
    )
    taken, sound = both(json_bytes(whole).decode())
    assert sound or not taken


@pytest.mark.parametrize("inside", [row[0] for row in WRONG.values()])
def test_wrong_types_are_never_taken(inside: str) -> None:
    assert both(event(inside)) == (False, False)


TWICE = ['"action":"ADD"', '"ex:a":"x","ex:a":"x"', '"ex:a":1,"ex:a":1', '"ex:a":{"b":[{"c":1,"c":2}]}',
         '"readPoint":{"id":"urn:a:1","id":"urn:a:2"}', '"ex:a" : 1,"ex:\\u0061":2']  # fmt: skip


@pytest.mark.parametrize("inside", TWICE)
def test_a_name_given_twice_is_left_to_the_one_that_says_where(inside: str) -> None:
    assert both(event(inside)) == (False, True)


@pytest.mark.parametrize(
    "inside", ['"ex:a":"x"', '"ex:a" : [ "x" , {"b": "\\u00e9:"} ]', '"ex:a":{"b":null,"c":[1,true]}']
)
def test_blanks_escapes_and_nested_extensions_are_taken(inside: str) -> None:
    assert both(event(inside)) == (True, True)
