"""The list twin of a picture: the same content as nested HTML lists, for those who do not see or want the drawing."""

from __future__ import annotations

from collections import defaultdict

from lienthong.model import Card, Chain
from lienthong.pictures.columns import bar_id
from lienthong.pictures.model import Scene
from lienthong.pictures.paint import escape
from lienthong.pictures.scene import scene
from lienthong.pictures.telling import counted, join_lines, lane_title, tell
from lienthong.words import say


def as_list(chain: Chain, lang: str) -> str:
    """An ordered HTML list: stages, in them lots and holes, under each what it came from."""
    shown = scene(chain)
    origins = _origins(shown, lang)
    computed = {link.target for link in shown.links if link.kind == "computed"}
    recorded = {link.target for link in shown.links if link.kind in {"flow", "packed"}}
    parts = ['<ol class="ltp-list">']
    for lane in shown.lanes:
        score = f" {lane.have}/{lane.of}" if lane.of else ""
        parts.append(f"<li><b>{escape(lane_title(lang, lane))}</b>{score}")
        inside = [content for content in shown.contents if content.stage in lane.names]
        items = []
        for content in inside:
            told = escape(tell(lang, content, content.id in computed - recorded).full)
            if isinstance(content, Card) and content.subject:
                told = f"<strong>{told}</strong>"
            below = "".join(f"<li>{origin}</li>" for origin in origins[content.id])
            items.append(f"<li>{told}{f'<ul>{below}</ul>' if below else ''}</li>")
        parts.append(
            "<ul>" + "".join(items) + "</ul></li>" if items else f": {escape(say(lang, 'picture.nothing'))}</li>"
        )
    if shown.left_out:
        parts.append(f"<li>{escape(counted(lang, 'picture.left-out', shown.left_out))}</li>")
    return "".join([*parts, "</ol>\n"])


def _origins(shown: Scene, lang: str) -> dict[str, list[str]]:
    """For each content the lines that say what it came from."""
    names = {content.id: tell(lang, content).label for content in shown.contents}
    origins: dict[str, list[str]] = defaultdict(list)
    for link in shown.links:
        if link.source in names and link.target in names:
            origins[link.target].append(escape(say(lang, f"picture.from-{link.kind}", lot=names[link.source])))
    made = {}
    for join in shown.joins:
        inputs = ", ".join(names[end] for end in join.inputs if end in names)
        totals = "; ".join(line for line in join_lines(lang, join) if line)
        made[bar_id(join.id)] = say(lang, "picture.from-join", lots=inputs) + (f" ({totals})" if totals else "")
        for end in join.outputs:
            origins[end].append(escape(made[bar_id(join.id)]))
    return origins
