"""The manual page of all functions, generated from their signatures and examples, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lienthong.findings import Catalogue
from lienthong.plugs import Example, Function, Param


@dataclass(frozen=True, slots=True)
class _Labels:
    title: str
    intro: str
    core: str
    example: str
    gives: str
    refuses: str
    tells: str
    settings: str
    undo: Mapping[str, str]
    empty: str


_LABELS: Mapping[str, _Labels] = {
    "vi": _Labels(
        "Các hàm của ngôn ngữ ánh xạ",
        "Một hàm nhận giá trị đứng trước nó: `nguồn | hàm(tham số)`. Tham số loại word được viết sẵn trong tệp, "
        "tham số loại khác là một tên. `?` là có thể bỏ, `...` là lặp lại.",
        "Hàm có sẵn",
        "ví dụ",
        "kết quả",
        "từ chối",
        "báo",
        "Cài đặt cần có",
        {
            "=": "Đảo ngược được, chính xác.",
            "~": "Đảo ngược được, theo một cách viết đã chọn.",
            "-": "Không đảo ngược được.",
        },
        "(trống)",
    ),
    "en": _Labels(
        "Functions of the mapping language",
        "A function takes the value before it: `source | function(parameters)`. A parameter of kind word is written "
        "in the file, one of another kind is a name. `?` may be left out, `...` may be repeated.",
        "Core functions",
        "example",
        "gives",
        "refuses",
        "tells",
        "Needs the setting",
        {"=": "Can be undone exactly.", "~": "Can be undone, in one chosen spelling.", "-": "Cannot be undone."},
        "(empty)",
    ),
}


def signature(function: Function) -> str:
    """The signature as the manual and the checker show it.

    >>> from lienthong.mapping.functions import CORE
    >>> signature(CORE["date"]), signature(CORE["lookup"])
    ('date(text, form: word...) -> date', 'lookup(text, table: word, column?: word) -> text')
    """
    return f"{function.name}({', '.join([function.takes, *map(_param, function.params)])}) -> {function.gives}"


def _param(param: Param) -> str:
    return f"{param.name}{'?' if param.optional else ''}: {param.kind}{'...' if param.many else ''}"


def manual(functions: Iterable[Function], lang: str, catalogue: Catalogue | None = None) -> str:
    """The page in `vi` or `en`, core functions first, then each adapter's; with a catalogue, codes get their titles."""
    labels = _LABELS[lang]
    rooms: dict[str, list[Function]] = {}
    for function in functions:
        room, dot, _ = function.name.partition(".")
        rooms.setdefault(room if dot else "", []).append(function)
    lines = [f"# {labels.title}", "", labels.intro, ""]
    for room in sorted(rooms):
        lines += [f"## {f'`{room}`' if room else labels.core}", ""]
        for function in sorted(rooms[room], key=lambda function: function.name):
            lines += _entry(function, lang, labels, catalogue)
    return "\n".join(lines).rstrip() + "\n"


def _entry(function: Function, lang: str, labels: _Labels, catalogue: Catalogue | None) -> list[str]:
    lines = [f"### `{function.name}`", "", f"    {signature(function)}", "", function.says[lang], ""]
    if function.settings:
        lines += [f"{labels.settings}: {', '.join(f'`{name}`' for name in function.settings)}.", ""]
    lines += [labels.undo[function.undo], "", f"| {labels.example} | {labels.gives} |", "|---|---|"]
    lines += [
        f"| {_code(_asked(example, labels))} | {_answer(example, lang, labels, catalogue)} |"
        for example in function.examples
    ]
    return [*lines, ""]


def _asked(example: Example, labels: _Labels) -> str:
    names = ", ".join(f"{name} = {value or labels.empty}" for name, value in example.names.items())
    return f"{example.given or labels.empty} | {example.call}" + (f"   [{names}]" if names else "")


def _answer(example: Example, lang: str, labels: _Labels, catalogue: Catalogue | None) -> str:
    if example.refuses:
        return f"{labels.refuses} {_named(example.refuses, lang, catalogue)}"
    told = f"; {labels.tells} {_named(example.notices, lang, catalogue)}" if example.notices else ""
    return _code(example.gives or labels.empty) + told


def _named(code: str, lang: str, catalogue: Catalogue | None) -> str:
    title = catalogue[code].title[lang] if catalogue and code in catalogue else ""
    return f"`{code}`" + (f" ({title})" if title else "")


def _code(text: str) -> str:
    # a bar would end the cell of the table, and a control sign would vanish
    shown = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
    return f"`{shown}`".replace("|", "\\|")
