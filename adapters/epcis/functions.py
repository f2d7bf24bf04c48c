"""The functions EPCIS offers to mappings, under the prefix `cbv`: document numbers and words of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from adapters.epcis.vocabulary import bare_word, document_head
from lienthong.model import code_list
from lienthong.plugs import Example, Function, Param, Refusal, WrongWord

Words = Sequence[str]
Settings = Mapping[str, str]

_GLN = "4009249000006"
_SAFE = "!'()*+,-.:;=_"


def _document(words: Words, settings: Settings) -> Callable[..., Any]:
    """Makes the URI of a document number that is unique within its party (CBV 2.0, 8.5.3)."""
    kinds = code_list("bizTransactionType")
    if words[0] not in kinds:
        known = ", ".join(sorted(kinds))
        raise WrongWord(
            f'"{words[0]}" is no kind of document; kinds: {known}',
            f'"{words[0]}" không phải loại chứng từ; các loại: {known}',
        )
    head = document_head()
    return lambda number, gln: f"{head}{gln}:{quote(number, safe=_SAFE)}" if gln else None


def _word(name: str, title: str) -> Callable[[Words, Settings], Callable[[str], str]]:
    """Makes the bare word of a list from any of its spellings; a full URI of another vocabulary stays."""

    def call(text: str) -> str:
        word = bare_word(name, text.strip())
        if word in code_list(name) or ("://" in word and "cbv" not in word):
            return word
        raise Refusal("epcis.word", value=text, list=title)

    return lambda words, settings: call


FUNCTIONS = (
    Function(
        "cbv.doc",
        "text",
        "uri",
        {
            "vi": "Mã định danh của một chứng từ: GLN của bên phát hành và số chứng từ.",
            "en": "The identifier of a document: the GLN of the party that issued it, and its number.",
        },
        _document,
        params=(Param("kind", "word"), Param("party", "gln")),
        examples=(
            Example(
                "418303",
                "cbv.doc(desadv, supplier)",
                gives=f"urn:epcglobal:cbv:bt:{_GLN}:418303",
                names={"supplier": _GLN},
            ),
            Example(
                "PX 12/6",
                "cbv.doc(po, supplier)",
                gives=f"urn:epcglobal:cbv:bt:{_GLN}:PX%2012%2F6",
                names={"supplier": _GLN},
            ),
        ),
        undo="=",
    ),
    Function(
        "cbv.step",
        "text",
        "code",
        {
            "vi": "Từ chỉ bước nghiệp vụ của CBV, từ URN, địa chỉ web hoặc từ trần.",
            "en": "The CBV word of a business step, from its URN, web address or bare word.",
        },
        _word("bizStep", "bizStep"),
        examples=(
            Example("urn:epcglobal:cbv:bizstep:shipping", "cbv.step", gives="shipping"),
            Example("https://ref.gs1.org/cbv/BizStep-receiving", "cbv.step", gives="receiving"),
            Example("packing", "cbv.step", gives="packing"),
            Example("posting", "cbv.step", refuses="epcis.word"),
        ),
        undo="~",
    ),
    Function(
        "cbv.disp",
        "text",
        "code",
        {
            "vi": "Từ chỉ trạng thái hàng của CBV, từ URN, địa chỉ web hoặc từ trần.",
            "en": "The CBV word of a disposition, from its URN, web address or bare word.",
        },
        _word("disposition", "disposition"),
        examples=(
            Example("urn:epcglobal:cbv:disp:in_transit", "cbv.disp", gives="in_transit"),
            Example("https://ref.gs1.org/cbv/Disp-active", "cbv.disp", gives="active"),
            Example("fine", "cbv.disp", refuses="epcis.word"),
        ),
        undo="~",
    ),
)
