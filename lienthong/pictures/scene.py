"""From a chain to what one picture can show: above 200 contents a lane keeps what matters, the rest is stacked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from lienthong.model import Card, Chain, Flow, Hole, Join, Stage
from lienthong.pictures.model import Content, Lane, Link, Scene, Stack
from lienthong.words import sort_key

DRAWN_WHOLE = 200
LANES_WHOLE = 12
TOTALS_ONLY = 5000
LARGEST = 8
WITH_FINDINGS = 12


def scene(chain: Chain) -> Scene:
    """The scene of a chain: all of it, or its head with stacked rests, or only the totals of each lane."""
    contents: tuple[Content, ...] = (*chain.cards, *chain.holes)
    lanes = _lanes(chain, contents)
    if len(contents) <= DRAWN_WHOLE:
        return Scene(lanes, contents, chain.joins, _links(chain.flows))
    kept = set() if len(contents) > TOTALS_ONLY else _kept(chain)
    return _stacked(chain, lanes, kept)


def _lanes(chain: Chain, contents: tuple[Content, ...]) -> tuple[Lane, ...]:
    """Stages that are required or have something to show; beyond twelve, empty ones beside each other are one lane."""
    known = {stage.name for stage in chain.stages}
    used = {content.stage for content in contents}
    others = dict.fromkeys(content.stage for content in contents if content.stage not in known)
    wanted = [stage for stage in chain.stages if stage.required or stage.of or stage.name in used]
    stages = [*wanted, *(Stage(name, {"vi": name, "en": name}) for name in others)]
    lanes = [Lane((stage.name,), (stage.title,), stage.required, stage.have, stage.of) for stage in stages]
    if len(lanes) <= LANES_WHOLE:
        return tuple(lanes)
    merged: list[Lane] = []
    for lane in lanes:
        last = merged[-1] if merged else None
        if last and not used.intersection(lane.names) and not used.intersection(last.names):
            merged[-1] = Lane(
                last.names + lane.names,
                last.titles + lane.titles,
                last.required or lane.required,
                last.have + lane.have,
                last.of + lane.of,
            )
        else:
            merged.append(lane)
    return tuple(merged)


def _links(flows: Iterable[Flow]) -> tuple[Link, ...]:
    return tuple(Link(flow.source, flow.target, flow.kind, flow.quantity, flow.uom) for flow in flows)


def _kept(chain: Chain) -> set[str]:
    """The ids drawn one by one: the lot in question and its neighbours, and of each lane the faulty and the largest."""
    subjects = {card.id for card in chain.cards if card.subject}
    kept = set(subjects)
    for flow in chain.flows:
        kept.update({flow.source, flow.target} if subjects & {flow.source, flow.target} else ())
    for join in chain.joins:
        sides = {*join.inputs, *join.outputs}
        kept.update(_first(chain, sides) if subjects & sides else ())
    for stage in dict.fromkeys([*(card.stage for card in chain.cards), *(hole.stage for hole in chain.holes)]):
        cards = [card for card in chain.cards if card.stage == stage]
        holes = [hole.id for hole in chain.holes if hole.stage == stage]
        faulty = [card.id for card in sorted(cards, key=_most_findings) if card.findings or card.state != "present"]
        kept.update([*holes, *faulty][:WITH_FINDINGS])
        kept.update(card.id for card in sorted(cards, key=_largest)[:LARGEST])
    return kept


def _first(chain: Chain, ids: set[str]) -> list[str]:
    """The nearest neighbours, no more of them than a lane may show."""
    cards = sorted((card for card in chain.cards if card.id in ids), key=_largest)
    return [card.id for card in cards if card.subject] + [card.id for card in cards][: DRAWN_WHOLE // 10]


def _largest(card: Card) -> tuple[Decimal, object]:
    return (-(card.quantity or Decimal(0)), sort_key(card.label))


def _most_findings(card: Card) -> tuple[int, object]:
    return (-card.findings, sort_key(card.label))


def _stacked(chain: Chain, lanes: tuple[Lane, ...], kept: set[str]) -> Scene:
    rest: dict[str, list[Card | Hole]] = defaultdict(list)
    contents: list[Content] = []
    shown: dict[str, str] = {}
    everything: tuple[Card | Hole, ...] = (*chain.cards, *chain.holes)
    for content in everything:
        if content.id in kept:
            contents.append(content)
            shown[content.id] = content.id
        else:
            rest[content.stage].append(content)
            shown[content.id] = f"+{content.stage}"
    contents += [_stack(stage, members) for stage, members in rest.items()]
    joins, links = _bundled(chain, shown)
    return Scene(lanes, tuple(contents), joins, links, sum(map(len, rest.values())))


def _stack(stage: str, members: list[Card | Hole]) -> Stack:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for member in members:
        if isinstance(member, Card) and member.quantity is not None:
            totals[member.uom] += member.quantity
    missing = sum(isinstance(member, Hole) for member in members)
    return Stack(f"+{stage}", stage, len(members) - missing, missing, tuple(sorted(totals.items())))


def _bundled(chain: Chain, shown: dict[str, str]) -> tuple[tuple[Join, ...], tuple[Link, ...]]:
    """Joins and links between what is shown; those between the same ends are one. Joins of stacks become links."""
    links: dict[tuple[str, str, str, str], Link] = {}
    joins: dict[tuple[tuple[str, ...], tuple[str, ...]], Join] = {}
    for join in chain.joins:
        inputs, outputs = _ends(join.inputs, shown), _ends(join.outputs, shown)
        if all(end.startswith("+") for end in inputs + outputs):
            for source in inputs:
                _bundle(links, *(Link(source, target, "flow") for target in outputs))
        else:
            same = joins.get((inputs, outputs))
            joins[inputs, outputs] = _added(same, join) if same else replace(join, inputs=inputs, outputs=outputs)
    for flow in chain.flows:
        if flow.source in shown and flow.target in shown:
            _bundle(links, Link(shown[flow.source], shown[flow.target], flow.kind, flow.quantity, flow.uom))
    return tuple(joins.values()), tuple(links.values())


def _ends(ids: tuple[str, ...], shown: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shown[end] for end in ids if end in shown))


def _bundle(links: dict[tuple[str, str, str, str], Link], *new: Link) -> None:
    for link in new:
        if link.source == link.target:
            continue
        key = (link.source, link.target, link.kind, link.uom)
        same = links.get(key)
        if same and same.quantity is not None and link.quantity is not None:
            links[key] = replace(same, quantity=same.quantity + link.quantity)
        else:
            links.setdefault(key, link)


def _added(one: Join, other: Join) -> Join:
    """Two joins with the same ends as one; no totals when one has none or their units differ."""
    known = None not in {one.total_in, one.total_out, other.total_in, other.total_out} and one.uom == other.uom
    return replace(
        one,
        total_in=(one.total_in or 0) + (other.total_in or Decimal(0)) if known else None,
        total_out=(one.total_out or 0) + (other.total_out or Decimal(0)) if known else None,
        units_differ=one.units_differ or other.units_differ or one.uom != other.uom,
    )
