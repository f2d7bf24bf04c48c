"""Fixtures for all rooms, and the closing line that says how much conformance ran."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.vectors import VectorSets

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")

_SETS: dict[str, set[str]] = {"run": set(), "skipped": set()}


@pytest.fixture
def vector_set(request: pytest.FixtureRequest) -> VectorSets:
    """`vector_set("epcis/gs1-EPCIS")` gives the folder of a set of vectors, or skips visibly."""
    return VectorSets(request)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for name, value in report.user_properties:
        if name.startswith("conformance:"):
            _SETS[name.partition(":")[2]].add(str(value))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        skipped = _SETS["skipped"] - _SETS["run"]
        print(f"conformance: {len(_SETS['run'])} sets run, {len(skipped)} skipped")  # noqa: T201
