"""Rows that are units by themselves: the plain ones by generated code, the others by the explaining executor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from lienthong.mapping.emit_text import Unproven
from lienthong.mapping.generate import Generated
from lienthong.mapping.judge import Judge
from lienthong.mapping.outcome import Outcome, Texts
from lienthong.mapping.rows import RecordChunk
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.units import filtered
from lienthong.mapping.values import Odd
from lienthong.model import Event
from lienthong.reading import Cell

Prove = Callable[[Event], bool]
"""Whether an event with these members and words is right, whatever its values are."""
_FIRST_LOOK, _TUNED_AFTER = 1024, 4096
"""Rows after which it is looked whether memories gain anything: what never comes twice shows soon."""
_SHAPES = 1024


class RowUnits:
    """The outcomes of the rows of one sheet, in order."""

    def __init__(self, sheet: Sheet, judge: Judge, generated: Generated, prove: Prove | None) -> None:
        self.sheet, self.judge, self.prove = sheet, judge, prove
        self.table, self.width = sheet.table.number, sheet.reach
        self.quick = generated.units.get(id(sheet))
        self.texts = generated.texts.get(id(sheet)) if prove else None
        self.drafts = generated.drafts

    def outcomes(self, chunks: Iterable[RecordChunk]) -> Iterator[Outcome | Texts]:
        """What becomes of these rows."""
        tuned, seen, enough = self.texts or self.quick, 0, _FIRST_LOOK
        for numbers, rows in chunks:
            if self.texts:
                yield from self._texts(numbers, rows)
            else:
                for number, cells in zip(numbers, rows, strict=True):
                    yield self.row(number, cells)
            seen += len(numbers)
            if tuned and seen >= enough:
                tuned.tune(seen)
                seen, enough = 0, _TUNED_AFTER

    def row(self, number: int, cells: Sequence[Cell], *, odd: bool = False) -> Outcome:
        """What becomes of one row; an `odd` one is not tried quickly again."""
        if self.quick is not None and not odd:
            width = self.width
            try:
                made = self.quick.call(cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))])
            except Odd:
                pass
            else:
                if made is None:
                    return Outcome("filtered", ((self.table, number),), raw=(cells,))
                events, rules, master = made
                return Outcome("kept", ((self.table, number),), events, rules, master, [], (cells,))
        node = self.judge.node(self.sheet, number, cells)
        self.judge.load(node)
        if node.state == "filtered":
            return filtered(node)
        if node.state == "bad" and self.drafts is not None:
            try:
                return self.judge.refused(node, self.drafts(node)[0])
            except Odd:
                # its cells are not all that is to be told
                pass
        return self.judge.outcome(node).outcome

    def _texts(self, numbers: Sequence[int], rows: Sequence[Sequence[Cell]]) -> Iterator[Outcome | Texts]:
        """Runs of plain rows as texts, the rows between them as outcomes."""
        done = 0
        while done < len(rows):
            run = Texts(self.table)
            odd = self._run(rows[done:] if done else rows, run)
            count = len(run.counts)
            if count:
                run.rows = numbers[done : done + count]
                yield run
                done += count
            if odd is not None:
                outcome = self.row(numbers[done], rows[done], odd=not isinstance(odd, Unproven))
                if isinstance(odd, Unproven):
                    self._look_at(outcome, odd)
                yield outcome
                done += 1

    def _run(self, rows: Sequence[Sequence[Cell]], run: Texts) -> Odd | None:
        """Takes rows until one is odd, which is given back."""
        assert self.texts is not None
        try:
            self.texts.call(rows, run.texts, run.ids, run.master, run.counts)
        except Odd as odd:
            # what the odd row had made so far is no part of the run
            whole = sum(count for count in run.counts if count > 0)
            del run.texts[whole:], run.ids[whole:]
            return odd
        return None

    def _look_at(self, outcome: Outcome, odd: Unproven) -> None:
        """Remembers a shape of event once the rules were held against one."""
        if outcome.state == "kept" and not outcome.findings and self.prove and all(map(self.prove, outcome.events)):
            if len(odd.proven) >= _SHAPES:
                odd.proven.clear()
            odd.proven.add(odd.shape)
