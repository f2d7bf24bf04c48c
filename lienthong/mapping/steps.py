"""One step of a line resolved: the function found, its words checked by making the call, its types compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lienthong.mapping.functions import shown, table_call, typed
from lienthong.mapping.scope import Scope
from lienthong.mapping.syntax import RawStep, Word
from lienthong.mapping.tree import LookupTable, Name, Step
from lienthong.mapping.types import UNKNOWN, Flow, fits, is_uri
from lienthong.plugs import Function, Param, WrongWord
from lienthong.shelf import Scalar

Call = Callable[..., Any]


def make_step(scope: Scope, text: Scalar, raw: RawStep, level: str, flow: Flow) -> tuple[Flow, Step | None]:
    """The step and what is known of the value behind it; None, with the fault told, when it cannot be made."""
    return _StepMaker(scope, text, raw, level).make(flow)


class _StepMaker:
    def __init__(self, scope: Scope, text: Scalar, raw: RawStep, level: str) -> None:
        self.scope, self.faults = scope, scope.faults
        self.text, self.raw, self.level = text, raw, level
        self.table: LookupTable | None = None

    def make(self, flow: Flow) -> tuple[Flow, Step | None]:
        function = self.scope.functions.get(self.raw.name.text)
        if function is None:
            spot = self.faults.spot(self.text, self.raw.name.at)
            self.faults.unknown("function", self.raw.name.text, self.scope.functions, spot)
            return Flow(UNKNOWN, flow.empty), None
        self.check_input(function, flow)
        arguments = self.arguments(function)
        if arguments is None:
            return self.after(function, flow, ()), None
        words, values = arguments
        call = self.call(function, flow, words, values)
        if call is None:
            return Flow(UNKNOWN, flow.empty), None
        spot = self.faults.spot(self.text, self.raw.name.at)
        table = self.table.name if self.table else ""
        step = Step(function, call, words, values, self.raw.text, spot, table)
        return self.after(function, flow, words), step

    def tell(self, code: str, at: int, **facts: str) -> None:
        self.faults.inside(self.text, at, code, **facts)

    def check_input(self, function: Function, flow: Flow) -> None:
        given, wanted = flow.type, function.takes
        if given.startswith("list of ") and not wanted.startswith("list of "):
            self.tell("mapping.many", 0, given=self.text.text.split("|")[0].strip())
        elif wanted.startswith("list of ") and not given.startswith("list of ") and given != UNKNOWN:
            self.tell("mapping.not-many", self.raw.name.at, function=function.name)
        elif not fits(given, wanted):
            near = self.missing_step(given, wanted)
            facts = {"function": function.name, "wanted": wanted, "given": given}
            if near:
                self.tell("mapping.input-type-near", self.raw.name.at, **facts, step=near)
            else:
                self.tell("mapping.input-type", self.raw.name.at, **facts)

    def missing_step(self, given: str, wanted: str) -> str:
        """A function without words that makes one type of the other."""
        known = self.scope.functions.values()
        fitting = [
            function.name
            for function in known
            if function.takes == given
            and function.gives == wanted
            and not any(not param.optional for param in function.params)
        ]
        named = [name for name in fitting if name.rpartition(".")[2] == wanted]
        return (named or sorted(fitting) or [""])[0]

    def arguments(self, function: Function) -> tuple[tuple[str, ...], tuple[Name, ...]] | None:
        """The words and the names of the call, by the signature; None when they do not fit."""
        given = self.raw.arguments
        least = sum(not (param.optional or param.many) for param in function.params)
        most = None if any(param.many for param in function.params) else len(function.params)
        if len(given) < least or (most is not None and len(given) > most):
            wanted = str(least) if most == least else f"{least}-{'' if most is None else most}"
            self.tell(
                "mapping.arguments", self.raw.name.at, function=function.name, wanted=wanted, count=str(len(given))
            )
            return None
        words: list[str] = []
        values: list[Name] = []
        for word, param in zip(given, _spread(function.params, len(given)), strict=True):
            if param.kind == "word":
                words.append(word.text)
                if param.name == "table":
                    self.find_table(word)
            else:
                name = self.value(function, word, param)
                if name is None:
                    return None
                values.append(name)
        return tuple(words), tuple(values)

    def find_table(self, word: Word) -> None:
        self.table = self.scope.lookups.get(word.text)
        if self.table is None:
            self.faults.unknown("table", word.text, self.scope.lookups, self.faults.spot(self.text, word.at))
        else:
            self.scope.lookups_used.add(word.text)

    def value(self, function: Function, word: Word, param: Param) -> Name | None:
        spot = self.faults.spot(self.text, word.at)
        name = None if word.quoted else self.scope.names.get(word.text)
        if name is None:
            if word.quoted:
                self.faults.tell("mapping.argument-name", spot, function=function.name, given=word.text)
            else:
                self.faults.unknown("name", word.text, self.scope.names, spot)
            return None
        self.scope.use(name)
        if not self.scope.sees(self.level, name):
            code = "mapping.argument-many" if self.scope.below(name.level, self.level) else "mapping.level"
            self.faults.tell(code, spot, given=name.text, level=name.level, here=self.level)
            return None
        if not fits(name.type, param.kind):
            facts = {"function": function.name, "given": name.text, "wanted": param.kind, "type": name.type}
            self.faults.tell("mapping.argument-type", spot, **facts)
            return None
        return name

    def call(self, function: Function, flow: Flow, words: tuple[str, ...], values: tuple[Name, ...]) -> Call | None:
        settings = self.scope.setting_texts()
        if self.scope.waits_for(function.settings):
            return _unready
        takes_table = any(param.name == "table" and param.kind == "word" for param in function.params)
        if takes_table and self.table is None and (function.name == "lookup" or self.wants_table(function)):
            return None
        try:
            made = self.table_call(function, words) if self.table else function.make(words, settings)
            if function.name == "default":
                made = _default(typed(flow.type, words[0]))
        except ValueError as fault:
            self.tell_word(function, fault)
            return None
        return _as_text(function, flow, values, made)

    def wants_table(self, function: Function) -> bool:
        """Whether the call names a table that was not found."""
        count = len(self.raw.arguments)
        return any(param.name == "table" for param in _spread(function.params, count))

    def table_call(self, function: Function, words: tuple[str, ...]) -> Call:
        table = self.table
        assert table is not None
        if function.name == "lookup" and table.columns:
            column = words[1] if len(words) > 1 else table.columns[0]
            if column not in table.columns:
                at = self.raw.arguments[1]
                spot = self.faults.spot(self.text, at.at)
                self.faults.unknown("table-column", column, table.columns, spot, table=table.name)
                return _unready
            if len(words) == 1 and len(table.columns) > 1:
                known = ", ".join(table.columns)
                self.tell("mapping.table-columns", self.raw.name.at, table=table.name, known=known)
            words = (words[0], column)
        if table.sheet or table.master:
            return _late(function, words, table)
        return table_call(function.name, words, table.rows)

    def tell_word(self, function: Function, fault: ValueError) -> None:
        sentence = str(fault)
        said = {"sentence": sentence, "sentence_vi": fault.vi if isinstance(fault, WrongWord) else sentence}
        settings = self.scope.settings
        missing = [name for name in function.settings if name not in settings or not settings[name].value]
        if missing:
            self.tell("mapping.setting-needed", self.raw.name.at, function=function.name, setting=missing[0])
            return
        told = [name for name in function.settings if f'the setting "{name}"' in sentence]
        if told:
            value = settings[told[0]].value
            code = "mapping.zone" if told[0] == "zone" else "mapping.setting-word"
            facts = {} if told[0] == "zone" else {"setting": told[0], **said}
            self.faults.tell(code, settings[told[0]].name.spot, given=value, **facts)
            return
        at = self.raw.arguments[0].at if self.raw.arguments else self.raw.name.at
        wrong = [word for word in self.raw.arguments if word.text and f'"{word.text}"' in sentence]
        self.tell("mapping.word", wrong[0].at if wrong else at, function=function.name, **said)

    def after(self, function: Function, flow: Flow, words: tuple[str, ...]) -> Flow:
        """What is known of the value behind this step."""
        for name in function.settings:
            if name in self.scope.settings:
                self.scope.settings_used.add(name)
        kind = flow.type.removeprefix("list of ") if function.gives in {"same", "T"} else function.gives
        empty = flow.empty or function.may_be_empty
        if function.name == "count" and function.takes.startswith("list of "):
            return Flow("number", False)
        if function.name == "required":
            return Flow(kind, False, None if flow.known is None else flow.known - {""})
        if function.name == "wanted":
            return Flow(kind, flow.empty, flow.known)
        if function.name == "text":
            return Flow("text", flow.empty, flow.known)
        if function.name == "default" and words:
            known = None if flow.known is None else flow.known | {words[0]}
            return Flow(kind, False, known)
        if function.name == "lookup" and self.table:
            return _looked_up(self.table, words, flow)
        return Flow(kind, empty)


def _looked_up(table: LookupTable, words: Sequence[str], flow: Flow) -> Flow:
    if table.sheet or table.master:
        return Flow("text", True, frozenset())
    column = words[1] if len(words) > 1 else (table.columns or ("",))[0]
    values = frozenset(row.get(column, "") for row in table.rows.values())
    filled = values - {""}
    kind = "uri" if filled and all(is_uri(value) for value in filled) else "text"
    return Flow(kind, flow.empty or "" in values or not values, filled)


def _spread(params: tuple[Param, ...], count: int) -> list[Param]:
    """One parameter for each of `count` arguments: optional ones from the left, a repeated one for the rest."""
    spread: list[Param] = []
    for place, param in enumerate(params):
        later = sum(not (other.optional or other.many) for other in params[place + 1 :])
        room = count - len(spread) - later
        if param.many:
            spread += [param] * max(room, 0)
        elif not param.optional or room > 0:
            spread.append(param)
    return spread


def _unready(value: Any, *values: Any, **options: Any) -> Any:
    """Stands for a call that waits for a setting of the run; such a tree is never run."""
    raise AssertionError("a mapping with open settings was run")


def _late(function: Function, words: tuple[str, ...], table: LookupTable) -> Call:
    """A call over a table whose rows come when the workbook or the store is opened."""
    made: dict[int, Call] = {}

    def call(value: Any, *values: Any) -> Any:
        turn = getattr(table.rows, "generation", 0)
        if turn not in made:
            made.clear()
            made[turn] = table_call(function.name, words, table.rows)
        return made[turn](value, *values)

    return call


def _default(fallback: Any) -> Call:
    def call(value: Any) -> Any:
        return fallback if value is None or value == "" else value

    return call


def _as_text(function: Function, flow: Flow, values: tuple[Name, ...], made: Call) -> Call:
    """The call, with dates turned into their ISO text where the function takes text."""
    kinds = [param.kind for param in function.params if param.kind != "word"]
    dated = any(name.type == "date" and kinds and kinds[-1] == "text" for name in values)
    first = flow.type == "date" and function.takes == "text" and not function.takes_cell
    if not (dated or first):
        return made

    def call(value: Any, *others: Any, **options: Any) -> Any:
        given = [shown(other) if hasattr(other, "isoformat") else other for other in others]
        return made(shown(value) if hasattr(value, "isoformat") else value, *given, **options)

    return call
