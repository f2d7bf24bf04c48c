"""Functions about empty values: `required`, `wanted`, `default`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lienthong.mapping.functions.cells import silent
from lienthong.plugs import Example, Function, Notice, Param, Refusal


def _required(words: Sequence[str], settings: Mapping[str, str]) -> Callable[..., Any]:
    def call(value: Any) -> Any:
        if value is None or value == "":
            raise Refusal("mapping.empty")
        return value

    return call


def _wanted(words: Sequence[str], settings: Mapping[str, str]) -> Callable[..., Any]:
    def call(value: Any, notice: Notice = silent) -> Any:
        if value is None or value == "":
            notice("mapping.wanted")
            return None
        return value

    return call


def _default(words: Sequence[str], settings: Mapping[str, str]) -> Callable[..., Any]:
    fallback = words[0]

    def call(value: Any) -> Any:
        return fallback if value is None or value == "" else value

    return call


FUNCTIONS = (
    Function(
        name="required",
        takes="any",
        gives="same",
        says={
            "vi": "Bắt buộc phải có giá trị; để trống thì cả bản ghi bị từ chối.",
            "en": "There must be a value; an empty one refuses the record.",
        },
        make=_required,
        examples=(Example("L01", "required", gives="L01"), Example("", "required", refuses="mapping.empty")),
        undo="=",
    ),
    Function(
        name="wanted",
        takes="any",
        gives="same",
        says={
            "vi": "Nên có giá trị; để trống thì chỉ cảnh báo, bản ghi vẫn được nhận.",
            "en": "There should be a value; an empty one is only warned about, the record is kept.",
        },
        make=_wanted,
        examples=(Example("L01", "wanted", gives="L01"), Example("", "wanted", notices="mapping.wanted")),
        may_be_empty=True,
        tells=True,
        undo="=",
    ),
    Function(
        name="default",
        takes="any",
        gives="same",
        says={"vi": "Dùng giá trị đã cho khi ô để trống.", "en": "Gives the written value where there is none."},
        make=_default,
        params=(Param("value", "word"),),
        examples=(Example("", "default(KGM)", gives="KGM"), Example("TNE", "default(KGM)", gives="TNE")),
    ),
)
