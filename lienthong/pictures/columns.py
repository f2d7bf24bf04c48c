"""Which column each content stands in, and the units that are ordered and placed there.

A lane is one column, or several when one thing in it is made from, or packed into, another. Cards of one lot that
follow each other in a lane stand below each other, and so does what is missing there. Bars stand on the boundary
before their first output; a line that passes a column takes a corridor there, so that it never runs behind a card.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from lienthong.model import Card, Hole
from lienthong.pictures.model import Content, Link, Scene, Stack
from lienthong.words import sort_key

CARD_HEIGHT = 78
SERIES_GAP = 16
CORRIDOR = 26
DEEPEST = 3
_BAR = "\x00"


@dataclass(slots=True)
class Unit:
    """What is placed as one: the contents `members` below each other; a bar; a corridor."""

    id: str
    rank: int
    height: int
    code: tuple[object, ...]
    members: tuple[str, ...] = ()
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Columns:
    """Units by id; `unit_of` each content or bar; forward links with the corridors they take; backward links."""

    units: dict[str, Unit]
    unit_of: dict[str, str]
    lane_columns: list[tuple[int, int]]
    """First column and number of columns of each lane."""
    forward: list[tuple[Link, tuple[str, ...]]]
    backward: list[Link]
    inside: list[Link]
    """Links between neighbours of one series."""

    @property
    def count(self) -> int:
        return sum(width for _, width in self.lane_columns)


def bar_id(join: str) -> str:
    """The id of a transformation among the contents."""
    return _BAR + join


def columns(scene: Scene) -> Columns:
    """The columns of a scene. A content has rank `2 * column + 1`, a bar before that column `2 * column`."""
    contents = {content.id: content for content in scene.contents}
    lane_of = {name: number for number, lane in enumerate(scene.lanes) for name in lane.names}
    place = {id_: lane_of[content.stage] for id_, content in contents.items()}
    links = [*_valid(scene.links, contents), *_join_links(scene, contents)]
    series, inside = _series(contents, place, links)
    head = {member: members[0] for members in series for member in members}
    depth = _depths(links, head, place)
    deepest: dict[int, int] = defaultdict(int)
    for id_, lane in place.items():
        deepest[lane] = max(deepest[lane], depth.get(head[id_], 0))
    lane_columns, first = [], 0
    for lane in range(len(scene.lanes)):
        lane_columns.append((first, deepest[lane] + 1))
        first += deepest[lane] + 1
    made = Columns({}, {}, lane_columns, [], [], inside)
    for members in series:
        rank = 2 * (lane_columns[place[members[0]]][0] + depth.get(members[0], 0)) + 1
        height = len(members) * (CARD_HEIGHT + SERIES_GAP) - SERIES_GAP
        made.units[members[0]] = Unit(members[0], rank, height, _code(contents[members[0]]), tuple(members))
    made.unit_of.update(head)
    _place_bars(scene, made, first)
    within = set(inside)
    _route(made, [link for link in links if link not in within])
    return made


def _valid(links: tuple[Link, ...], contents: dict[str, Content]) -> list[Link]:
    return [link for link in links if link.source in contents and link.target in contents]


def _join_links(scene: Scene, contents: dict[str, Content]) -> list[Link]:
    """The links of the bars: each end carries the quantity of its card."""
    links: list[Link] = []
    for join in scene.joins:
        bar, ins, outs = bar_id(join.id), join.inputs, join.outputs
        links += [Link(end, bar, "flow", *_amount(contents[end])) for end in ins if end in contents]
        links += [Link(bar, end, "flow", *_amount(contents[end])) for end in outs if end in contents]
    return links


def _amount(content: Content) -> tuple[Decimal | None, str]:
    return (content.quantity, content.uom) if isinstance(content, Card) else (None, "")


def _series(
    contents: dict[str, Content], place: dict[str, int], links: list[Link]
) -> tuple[list[list[str]], list[Link]]:
    """Lists of contents that stand below each other, and the links between them."""
    leaving: dict[str, list[Link]] = defaultdict(list)
    arriving: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if place.get(link.source, -1) == place.get(link.target, -2):
            leaving[link.source].append(link)
            arriving[link.target].append(link)
    following: dict[str, Link] = {}
    for id_, out in leaving.items():
        if len(out) == 1 and len(arriving[out[0].target]) == 1 and _goes_below(contents, out[0]):
            following[id_] = out[0]
    followers = {link.target for link in following.values()}
    series, inside, seen = [], [], set()
    for start in [*(id_ for id_ in contents if id_ not in followers), *contents]:
        members: list[str] = []
        at = start
        while at not in seen:
            seen.add(at)
            members.append(at)
            if at in following and following[at].target not in seen:
                inside.append(following[at])
                at = following[at].target
        if members:
            series.append(members)
    return series, inside


def _goes_below(contents: dict[str, Content], link: Link) -> bool:
    """The same lot seen again, or what is missing after a card in its own stage."""
    source, target = contents[link.source], contents[link.target]
    if link.kind == "missing" and isinstance(target, Hole):
        return True
    return link.kind == "flow" and isinstance(source, Card) and isinstance(target, Card) and source.key == target.key


def _depths(links: list[Link], head: dict[str, str], place: dict[str, int]) -> dict[str, int]:
    """How deep in its lane each head stands: one more than the deepest it comes from there; a cycle is cut once."""
    before: dict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
    for source, target, lane in _lane_steps(links, head, place):
        before[target, lane].add((source, lane))
    depth: dict[tuple[str, int], int] = {}

    def settle(start: tuple[str, int]) -> None:
        path = [start]
        waiting = {start}
        while path:
            node = path[-1]
            open_ = [one for one in sorted(before.get(node, ())) if one not in depth and one not in waiting]
            if open_:
                path.append(open_[0])
                waiting.add(open_[0])
                continue
            step = 0 if node[0].startswith(_BAR) else 1
            depth[node] = max((depth[one] + step for one in before.get(node, ()) if one in depth), default=0)
            waiting.discard(path.pop())

    for node in sorted(before):
        if node not in depth:
            settle(node)
    return {id_: min(deep, DEEPEST) for (id_, _), deep in depth.items() if not id_.startswith(_BAR)}


def _lane_steps(links: list[Link], head: dict[str, str], place: dict[str, int]) -> list[tuple[str, str, int]]:
    """Source, target and lane of each link within a lane; a bar counts in a lane where it has both ends."""
    steps, into, out = [], defaultdict(set), defaultdict(set)
    for link in links:
        if link.target.startswith(_BAR):
            into[link.target].add((head[link.source], place[link.source]))
        elif link.source.startswith(_BAR):
            out[link.source].add((head[link.target], place[link.target]))
        elif place[link.source] == place[link.target] and head[link.source] != head[link.target]:
            steps.append((head[link.source], head[link.target], place[link.source]))
    for bar in into:
        lanes = {lane for _, lane in into[bar]} & {lane for _, lane in out[bar]}
        steps += [(one, bar, lane) for one, lane in into[bar] if lane in lanes]
        steps += [(bar, one, lane) for one, lane in out[bar] if lane in lanes]
    return steps


def _code(content: Content) -> tuple[object, ...]:
    """Cards by label, then holes, then stacks."""
    kind = (Card, Hole, Stack).index(type(content))
    return (kind, sort_key(content.label if isinstance(content, Card) else content.id), content.id)


def _place_bars(scene: Scene, made: Columns, count: int) -> None:
    for join in scene.joins:
        ins = [made.units[made.unit_of[end]].rank for end in join.inputs if end in made.unit_of]
        outs = [made.units[made.unit_of[end]].rank for end in join.outputs if end in made.unit_of]
        rank = min(outs) - 1 if outs else max(ins, default=2 * count - 1) + 1
        id_ = bar_id(join.id)
        made.units[id_] = Unit(id_, rank, 0, (0, sort_key(join.id), join.id))
        made.unit_of[id_] = id_


def _route(made: Columns, links: list[Link]) -> None:
    """Sorts the links into forward (with corridors) and backward, and tells the units their neighbours."""
    for link in links:
        source, target = made.units[made.unit_of[link.source]], made.units[made.unit_of[link.target]]
        if source.rank >= target.rank:
            made.backward.append(link)
            continue
        corridors = []
        last = source
        for rank in range(source.rank + 1, target.rank):
            if rank % 2:
                last = _corridor(made, source, rank, last)
                corridors.append(last.id)
        last.after.append(target.id)
        target.before.append(last.id)
        made.forward.append((link, tuple(corridors)))


def _corridor(made: Columns, source: Unit, rank: int, last: Unit) -> Unit:
    id_ = f"\x01{source.id}\x01{rank}"
    if id_ not in made.units:
        made.units[id_] = Unit(id_, rank, CORRIDOR, source.code)
        last.after.append(id_)
        made.units[id_].before.append(last.id)
    return made.units[id_]
