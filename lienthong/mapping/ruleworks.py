"""Generating rules: members in target order, objects and lists left out when empty, ids, loops over levels below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from lienthong.mapping.drafts import Draft
from lienthong.mapping.emit import DictEmitter, Piece, tuple_of
from lienthong.mapping.emit_text import TextEmitter, parts_of
from lienthong.mapping.ids import SEPARATOR, chain, rule_key
from lienthong.mapping.lineworks import Emitter, LineWorks, Place, Value, joins
from lienthong.mapping.outcome import MasterEntry
from lienthong.mapping.plan import Plan
from lienthong.mapping.sections import Section
from lienthong.mapping.sheets import row_names
from lienthong.mapping.tree import Entry, Field, Leaf, ListField, MappingTree, Name, ObjectField, Rule
from lienthong.mapping.values import names_in, reads_data


class RuleWorks:
    """Writes what a rule makes of a node."""

    def __init__(self, tree: MappingTree, plan: Plan, works: LineWorks, emitter: Emitter) -> None:
        self.tree, self.plan, self.works, self.emitter = tree, plan, works, emitter
        self.writer = works.writer
        works.below = self.values_below
        self.names = {spec.level: row_names(spec) for spec in [plan.root, *plan.children_specs()]}

    # --- levels ---
    def levels_below(self, level: str) -> list[str]:
        """The levels directly below one, in the order their nodes hang."""
        kind = self.tree.levels[level].kind
        grouped = {group.name: table for table, group in self.plan.groups.items()}
        if kind == "group":
            return [grouped[level]]
        specs = [self.plan.root] if kind == "sheet" else self.plan.children.get(level, ())
        return [self.plan.groups[spec.level].name if spec.level in self.plan.groups else spec.level for spec in specs]

    def matter(self, level: str) -> bool:
        """Whether a rule works at a level or below it."""
        return any(level in chain(self.tree.levels, rule.each) for rule in self.plan.rules)

    def open(self, level: str, node: str, above: Place) -> Place:
        """Takes the values of a node into variables."""
        place = Place(level, {}, above, node)
        kind = self.tree.levels[level].kind
        if kind == "group":
            table = self.levels_below(level)[0]
            group = self.plan.groups[table]
            own = set(self.plan.group_names(group))
            first = f"{node}.children[{self.writer.bind(table)}][0].values"
            self._unpack(place, first, self.names[table], lambda name: name in own)
            for spec in [self.plan.root]:
                self._beside(place, node, [*spec.beside])
        elif kind == "sheet":
            self._beside(place, node, [*self.plan.root.beside])
        else:
            self._unpack(place, f"{node}.values", self.names[level], lambda name: above.find(name) is None)
            if above.level == "":
                self._beside(place, node, [*self.plan.root.beside])
        return place

    def _beside(self, place: Place, node: str, names: Sequence[Name]) -> None:
        for name in names:
            if name.used and place.find(name) is None:
                variable = self.writer.fresh("v")
                self.writer.put(f"{variable} = {node}.sheet.beside[{self.writer.bind(name)}].value")
                place.values[name] = (variable, True)

    def _unpack(self, place: Place, source: str, names: Sequence[Name], wanted: object) -> None:
        variables = []
        for name in names:
            variable = self.writer.fresh("v")
            variables.append(variable)
            if wanted(name):  # type: ignore[operator]
                place.values[name] = (variable, name.empty or name.kind == "unit")
        if variables:
            self.writer.put(f"{tuple_of(variables)} = {source}")

    def descend(self, each: str, place: Place) -> tuple[Place, int]:
        """Loops down to a level; gives the place there and how many loops were opened."""
        levels: list[str] = []
        for level in chain(self.tree.levels, each):
            if level == place.level:
                break
            levels.append(level)
        opened = 0
        for level in reversed(levels):
            node = self.writer.fresh("n")
            self.writer.put(f"for {node} in {place.node}.children.get({self.writer.bind(level)}, ()):")
            self.writer.depth += 1
            opened += 1
            place = self.open(level, node, place)
        return place, opened

    def values_below(self, name: Name, place: Place) -> str:
        """A list of the values of a name at all nodes of its level below."""
        items = self.writer.fresh("x")
        self.writer.put(f"{items} = []")
        inner, opened = self.descend(name.level, place)
        value, _ = self.works.name(name, inner)
        self.writer.put(f"{items}.append({value})")
        self.writer.depth -= opened
        return items

    # --- rules ---
    def rule(self, rule: Rule, place: Place) -> None:
        """All that a rule makes of the node at hand."""
        depth = self.writer.depth
        if rule.when:
            conditions = [self.works.test(test, place, empty_passes=False) for test in rule.when]
            self.writer.put(f"if {' and '.join(conditions)}:")
            self.writer.depth += 1
        if rule.kind == "master":
            self.master(rule, place)
        else:
            self.event(rule, place)
        self.writer.depth = depth

    def event(self, rule: Rule, place: Place) -> None:
        """One event."""
        shape = self.fields(rule.fields, place)
        self._demand(shape)
        pieces = [self.emitter.constant(self.writer, "type", rule.type)] if rule.kind == "event" else []
        identity = ""
        own = any(one.name == "eventID" for one in rule.fields)
        # what is refused gets no id
        if rule.kind == "event" and not (own or self.works.tolerant):
            identity = self.identity(rule, place)
            pieces.append(self.emitter.text(self.writer, "eventID", identity))
        made = self.emitter.event(self.writer, [*pieces, *shape.pieces])
        self.emitter.keep(self.writer, rule, made, identity)

    def identity(self, rule: Rule, place: Place) -> str:
        """The id of an event, as a variable."""
        key = rule_key(self.tree, rule)
        parts = [self.works.key_part(name, self.works.name(name, place), self.emitter) for name in key.names]
        text = self.writer.fresh("x")
        if key.below:
            self.writer.put(f"{text} = [{', '.join(parts)}]")
            for name in key.below:
                inner, opened = self.descend(name.level, place)
                value = self.works.key_part(name, self.works.name(name, inner), self.emitter)
                self.writer.put(f"{text}.append({value})")
                self.writer.depth -= opened
            joined_text = f"{self.writer.bind(SEPARATOR)}.join({text})"
        else:
            joined_text = self.emitter.key(self.writer, parts)
        made = self.writer.bind(self.emitter.ids(self.tree.name, rule.name))
        self.writer.put(f"{text} = {made}({joined_text})")
        return text

    def master(self, rule: Rule, place: Place) -> None:
        """One entry of master data; a thing without identifier is none."""
        identity, *rest = rule.fields
        if not isinstance(identity, Leaf):
            return
        value, empty = self.works.value(identity.line, place, DictEmitter.land(""), plain=False)
        if empty:
            self.writer.put(f"if {value} is not None:")
            self.writer.depth += 1
        shape = self.fields(rest, place, DictEmitter())
        self._demand(shape, DictEmitter())
        attributes = DictEmitter().object(self.writer, shape.pieces)
        kind, entry = self.writer.bind(rule.type), self.writer.bind(MasterEntry)
        self.writer.put(f"m0.append({entry}({kind}, {value}, {attributes}, {int(rule.number)}))")

    def _demand(self, shape: Draft, emitter: Emitter | None = None) -> None:
        if shape.missing:
            absent = (emitter or self.emitter).absent
            self.writer.put(f"if {' or '.join(absent(value) for value in shape.missing)}: raise Odd")

    # --- members ---
    def fields(self, fields: Sequence[Field], place: Place, emitter: Emitter | None = None) -> Draft:
        """The members of one object."""
        emitter = emitter or self.emitter
        shape = Draft(open=any(reads_data(one) for one in fields))
        for one in fields:
            home = self._home(one, place, emitter)
            with self.works.sections.inside(home):
                self._field(shape, one, place, emitter)
                if home is not None:
                    shape.pieces[-1] = self._handed(shape.pieces[-1])
        return shape

    def _field(self, shape: Draft, one: Field, place: Place, emitter: Emitter) -> None:
        if isinstance(one, Leaf):
            self._leaf(shape, one, place, emitter)
        elif isinstance(one, ObjectField):
            self._object(shape, one, place, emitter)
        else:
            self._list(shape, one, place, emitter)

    def _home(self, one: Field, place: Place, emitter: Emitter) -> Section | None:
        """The section that decides a whole field; what is no text is made anew each time."""
        if not isinstance(emitter, TextEmitter):
            return None
        return self.works.sections.home(self.works.name(name, place)[0] for name in names_in(one))

    def _handed(self, piece: Piece) -> Piece:
        """A piece made in a section as a variable that can leave it."""
        if all(literal for literal, _ in parts_of(self.writer, piece.value)):
            return piece
        variable = self.writer.fresh("x")
        self.writer.put(f"{variable} = {piece.value}")
        return replace(piece, value=variable)

    def _value(self, name: str, leaf: Leaf | Entry, place: Place, emitter: Emitter, *, in_list: bool) -> Value:
        line = leaf.line
        if line is None:
            return emitter.nothing, True
        if not (line.constant or line.when or line.steps) and emitter.stands(line.type):
            raw, empty = self.works.value(line, place, None, plain=True)
            form = self.works.forms.get(raw, "")
            return emitter.dressed(self.writer, name, raw, line.type, form, empty=empty, in_list=in_list)
        if not line.constant and joins(line) and not self.works.tolerant:
            texts, unsure = self.works.joined(line, place, emitter)
            return emitter.joined(self.writer, name, texts, unsure, in_list=in_list)
        land = emitter.land(name, in_list=in_list)
        return self.works.value(line, place, land, plain=emitter.plain(line.type), nothing=emitter.nothing)

    def _leaf(self, shape: Draft, leaf: Leaf, place: Place, emitter: Emitter) -> None:
        value, empty = self._value(leaf.name, leaf, place, emitter, in_list=False)
        shape.pieces.append(Piece(leaf.name, value, empty))
        if not leaf.line.constant:
            shape.sure = shape.sure or not empty
            shape.data += [value] if empty else []
        if leaf.required and empty:
            shape.missing.append(value)

    def _object(self, shape: Draft, one: ObjectField, place: Place, emitter: Emitter) -> None:
        inner = self.fields(one.fields, place, emitter)
        shape.take(inner)
        lacking = inner.lacking(emitter)
        conditions = [text for text in (inner.anything(emitter), f"not ({lacking})" if lacking else "") if text]
        if not conditions:
            made = self._made(inner, emitter)
            shape.pieces.append(Piece(one.name, emitter.wrapped(self.writer, one.name, made), empty=False))
            return
        variable = self.writer.fresh("o")
        with self._when(conditions, variable, emitter):
            made = self._made(inner, emitter)
            self.writer.put(f"{variable} = {emitter.wrapped(self.writer, one.name, made)}")
        shape.pieces.append(Piece(one.name, variable, empty=True))
        if one.required:
            shape.missing.append(variable)

    def _made(self, inner: Draft, emitter: Emitter) -> str:
        """The object itself, once it is known to be wanted."""
        if not inner.open:
            inner.know(set(inner.missing))
        self._demand(inner, emitter)
        inner.know(set(inner.missing))
        return emitter.object(self.writer, inner.pieces)

    @contextmanager
    def _when(self, conditions: Sequence[str], variable: str, emitter: Emitter) -> Iterator[None]:
        """Code that runs under conditions; otherwise the variable holds nothing."""
        if not conditions:
            yield
            return
        if variable:
            self.writer.put(f"{variable} = {emitter.nothing}")
        self.writer.put(f"if {' and '.join(conditions)}:")
        self.writer.depth += 1
        yield
        self.writer.depth -= 1

    def _list(self, shape: Draft, one: ListField, place: Place, emitter: Emitter) -> None:
        if len(one.entries) == 1 and not one.entries[0].each:
            self._single(shape, one, one.entries[0], place, emitter)
            return
        items, flag = emitter.begin_list(self.writer), self.writer.fresh("d")
        self.writer.put(f"{flag} = {emitter.nothing}")
        sure = False
        for entry in one.entries:
            depth = self.writer.depth
            here, _ = self.descend(entry.each, place) if entry.each else (place, 0)
            with self._when(self._tests(entry, here), "", emitter):
                made, conditions, inner = self._entry(entry, here, emitter)
                with self._when(conditions, "", emitter):
                    emitter.add(self.writer, items, made())
                    if inner.open:
                        self.writer.put(f"{flag} = {emitter.something}")
            sure = sure or not (entry.each or entry.when or conditions)
            shape.sure = shape.sure or (inner.sure and not (entry.each or entry.when))
            self.writer.depth = depth
        variable = self.writer.fresh("o")
        self.writer.put(f"{variable} = {emitter.listed(self.writer, one.name, items)}")
        shape.data.append(flag)
        shape.pieces.append(Piece(one.name, variable, not sure))
        if one.required and not sure:
            shape.missing.append(variable)

    def _single(self, shape: Draft, one: ListField, entry: Entry, place: Place, emitter: Emitter) -> None:
        """A list with one entry that stands once."""
        variable = self.writer.fresh("o")
        tests = self._tests(entry, place)
        with self._when(tests, variable, emitter):
            made, conditions, inner = self._entry(entry, place, emitter)
            with self._when(conditions, variable, emitter):
                self.writer.put(f"{variable} = {emitter.single(self.writer, one.name, made())}")
        empty = bool(tests or conditions)
        shape.sure = shape.sure or (inner.sure and not tests)
        shape.data += [variable] if inner.open and empty else []
        shape.pieces.append(Piece(one.name, variable, empty))
        if one.required and empty:
            shape.missing.append(variable)

    def _tests(self, entry: Entry, place: Place) -> list[str]:
        return [self.works.test(test, place, empty_passes=False) for test in entry.when]

    def _entry(self, entry: Entry, place: Place, emitter: Emitter) -> tuple[Callable[[], str], list[str], Draft]:
        """What makes the entry, the conditions under which it stands, and its shape."""
        if entry.line is not None:
            value, empty = self._value("", entry, place, emitter, in_list=True)
            shape = Draft(open=reads_data(entry), sure=reads_data(entry) and not empty)
            return (lambda: value), [f"not ({emitter.absent(value)})"] if empty else [], shape
        inner = self.fields(entry.fields, place, emitter)
        nothing = inner.nothing(emitter) or inner.lacking(emitter)
        conditions = [text for text in (f"not ({nothing})" if nothing else "", inner.anything(emitter)) if text]
        if nothing and inner.open and len(inner.data) == 1:
            # an entry stands only where there is data, and this is all there may be
            inner.know({inner.data[0]})
        return (lambda: emitter.item(self.writer, self._made(inner, emitter))), conditions, inner
