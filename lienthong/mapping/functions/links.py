"""`own_link`: private URIs under the firm's own address, for things that have no GS1 key."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from lienthong.plugs import Example, Function, Joined, Param, Refusal, Segment, WrongWord

MAX_LINK = 2000
_BASE = re.compile(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?")
_KIND = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def _own_link(words: Sequence[str], settings: Mapping[str, str]) -> Joined:
    base, kind = settings.get("id_base", ""), words[0]
    if not base:
        raise WrongWord('needs the setting "id_base"', 'cần cài đặt "id_base"')
    if not _BASE.fullmatch(base):
        raise WrongWord(
            f'the setting "id_base" wants an address like https://id.example.vn, got "{base}"',
            f'cài đặt "id_base" cần địa chỉ như https://id.example.vn, không phải "{base}"',
        )
    if not _KIND.fullmatch(kind):
        raise WrongWord(
            f'own_link() wants a kind of small letters, digits, - and _, got "{kind}"',
            f'own_link() cần loại viết bằng chữ thường, chữ số, - và _, không phải "{kind}"',
        )
    start = f"{base.rstrip('/')}/{kind}/"

    return Joined((Segment(start, MAX_LINK, _segment), Segment("/", MAX_LINK, _segment)))


def _segment(text: str) -> str:
    # dots alone are steps in a path and would be resolved away (RFC 3986, 5.2.4)
    if text in {".", ".."}:
        raise Refusal("link.dots", value=text)
    segment = quote(text, safe="")
    if len(segment) > MAX_LINK:
        raise Refusal("link.length", limit=str(MAX_LINK))
    return segment


_BASE_SETTING = {"id_base": "https://id.example.vn"}
FUNCTIONS = (
    Function(
        name="own_link",
        takes="text",
        gives="uri",
        says={
            "vi": "URI riêng dưới địa chỉ của đơn vị (cài đặt id_base), cho thứ chưa có mã GS1.",
            "en": "A private URI under the firm's own address (setting id_base), for what has no GS1 key.",
        },
        make=_own_link,
        params=(Param("kind", "word"), Param("parts", "text", many=True)),
        examples=(
            Example(
                "Lô Lúa A",
                "own_link(lot)",
                gives="https://id.example.vn/lot/L%C3%B4%20L%C3%BAa%20A",
                names=_BASE_SETTING,
            ),
            Example(
                "P1",
                "own_link(class, lot)",
                gives="https://id.example.vn/class/P1/A%2F1",
                names={**_BASE_SETTING, "lot": "A/1"},
            ),
            Example("..", "own_link(lot)", refuses="link.dots", names=_BASE_SETTING),
        ),
        settings=("id_base",),
        undo="=",
    ),
)
