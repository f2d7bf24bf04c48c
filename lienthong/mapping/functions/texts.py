"""Functions on text: cleaning, cutting out, shapes, UUIDs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from lienthong.mapping.functions.cells import Settings, Words, clean
from lienthong.plugs import Example, Function, Param, Refusal, WrongWord
from lienthong.reading import Cell

TextCall = Callable[..., "str | None"]

_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def _text(words: Words, settings: Settings) -> TextCall:
    return lambda cell: clean(cell) or None


def _upper(words: Words, settings: Settings) -> TextCall:
    return lambda text: unicodedata.normalize("NFC", text.upper())


def _lower(words: Words, settings: Settings) -> TextCall:
    return lambda text: unicodedata.normalize("NFC", text.lower())


def _ascii(words: Words, settings: Settings) -> TextCall:
    def call(text: str) -> str:
        parted = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
        bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
        if not bare.isascii():
            raise Refusal("text.ascii", value=text)
        return bare

    return call


def _digits(words: Words, settings: Settings) -> TextCall:
    def call(cell: Cell) -> str:
        text = clean(cell)
        kept = "".join(sign for sign in text if "0" <= sign <= "9")
        if not kept:
            raise Refusal("text.digits", value=text)
        return kept

    return call


def _part(words: Words, settings: Settings) -> TextCall:
    separator, which = words
    if not separator:
        raise WrongWord("part() wants a separator that is not empty", "part() cần dấu ngăn không rỗng")
    if which != "last" and not (which.isascii() and which.isdigit() and 1 <= int(which) <= 999):
        raise WrongWord(
            f'part() wants a number from 1, or last, got "{which}"',
            f'part() cần số từ 1 trở lên, hoặc last, không phải "{which}"',
        )
    place = -1 if which == "last" else int(which) - 1

    def call(text: str) -> str:
        parts = text.split(separator)
        found = parts[place].strip() if place < len(parts) else ""
        if not found:
            raise Refusal("text.part", value=text, mark=separator)
        return found

    return call


def _after(words: Words, settings: Settings) -> TextCall:
    return _beside(words[0], 2)


def _before(words: Words, settings: Settings) -> TextCall:
    return _beside(words[0], 0)


def _beside(mark: str, side: int) -> TextCall:
    if not mark:
        raise WrongWord(
            "after() and before() want a text that is not empty", "after() và before() cần một đoạn chữ không rỗng"
        )

    def call(text: str) -> str:
        parts = text.partition(mark)
        found = parts[side].strip() if parts[1] else ""
        if not found:
            raise Refusal("text.part", value=text, mark=mark)
        return found

    return call


_SHAPE_SIGNS: Mapping[str, Callable[[str], bool]] = {
    "9": lambda sign: "0" <= sign <= "9",
    "A": str.isalpha,
    "X": lambda sign: sign.isalpha() or "0" <= sign <= "9",
}


def _shape(words: Words, settings: Settings) -> TextCall:
    shape = words[0]
    if not shape or len(shape) > 200:
        raise WrongWord(
            "shape() wants 1 to 200 signs: 9 digit, A letter, X either, others as they are",
            "shape() cần 1 đến 200 ký tự: 9 là chữ số, A là chữ cái, X là một trong hai, còn lại giữ nguyên",
        )
    tests = [_SHAPE_SIGNS.get(sign, sign.__eq__) for sign in shape]

    def call(text: str) -> str:
        if len(text) != len(tests) or not all(test(sign) for test, sign in zip(tests, text, strict=True)):
            raise Refusal("text.shape", value=text, shape=shape)
        return text

    return call


def _join(words: Words, settings: Settings) -> TextCall:
    separator = words[0]
    return lambda text, *others: separator.join([text, *(other for other in others if other)])


def _uuid(words: Words, settings: Settings) -> TextCall:
    def call(text: str) -> str:
        if not _UUID.fullmatch(text):
            raise Refusal("text.uuid", value=text)
        return text

    return call


def _urn_uuid(words: Words, settings: Settings) -> TextCall:
    check = _uuid(words, settings)

    def call(text: str) -> str:
        bare = text[9:] if text[:9].lower() == "urn:uuid:" else text
        return f"urn:uuid:{str(check(bare)).lower()}"

    return call


FUNCTIONS = (
    Function(
        name="text",
        takes="text",
        gives="text",
        says={
            "vi": "Chữ của ô, bỏ khoảng trắng hai đầu, chuẩn NFC.",
            "en": "The cell's text without blanks around it, in NFC.",
        },
        make=_text,
        examples=(
            Example(" L01 ", "text", gives="L01"),
            Example("Lúa\x07", "text", refuses="text.control"),
        ),
        takes_cell=True,
        may_be_empty=True,
        undo="=",
    ),
    Function(
        name="upper",
        takes="text",
        gives="text",
        says={"vi": "Viết hoa toàn bộ.", "en": "All letters as capitals."},
        make=_upper,
        examples=(Example("Lúa đông", "upper", gives="LÚA ĐÔNG"),),
    ),
    Function(
        name="lower",
        takes="text",
        gives="text",
        says={"vi": "Viết thường toàn bộ.", "en": "All letters as small letters."},
        make=_lower,
        examples=(Example("LÚA ĐÔNG", "lower", gives="lúa đông"),),
    ),
    Function(
        name="ascii",
        takes="text",
        gives="text",
        says={
            "vi": "Bỏ dấu, đ thành d; còn chữ ngoài bảng ASCII thì từ chối.",
            "en": "Without diacritics, đ as d; text that is still not ASCII is refused.",
        },
        make=_ascii,
        examples=(
            Example("Lúa Đông Xuân", "ascii", gives="Lua Dong Xuan"),
            Example("米", "ascii", refuses="text.ascii"),
        ),
    ),
    Function(
        name="digits",
        takes="text",
        gives="text",
        says={"vi": "Chỉ giữ chữ số, nguyên số 0 ở đầu.", "en": "The digits alone, leading zeros kept."},
        make=_digits,
        examples=(
            Example("0893-850 12", "digits", gives="089385012"),
            Example("không có", "digits", refuses="text.digits"),
        ),
        takes_cell=True,
    ),
    Function(
        name="part",
        takes="text",
        gives="text",
        says={
            "vi": "Phần thứ mấy khi cắt chữ theo dấu ngăn; last là phần cuối.",
            "en": "One of the parts between separators, counted from 1; last is the final one.",
        },
        make=_part,
        params=(Param("separator", "word"), Param("which", "word")),
        examples=(
            Example("HTX A - Xã B", 'part(" - ", 2)', gives="Xã B"),
            Example("A/B/C", "part(/, last)", gives="C"),
            Example("HTX A", 'part(" - ", 2)', refuses="text.part"),
        ),
    ),
    Function(
        name="after",
        takes="text",
        gives="text",
        says={"vi": "Phần chữ sau dấu hiệu đầu tiên.", "en": "What stands after the first such text."},
        make=_after,
        params=(Param("mark", "word"),),
        examples=(
            Example("lô L2603", 'after("lô ")', gives="L2603"),
            Example("L2603", 'after("lô ")', refuses="text.part"),
        ),
    ),
    Function(
        name="before",
        takes="text",
        gives="text",
        says={"vi": "Phần chữ trước dấu hiệu đầu tiên.", "en": "What stands before the first such text."},
        make=_before,
        params=(Param("mark", "word"),),
        examples=(
            Example("L2603; HSD 30/11/2027", "before(;)", gives="L2603"),
            Example("L2603", "before(;)", refuses="text.part"),
        ),
    ),
    Function(
        name="shape",
        takes="text",
        gives="text",
        says={
            "vi": "Kiểm tra dạng chữ: 9 là chữ số, A là chữ cái, X là một trong hai, dấu khác giữ nguyên.",
            "en": "Checks the form: 9 stands for a digit, A for a letter, X for either, other signs for themselves.",
        },
        make=_shape,
        params=(Param("shape", "word"),),
        examples=(
            Example("L001", "shape(A999)", gives="L001"),
            Example("L01", "shape(A999)", refuses="text.shape"),
            Example("VN-0012", "shape(AA-XXXX)", gives="VN-0012"),
        ),
        undo="=",
    ),
    Function(
        name="join",
        takes="text",
        gives="text",
        says={
            "vi": "Nối các giá trị bằng dấu đã cho; giá trị trống thì bỏ qua.",
            "en": "Joins the values with the given text between them; empty ones are left out.",
        },
        make=_join,
        params=(Param("between", "word"), Param("others", "text", many=True)),
        examples=(
            Example("C26NAA", 'join("-", number)', gives="C26NAA-5", names={"number": "5"}),
            Example("C26NAA", 'join("-", number)', gives="C26NAA", names={"number": ""}),
        ),
    ),
    Function(
        name="uuid",
        takes="text",
        gives="text",
        says={
            "vi": "Kiểm tra mã UUID: 32 chữ số thập lục phân theo nhóm 8-4-4-4-12.",
            "en": "Checks a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12.",
        },
        make=_uuid,
        examples=(
            Example(
                "ca8c8c3b-1234-4567-89ab-cdef01234567",
                "uuid",
                gives="ca8c8c3b-1234-4567-89ab-cdef01234567",
            ),
            Example("dc1d1d6f-4567-7890-12de-fg0123456789", "uuid", refuses="text.uuid"),
        ),
        undo="=",
    ),
    Function(
        name="urn_uuid",
        takes="text",
        gives="uri",
        says={"vi": "Mã UUID thành URI urn:uuid, viết thường.", "en": "A UUID as a urn:uuid URI, in small letters."},
        make=_urn_uuid,
        examples=(
            Example(
                "CA8C8C3B-1234-4567-89ab-cdef01234567",
                "urn_uuid",
                gives="urn:uuid:ca8c8c3b-1234-4567-89ab-cdef01234567",
            ),
            Example("5", "urn_uuid", refuses="text.uuid"),
        ),
        undo="~",
    ),
)
