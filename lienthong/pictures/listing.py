"""The list twin of a picture: the same content as nested HTML lists, for those who do not see or want the drawing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lienthong.model import Card, Chain
from lienthong.pictures.columns import bar_id
from lienthong.pictures.model import Scene
from lienthong.pictures.paint import escape
from lienthong.pictures.scene import scene
from lienthong.pictures.telling import counted, join_lines, lane_title, tell
from lienthong.words import say


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a stage in words: what it is, what it came from, whether it is the thing in question."""

    told: str
    origins: tuple[str, ...]
    subject: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One stage in words, with the things in it."""

    title: str
    score: str
    items: tuple[Item, ...]


def listed(shown: Scene, lang: str) -> list[Listed]:
    """The stages of a scene in order, each with its lots and holes."""
    origins = _origins(shown, lang)
    computed = {link.target for link in shown.links if link.kind == "computed"}
    recorded = {link.target for link in shown.links if link.kind in {"flow", "packed"}}
    stages = []
    for lane in shown.lanes:
        items = tuple(
            Item(
                tell(lang, content, content.id in computed - recorded).full,
                tuple(origins[content.id]),
                isinstance(content, Card) and content.subject,
            )
            for content in shown.contents
            if content.stage in lane.names
        )
        stages.append(Listed(lane_title(lang, lane), f"{lane.have}/{lane.of}" if lane.of else "", items))
    return stages


def as_list(chain: Chain, lang: str) -> str:
    """An ordered HTML list: stages, in them lots and holes, under each what it came from."""
    shown = scene(chain)
    parts = ['<ol class="ltp-list">']
    for stage in listed(shown, lang):
        parts.append(f"<li><b>{escape(stage.title)}</b>{f' {stage.score}' if stage.score else ''}")
        items = "".join(_html(item) for item in stage.items)
        parts.append(f"<ul>{items}</ul></li>" if items else f": {escape(say(lang, 'picture.nothing'))}</li>")
    if shown.left_out:
        parts.append(f"<li>{escape(counted(lang, 'picture.left-out', shown.left_out))}</li>")
    return "".join([*parts, "</ol>\n"])


def _html(item: Item) -> str:
    told = f"<strong>{escape(item.told)}</strong>" if item.subject else escape(item.told)
    below = "".join(f"<li>{escape(origin)}</li>" for origin in item.origins)
    return f"<li>{told}{f'<ul>{below}</ul>' if below else ''}</li>"


def as_lines(chain: Chain, lang: str) -> list[str]:
    """The same as lines of plain text, for a terminal."""
    shown = scene(chain)
    lines = [chain.name]
    for stage in listed(shown, lang):
        lines.append(f"{stage.title} {stage.score}".rstrip())
        if not stage.items:
            lines.append(f"    {say(lang, 'picture.nothing')}")
        for item in stage.items:
            lines.append(f"  {'▶' if item.subject else ' '} {item.told}")
            lines.extend(f"        {origin}" for origin in item.origins)
    if shown.left_out:
        lines.append(counted(lang, "picture.left-out", shown.left_out))
    return lines


def _origins(shown: Scene, lang: str) -> dict[str, list[str]]:
    """For each content the lines that say what it came from."""
    names = {content.id: tell(lang, content).label for content in shown.contents}
    origins: dict[str, list[str]] = defaultdict(list)
    for link in shown.links:
        if link.source in names and link.target in names:
            origins[link.target].append(say(lang, f"picture.from-{link.kind}", lot=names[link.source]))
    made = {}
    for join in shown.joins:
        inputs = ", ".join(names[end] for end in join.inputs if end in names)
        totals = "; ".join(line for line in join_lines(lang, join) if line)
        made[bar_id(join.id)] = say(lang, "picture.from-join", lots=inputs) + (f" ({totals})" if totals else "")
        for end in join.outputs:
            origins[end].append(made[bar_id(join.id)])
    return origins
