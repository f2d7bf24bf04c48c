"""The field line: text to parts, in one pass and by hand, each part with its offset in the text.

The grammar is `source {or source} {| step} [when test {and test}] [else policy]`. Nothing is looked up here: whether
a word is a name, a code or a function is the business of `resolve`.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_LINE = 500
MAX_STEPS = 20
RESERVED = frozenset(
    ["or", "when", "else", "and", "in", "each", "filled", "empty", "starts", "same", "const", "cell", "use"]
) | {"keep", "drop", "reject"}
POLICIES = ("drop", "keep", "reject", "use")
COMPARISONS = (">=", "<=", "!=", "=", ">", "<")
_NO_COMPARISONS = ("=>", "=<", "==", "<>", "≥", "≤", "≠")


class LineFault(Exception):
    """A line that cannot be read: a code of the catalogue, the offset in the line, facts."""

    def __init__(self, code: str, at: int, **facts: str) -> None:
        super().__init__(code)
        self.code, self.at, self.facts = code, at, facts


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a line with its offset; `quoted` when it stood in double quotes."""

    text: str
    at: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class RawSource:
    """A source as written: a word (name or code), a path, or the text of `const(…)`."""

    word: Word
    const: bool = False


@dataclass(frozen=True, slots=True)
class RawStep:
    """A function and its arguments as written."""

    name: Word
    arguments: tuple[Word, ...]
    text: str


@dataclass(frozen=True, slots=True)
class RawTest:
    """A test as written: `op` is one of filled empty in starts same = != > < >= <=."""

    name: Word
    op: str
    values: tuple[Word, ...]
    text: str


@dataclass(frozen=True, slots=True)
class RawLine:
    """A whole line as written; `policy` and `use` are empty where the line has no `else`."""

    text: str
    sources: tuple[RawSource, ...]
    steps: tuple[RawStep, ...]
    when: tuple[RawTest, ...] = ()
    policy: str = ""
    use: str = ""
    policy_at: int = 0
    when_at: int = 0


def parse_line(text: str, *, reading: bool = False, paths: bool = False) -> RawLine:
    """The parts of a field line; `reading` lines begin with a step, `paths` lines have paths as sources.

    Raises `LineFault` at the first fault.

    >>> line = parse_line("harvested or planted | at(07:00) else drop")
    >>> [source.word.text for source in line.sources], line.steps[0].text, line.policy
    (['harvested', 'planted'], 'at(07:00)', 'drop')
    """
    return _Parser(text).line(reading, paths)


def parse_test(text: str) -> tuple[RawTest, bool]:
    """A test standing alone (`must`), and whether it ends with `else note`.

    >>> parse_test("harvested >= planted else note")[1]
    True
    """
    parser = _Parser(text)
    test = parser.test()
    note = False
    if parser.keyword("else"):
        word = parser.word()
        if word is None or word.text not in {"note", "reject"}:
            raise LineFault("mapping.must-else", word.at if word else parser.at, given=word.text if word else "")
        note = word.text == "note"
    parser.end("mapping.test-rest")
    return test, note


def parse_tests(text: str) -> tuple[RawTest, ...]:
    """Tests joined by `and` (`when:`, `only:`)."""
    parser = _Parser(text)
    tests = parser.tests()
    parser.end("mapping.test-rest")
    return tests


def is_name(text: str) -> bool:
    r"""Whether a text may be a name: a letter of any script, then letters, digits and `_`; no word of the language.

    >>> is_name("ngày_thu"), is_name("2nd"), is_name("when"), is_name("a\nb")
    (True, False, False, False)
    """
    return _plain_word(text) and text not in RESERVED and len(text) <= 64


def _plain_word(text: str) -> bool:
    return text[:1].isalpha() and all(sign.isalpha() or sign.isdecimal() or sign == "_" for sign in text)


