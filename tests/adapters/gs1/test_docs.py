"""The examples in docstrings are tests."""

import doctest
import importlib
from pathlib import Path

import pytest

import adapters.gs1

ROOMS = sorted(file.stem for file in Path(adapters.gs1.__file__).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_docstring_examples(room):
    assert doctest.testmod(importlib.import_module(f"adapters.gs1.{room}")).failed == 0
