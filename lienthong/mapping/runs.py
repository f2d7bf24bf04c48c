"""The steps of a line as one generated call: what a memory asks when a key is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lienthong.mapping.emit import Writer
from lienthong.mapping.functions import amount_unit
from lienthong.mapping.functions.cells import clean
from lienthong.mapping.tree import Line, Name, Step
from lienthong.mapping.values import REFUSED, Odd, may_pass_over, takes_empty
from lienthong.plugs import Notice
from lienthong.reading import ErrorCell


def odd_notice(code: str, **facts: str) -> None:
    """A notice is no plain case."""
    raise Odd


def run_of(
    line: Line,
    varying: Sequence[Name],
    fixed: dict[Name, Any],
    land: Callable[[Any], Any] | None = None,
    *,
    cell: str = "",
    notice: Notice = odd_notice,
    tolerant: bool = False,
) -> Callable[[Any], Any]:
    """All steps of a line as one call of its key: the source alone, or a tuple of source and varying arguments.

    `cell` says how a reading line begins: `raw` with the cell, `text` with its clean text, empty for other lines.
    Whatever is not plain raises `Odd`; a `tolerant` run gives `REFUSED` for what was refused before.
    """
    writer = Writer()
    writer.put("def run(key):")
    writer.put("    try:")
    writer.depth = 2
    places = {name: f"a{place}" for place, name in enumerate(varying)}
    writer.put(f"{', '.join(['v', *places.values()])} = key")
    refused = writer.bind(REFUSED) if tolerant else ""
    if refused:
        writer.put(f"if v is {refused}: return v")
    _begin(writer, cell)
    for step in line.steps:
        _step(writer, step, places, fixed, notice, refused)
    writer.put(f"return {writer.bind(land)}(v)" if land else "return v")
    writer.depth = 1
    writer.put("except Exception:")
    writer.put("    raise Odd from None")
    return writer.function("run")


def _begin(writer: Writer, cell: str) -> None:
    kinds = writer.bind((str, ErrorCell))
    if cell:
        # most cells are plain ASCII text, which `clean` only trims
        writer.put("if v.__class__ is str and v.isascii() and v.isprintable(): v = v.strip() or None")
    if cell == "raw":
        writer.put(f"elif isinstance(v, {kinds}): v = {writer.bind(clean)}(v) or None")
    elif cell:
        writer.put(f"else: v = {writer.bind(clean)}(v) or None")


def _step(
    writer: Writer, step: Step, places: dict[Name, str], fixed: dict[Name, Any], notice: Notice, refused: str
) -> None:
    if step.function.name == "required":
        writer.put("if v is None or v == '': raise Odd")
        return
    arguments = [places[name] if name in places else writer.bind(fixed[name]) for name in step.values]
    told = [f"notice={writer.bind(notice)}"] if step.function.tells else []
    call = f"{writer.bind(step.call)}({', '.join(['v', *arguments, *told])})"
    needed = [argument for at, argument in enumerate(arguments) if may_pass_over(step.function, at)]
    if needed:
        call = f"None if {' or '.join(f'{argument} is None' for argument in needed)} else {call}"
    given = [f"{argument} is {refused}" for argument in arguments if refused and argument in places.values()]
    if given:
        call = f"{refused} if {' or '.join(given)} else {call}"
    guard = "" if takes_empty(step.function) else "if v is not None: "
    writer.put(f"{guard}v = {call}")
    writer.put("if not v and v.__class__ is str: v = None")
    if given:
        writer.put(f"if v is {refused}: return v")


def unit_of_amount(cell: Any) -> str | None:
    """The unit of an amount's cell; anything else is odd."""
    try:
        return amount_unit(cell)
    except Exception:  # noqa: BLE001 - as above
        raise Odd from None
