"""Workers of this room's tests are forked, which is sooner than started; a test of starting or limits has its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from adapters.tabular import process
from tests.adapters.tabular.forked import Forks


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    made = Forks()
    yield made
    made.close()


@pytest.fixture(scope="module", autouse=True)
def _forked_workers(forks: Forks) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "subprocess", forks)
        yield


@pytest.fixture
def own_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are started as outside of tests."""
    monkeypatch.setattr(process, "subprocess", subprocess)
