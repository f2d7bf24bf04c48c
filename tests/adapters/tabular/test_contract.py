"""The room keeps the contract of an adapter, and importing it loads no parser."""

from __future__ import annotations

import subprocess
import sys

import pytest

from adapters.tabular.adapter import ADAPTER
from lienthong.testing import adapter_faults
from tests.vectors import vector_files


@pytest.mark.usefixtures("own_worker")
def test_the_adapter_keeps_the_contract(vector_set):
    vector_set("field-cases/C01")
    samples = {
        "tabular.xlsx": [*vector_files("field-cases/C01", "*.xlsx"), *vector_files("field-cases/C03", "*.xlsx")],
        "tabular.csv": vector_files("field-cases/C09", "*.csv"),
    }
    assert adapter_faults(ADAPTER, samples) == []


def test_parsers_are_loaded_only_when_used():
    code = "import sys, adapters.tabular.adapter; print({'openpyxl', 'lxml', 'python_calamine'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
