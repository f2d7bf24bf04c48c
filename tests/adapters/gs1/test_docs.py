"""The examples in docstrings are tests."""

import doctest
import importlib
from pathlib import Path

import pytest

import adapters.gs1

HOME = Path(adapters.gs1.__file__).parent

ROOMS = sorted(".".join(file.relative_to(HOME).with_suffix("").parts) for file in HOME.rglob("[a-z]*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_docstring_examples(room):
    assert doctest.testmod(importlib.import_module(f"adapters.gs1.{room}")).failed == 0
