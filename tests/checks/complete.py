"""Complete lots for any profile: every case it speaks of, and a lot that tells all it asks for in that case."""

from collections.abc import Iterator
from itertools import product

from lienthong.checks.case import Case
from lienthong.checks.profile import EVENTS, Profile, ProfileField, Told

EVENT = {
    "stage": "harvest",
    "traceCode": {"text": "(01)09520001010019(414)9520001010002(10)A"},
    "time": "2027-06-01T07:00:00+07:00",
    "place": "Nhà máy Ví Dụ",
    "performer": "Công ty Ví Dụ",
    "event": "/eventList/0",
}


def cases_of(profile: Profile) -> Iterator[Case]:
    """The open case, and one for each way to tell all that the profile's rows speak of."""
    told: dict[str, list[str]] = {}
    for item in profile.fields.values():
        for when in (item.when, item.must):
            for name, values in when.items():
                told[name] = list(dict.fromkeys([*told.get(name, []), *values]))
    yield Case()
    for values in product(*told.values()):
        named = dict(zip(told, values, strict=True))
        goods = [named.pop("goods")] if "goods" in named else []
        yield Case.of("", goods=goods, role=named.pop("role", ""), more=named)


def complete_lot(profile: Profile, case: Case, without: str = "") -> Told:
    """A lot that tells every item of the profile for a case, but for the one it is `without`."""
    items = [item.field for item in profile.items(case) if item.field.name != without]
    values = {item.name: f"{item.name} …" for item in items if not of_events(item)}
    return Told(values, [EVENT] if any(of_events(item) for item in items) else [])


def of_events(item: ProfileField) -> bool:
    """Whether the item is told by events, not by a value."""
    return bool(item.each) or EVENTS in {item.name, item.same}
