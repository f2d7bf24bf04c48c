"""The chain of a lot: events in order of time become cards, joins and flows; what is missing becomes holes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from lienthong.checks.sector import StageRule, StageTable, step_word
from lienthong.model import Card, Chain, Flow, Hole, Join, KeyOf, Stage, StoredEvent
from lienthong.model.things import Thing
from lienthong.record.cards import Names, card_of, label_of, no_names, quantity_of, total
from lienthong.record.walk import Events, Memory, Walk, walk
from lienthong.shelf import data

OTHER = "other"
Amount = tuple[Decimal | None, str]


@dataclass(slots=True)
class _Draft:
    """A chain in the making. `last` holds the newest card of each thing, `content` what lies in each unit."""

    table: StageTable
    names: Names
    cards: list[Card] = field(default_factory=list)
    joins: dict[str, Join] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    last: dict[str, Card] = field(default_factory=dict)
    content: dict[str, dict[str, Amount]] = field(default_factory=dict)
    packed: dict[str, list[Amount]] = field(default_factory=dict)
    fed: set[str] = field(default_factory=set)
    counts: dict[int, int] = field(default_factory=dict)

    def card(self, stored: StoredEvent, thing: Thing, stage: str) -> Card:
        """A new card for a thing, which becomes its newest."""
        number = self.counts.get(stored.number, 0)
        self.counts[stored.number] = number + 1
        held = self.content.get(thing.key.text)
        content = None if held is None else list(held.values())
        card = card_of(stored, thing, stage, number, self.names, content)
        self.cards.append(card)
        self.last[thing.key.text] = card
        return card

    def follow(self, stored: StoredEvent, thing: Thing, stage: str) -> Card:
        """A new card for a thing, with the flow from its card before."""
        before = self.last.get(thing.key.text)
        card = self.card(stored, thing, stage)
        if before:
            self.flows.append(Flow(before.id, card.id, "flow", card.quantity, card.uom))
            self.fed.add(card.id)
        return card


def build_chain(
    key: str,
    events: Sequence[StoredEvent],
    table: StageTable,
    key_of: KeyOf,
    names: Names = no_names,
    holes: Sequence[Hole] = (),
) -> Chain:
    """The chain of the lot or unit `key` among these events; events that are not of its chain are left out."""
    return chain_of(walk(key, Memory(events, key_of), key_of), table, key_of, names, holes)


def chain_at(key: str, index: Events, table: StageTable, key_of: KeyOf, names: Names = no_names) -> Chain:
    """The chain of a lot or unit from an index, such as the store."""
    return chain_of(walk(key, index, key_of), table, key_of, names)


def chain_of(
    walked: Walk, table: StageTable, key_of: KeyOf, names: Names = no_names, holes: Sequence[Hole] = ()
) -> Chain:
    """The chain of a walk."""
    draft = _Draft(table, names)
    for stored in walked.events:
        touched = walked.of(stored)
        wanted = walked.touched.get(stored.number, set())
        stage = table.stage_of(stored.event) or OTHER
        _DRAW.get(str(stored.event.get("type")), _draw_seen)(draft, stored, touched, wanted, stage)
    _remain(draft, walked.key)
    _miss_upstream(draft)
    own = [*holes, *draft.holes]
    cards = tuple(replace(card, subject=card.key == walked.key) for card in draft.cards)
    name = _name(walked, key_of, names, cards)
    joins = tuple(draft.joins.values())
    return Chain(walked.key, name, _stages(table, cards, own), cards, joins, tuple(draft.flows), tuple(own))


def plain(walked: Walk, table: StageTable) -> bool:
    """Whether it is plain that no stage was passed unrecorded: one lot alone, from a stage that may come first.

    This spares most lots of a farm the making of their chain; for all others it has to be made to know.
    """
    if any(keys != {walked.key} for keys in walked.touched.values()):
        return False
    if any(stored.event.get("type") != "ObjectEvent" for stored in walked.events):
        return False
    first = walked.events[0].event if walked.events else {}
    return _required_before(table, table.stage_of(first)) is None


def _name(walked: Walk, key_of: KeyOf, names: Names, cards: Sequence[Card]) -> str:
    known = next((card.label for card in cards if card.subject), "")
    key = key_of(walked.key)
    return known or (label_of(key, walked.key, names) if key else walked.key)


def _draw_seen(draft: _Draft, stored: StoredEvent, touched: Sequence[Thing], wanted: set[str], stage: str) -> None:
    """Things as they were seen, counted, moved or begun."""
    for thing in touched:
        if thing.key.text in wanted:
            card = draft.follow(stored, thing, stage)
            _miss_receiver(draft, stored, card)


def _draw_aggregation(
    draft: _Draft, stored: StoredEvent, touched: Sequence[Thing], wanted: set[str], stage: str
) -> None:
    """Things put into a unit, taken out of it, or seen in it."""
    action = stored.event.get("action")
    parent = next((thing for thing in touched if thing.role == "parent"), None)
    children = [thing for thing in touched if thing.role == "child"]
    if parent is None or action == "OBSERVE":
        _draw_seen(draft, stored, [parent] if parent else children, wanted | {_key(parent)}, stage)
        return
    held = draft.content.setdefault(parent.key.text, {})
    if action == "DELETE":
        _unpack(draft, stored, parent, children, wanted, stage)
        return
    for child in children:
        held[child.key.text] = _amount_of(draft, child)
    sources = [(child, _newest(draft, stored, child, stage)) for child in children if child.key.text in wanted]
    card = draft.follow(stored, parent, stage)
    for child, source in sources:
        amount, unit = _amount_of(draft, child)
        draft.packed.setdefault(child.key.text, []).append((amount, unit))
        draft.flows.append(Flow(source.id, card.id, "packed", amount, unit if amount is not None else ""))
        draft.fed.add(card.id)


def _unpack(
    draft: _Draft, stored: StoredEvent, parent: Thing, children: Sequence[Thing], wanted: set[str], stage: str
) -> None:
    held = draft.content.get(parent.key.text, {})
    source = draft.last.get(parent.key.text)
    for child in children:
        held.pop(child.key.text, None)
        if child.key.text in wanted:
            card = draft.card(stored, child, stage)
            if source:
                draft.flows.append(Flow(source.id, card.id, "packed", card.quantity, card.uom))
                draft.fed.add(card.id)
    if not children:
        held.clear()


def _draw_transformation(
    draft: _Draft, stored: StoredEvent, touched: Sequence[Thing], wanted: set[str], stage: str
) -> None:
    """What was used up and what came out; events of one transformationID are one join."""
    del wanted
    inputs = [thing for thing in touched if thing.role == "input"]
    outputs = [thing for thing in touched if thing.role == "output"]
    unseen = [thing for thing in inputs if _unseen(draft, thing, stage)]
    before = _stage_before(draft, stage)
    sources = [_newest(draft, stored, thing, before) for thing in inputs if thing not in unseen]
    results = [draft.card(stored, thing, stage) for thing in outputs]
    draft.fed.update(card.id for card in results)
    for number, thing in enumerate(unseen):
        hole = _hole_before(draft, f"h{stored.number}-{number}", label_of(thing.key, thing.id, draft.names), stage)
        draft.flows += [Flow(hole.id, card.id, "missing") for card in results]
    if unseen and not sources:
        return
    join = Join(
        id=f"j{stored.number}",
        inputs=tuple(dict.fromkeys(card.id for card in sources)),
        outputs=tuple(card.id for card in results),
        **_totals(map(quantity_of, inputs), map(quantity_of, outputs)),
        event=stored.number,
    )
    name = str(stored.event.get("transformationID") or join.id)
    draft.joins[name] = _merged(draft.joins[name], join) if name in draft.joins else join


def _totals(inputs: Any, outputs: Any) -> dict[str, Any]:
    """Totals of both sides of a join; none where units differ, on a side or between the sides."""
    total_in, unit_in, differ_in = total(inputs)
    total_out, unit_out, differ_out = total(outputs)
    differ = differ_in or differ_out or (total_in is not None and total_out is not None and unit_in != unit_out)
    if differ:
        return {"total_in": None, "total_out": None, "uom": "", "units_differ": True}
    return {"total_in": total_in, "total_out": total_out, "uom": unit_in or unit_out, "units_differ": False}


def _merged(one: Join, other: Join) -> Join:
    """Two parts of one transformation as one join; a side without things adds nothing."""
    sides = []
    for ours, theirs, cards in (
        (one.total_in, other.total_in, other.inputs),
        (one.total_out, other.total_out, other.outputs),
    ):
        sides.append(ours if not cards else theirs if ours is None else None if theirs is None else ours + theirs)
    differ = one.units_differ or other.units_differ or bool(one.uom and other.uom and one.uom != other.uom)
    return replace(
        one,
        inputs=tuple(dict.fromkeys((*one.inputs, *other.inputs))),
        outputs=(*one.outputs, *other.outputs),
        total_in=None if differ else sides[0],
        total_out=None if differ else sides[1],
        uom="" if differ else one.uom or other.uom,
        units_differ=differ,
    )


_Draw = Callable[[_Draft, StoredEvent, Sequence[Thing], set[str], str], None]
_DRAW: Mapping[str, _Draw] = {
    "TransformationEvent": _draw_transformation,
    "AggregationEvent": _draw_aggregation,
    "AssociationEvent": _draw_aggregation,
}


def _key(thing: Thing | None) -> str:
    return thing.key.text if thing else ""


def _newest(draft: _Draft, stored: StoredEvent, thing: Thing, stage: str) -> Card:
    """The newest card of a thing; a first one where no event before this knew it."""
    return draft.last.get(thing.key.text) or draft.card(stored, thing, stage)


def _amount_of(draft: _Draft, child: Thing) -> Amount:
    """How much of a child went in: as recorded, else what lies in the unit it is."""
    amount, unit = quantity_of(child)
    held = draft.content.get(child.key.text)
    if amount is None and held:
        amount, unit, _ = total(held.values())
    return amount, unit


def _stage_before(draft: _Draft, stage: str) -> str:
    """The stage an input stood in that no event told of: the last one before this that is used or required."""
    used = {card.stage for card in draft.cards}
    names = [item.name for item in draft.table.stages]
    earlier = draft.table.stages[: names.index(stage)] if stage in names else ()
    fitting = [item.name for item in earlier if item.required or item.name in used]
    return fitting[-1] if fitting else stage


def _required_before(table: StageTable, stage: str) -> StageRule | None:
    """The last stage before this one that a chain must have."""
    names = [item.name for item in table.stages]
    earlier = table.stages[: names.index(stage)] if stage in names else ()
    return next((item for item in reversed(earlier) if item.required), None)


def _unseen(draft: _Draft, thing: Thing, stage: str) -> bool:
    """Whether an input is nothing but a name: no event before knew it, and no quantity is told."""
    known = thing.key.text in draft.last or quantity_of(thing)[0] is not None
    return not known and _required_before(draft.table, stage) is not None


def _remain(draft: _Draft, key: str) -> None:
    """What was packed of the lot, taken from what there was, remains in store: computed, not recorded."""
    packed, _, differ = total(draft.packed.get(key, []))
    card = draft.last.get(key)
    unit = draft.packed[key][0][1] if key in draft.packed else ""
    if packed is None or differ or card is None or card.quantity is None or card.uom != unit:
        return
    left = card.quantity - packed
    target = next((flow.target for flow in draft.flows if flow.source == card.id and flow.kind == "packed"), "")
    beside = next((other for other in draft.cards if other.id == target), None)
    if left <= 0 or beside is None:
        return
    rest = replace(card, id=f"{card.id}-rest", stage=beside.stage, quantity=left, date="", place="", state="derived")
    draft.cards.append(rest)
    draft.flows.append(Flow(card.id, rest.id, "computed", left, card.uom))
    draft.fed.add(rest.id)


def _miss_upstream(draft: _Draft) -> None:
    """A thing that no event came before, at a stage that comes after a required one, has a hole before it."""
    for card in draft.cards:
        if card.id not in draft.fed and card.kind != "unit" and _required_before(draft.table, card.stage):
            hole = _hole_before(draft, f"h{card.id}", card.label, card.stage)
            draft.flows.append(Flow(hole.id, card.id, "missing"))


def _hole_before(draft: _Draft, name: str, label: str, stage: str) -> Hole:
    """A new hole at the last required stage before this one."""
    texts = data("tcvn/chains.yaml")["holes"]["upstream"]
    lacking = _required_before(draft.table, stage)
    if lacking is None:
        raise ValueError(stage)
    what = {lang: _filled(text, label, lacking.title[lang]) for lang, text in texts["what"].items()}
    hole = Hole(name, lacking.name, what, texts["why"], lacking.who)
    draft.holes.append(hole)
    return hole


def _miss_receiver(draft: _Draft, stored: StoredEvent, card: Card) -> None:
    """Goods that went out to nobody named have a hole behind them."""
    texts = data("tcvn/chains.yaml")["holes"]
    if step_word(stored.event.get("bizStep")) not in texts["needs receiver"] or stored.event.get("destinationList"):
        return
    hole_id = f"h{stored.number}-receiver"
    if all(hole.id != hole_id for hole in draft.holes):
        who = next((stage.who for stage in draft.table.stages if stage.name == card.stage), {"vi": "", "en": ""})
        texts = texts["receiver"]
        draft.holes.append(Hole(hole_id, card.stage, texts["what"], texts["why"], who))
    draft.flows.append(Flow(card.id, hole_id, "missing"))


def _filled(text: str, label: str, stage: str) -> str:
    return text.replace("{label}", label).replace("{stage}", stage.lower())


def _stages(table: StageTable, cards: Sequence[Card], holes: Sequence[Hole]) -> tuple[Stage, ...]:
    """The lanes: all stages with something in them, and the required ones."""
    have: dict[str, int] = {}
    missing: dict[str, int] = {}
    for card in cards:
        have[card.stage] = have.get(card.stage, 0) + 1
    for hole in holes:
        missing[hole.stage] = missing.get(hole.stage, 0) + 1
    rows = [(stage.name, stage.title, stage.required) for stage in table.stages]
    if OTHER in have:
        rows.append((OTHER, data("tcvn/chains.yaml")["other"], False))
    return tuple(
        Stage(name, title, required, have.get(name, 0), have.get(name, 0) + missing.get(name, 0))
        for name, title, required in rows
        if required or name in have or name in missing
    )