class _Parser:
    """One pass over one line; `at` is the offset of what is read next."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LINE:
            raise LineFault("mapping.line-long", MAX_LINE, limit=str(MAX_LINE))
        self.text, self.at, self.size = text, 0, len(text)

    def line(self, reading: bool, paths: bool) -> RawLine:
        self.blanks()
        if self.at == self.size:
            raise LineFault("mapping.line-empty", 0)
        sources: tuple[RawSource, ...] = () if reading else self.sources(paths)
        steps = self.steps(reading)
        when: tuple[RawTest, ...] = ()
        when_at = self.at
        if self.keyword("when"):
            when = self.tests()
        self.blanks()
        policy_at = self.at
        policy, use = self.policy() if self.keyword("else") else ("", "")
        self.end("mapping.line-rest")
        return RawLine(self.text, sources, steps, when, policy, use, policy_at, when_at)

    def sources(self, paths: bool) -> tuple[RawSource, ...]:
        found = [self.source(paths)]
        while self.keyword("or"):
            found.append(self.source(paths))
        return tuple(found)

    def source(self, paths: bool) -> RawSource:
        self.blanks()
        start = self.at
        if paths:
            return RawSource(self.path())
        word = self.word()
        if word is None:
            raise LineFault("mapping.line-source", start, given=self.rest())
        if word.text == "const" and self.peek() == "(":
            return RawSource(self.const(), const=True)
        if word.text in RESERVED:
            raise LineFault("mapping.line-source", start, given=word.text)
        return RawSource(word)

    def const(self) -> Word:
        self.at += 1
        self.blanks()
        start = self.at
        if self.peek() == '"':
            word = self.quoted()
        else:
            end = self.text.find(")", start)
            if end < 0:
                raise LineFault("mapping.line-bracket", start - 1)
            word = Word(self.text[start:end].strip(), start)
            self.at = end
        self.blanks()
        if self.peek() != ")":
            raise LineFault("mapping.line-bracket", self.at)
        self.at += 1
        return word

    def path(self) -> Word:
        start, depth = self.at, 0
        while self.at < self.size:
            sign = self.text[self.at]
            if depth == 0 and (sign.isspace() or sign == "|"):
                break
            depth += (sign == "(") - (sign == ")")
            self.at += 1
        word = Word(self.text[start : self.at], start)
        if depth:
            raise LineFault("mapping.line-bracket", start)
        if not word.text or word.text in RESERVED:
            raise LineFault("mapping.line-source", start, given=word.text)
        return word

    def steps(self, reading: bool) -> tuple[RawStep, ...]:
        found: list[RawStep] = []
        if reading:
            found.append(self.step())
        while self.blanks() == "|":
            self.at += 1
            found.append(self.step())
            if len(found) > MAX_STEPS:
                raise LineFault("mapping.line-steps", found[-1].name.at, limit=str(MAX_STEPS))
            self.refuse_late_or()
        return tuple(found)

    def refuse_late_or(self) -> None:
        start = self.at
        if self.keyword("or"):
            self.at = start
            self.blanks()
            raise LineFault("mapping.line-or", self.at)

    def step(self) -> RawStep:
        self.blanks()
        start = self.at
        name = self.word()
        if name is None or name.text in RESERVED or not name.text[:1].isalpha():
            raise LineFault("mapping.line-step", start, given=name.text if name else self.rest())
        arguments = self.arguments() if self.peek() == "(" else ()
        return RawStep(name, arguments, self.text[start : self.at])

    def arguments(self) -> tuple[Word, ...]:
        opening = self.at
        self.at += 1
        found: list[Word] = []
        while True:
            self.blanks()
            found.append(self.quoted() if self.peek() == '"' else self.bare_argument(opening))
            sign = self.blanks()
            if sign not in {",", ")"}:
                raise LineFault("mapping.line-bracket", opening)
            self.at += 1
            if sign == ")":
                break
        if len(found) == 1 and not found[0].text and not found[0].quoted:
            return ()
        return tuple(found)

    def bare_argument(self, opening: int) -> Word:
        start = self.at
        while self.at < self.size and self.text[self.at] not in ",)":
            self.at += 1
        if self.at == self.size:
            raise LineFault("mapping.line-bracket", opening)
        return Word(self.text[start : self.at].rstrip(), start)

    def quoted(self) -> Word:
        start = self.at
        end = self.text.find('"', start + 1)
        if end < 0:
            raise LineFault("mapping.line-quote", start)
        self.at = end + 1
        return Word(self.text[start + 1 : end], start, quoted=True)

    def tests(self) -> tuple[RawTest, ...]:
        found = [self.test()]
        while self.keyword("and"):
            found.append(self.test())
        return tuple(found)

    def test(self) -> RawTest:
        self.blanks()
        start = self.at
        name = self.word()
        if name is None or name.text in RESERVED:
            raise LineFault("mapping.test-name", start, given=name.text if name else self.rest())
        op = self.operator()
        values: list[Word] = []
        if op not in {"filled", "empty"}:
            values.append(self.value(op))
            while op == "in" and not self.at_end_of_test():
                values.append(self.value(op))
        return RawTest(name, op, tuple(values), self.text[start : self.at].rstrip())

    def operator(self) -> str:
        self.blanks()
        start = self.at
        wrong = next((sign for sign in _NO_COMPARISONS if self.text.startswith(sign, start)), "")
        if wrong:
            raise LineFault("mapping.test-op", start, given=wrong)
        for sign in COMPARISONS:
            if self.text.startswith(sign, start):
                self.at += len(sign)
                return sign
        word = self.word()
        if word is None or word.text not in {"filled", "empty", "in", "starts", "same"}:
            raise LineFault("mapping.test-op", start, given=word.text if word else self.rest())
        return word.text

    def value(self, op: str) -> Word:
        self.blanks()
        if self.peek() == '"':
            return self.quoted()
        start = self.at
        while self.at < self.size and not self.text[self.at].isspace():
            self.at += 1
        text = self.text[start : self.at]
        if not text or text in {"and", "else", "when"}:
            raise LineFault("mapping.test-value", start, op=op)
        return Word(text, start)

    def at_end_of_test(self) -> bool:
        self.blanks()
        start = self.at
        word = self.word()
        self.at = start
        return start == self.size or (word is not None and word.text in {"and", "else", "when"})

    def policy(self) -> tuple[str, str]:
        self.blanks()
        start = self.at
        word = self.word()
        if word is None or word.text not in POLICIES:
            raise LineFault("mapping.policy", start, given=word.text if word else self.rest())
        if word.text != "use":
            return word.text, ""
        self.blanks()
        if self.peek() == '"':
            return "use", self.quoted().text
        value = self.rest()
        self.at = self.size
        if not value:
            raise LineFault("mapping.policy-use", start)
        return "use", value

    def word(self) -> Word | None:
        """The word that begins here: letters, digits, `_` and, inside, `.`; None when there is none."""
        self.blanks()
        start = self.at
        while self.at < self.size and _in_word(self.text[self.at]):
            self.at += 1
        text = self.text[start : self.at]
        return Word(text, start) if text else None

    def keyword(self, text: str) -> bool:
        """Whether this word of the language comes next; then it is passed."""
        start = self.at
        word = self.word()
        if word is not None and word.text == text:
            return True
        self.at = start
        return False

    def blanks(self) -> str:
        """Passes blanks; gives the sign that comes next, empty at the end."""
        while self.at < self.size and self.text[self.at].isspace():
            self.at += 1
        return self.peek()

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def rest(self) -> str:
        return self.text[self.at :].strip()

    def end(self, code: str) -> None:
        self.blanks()
        if self.at < self.size:
            raise LineFault(code, self.at, given=self.rest())


def _in_word(sign: str) -> bool:
    return sign.isalpha() or sign.isdecimal() or sign in "_."
