"""Vectors made by others: found through LIENTHONG_VECTORS, skipped with a visible reason where absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HOME = Path(os.environ.get("LIENTHONG_VECTORS") or Path(__file__).resolve().parents[2] / "shared" / "vectors")
REQUIRED = os.environ.get("LIENTHONG_REQUIRE_VECTORS") == "1"


def vector_files(name: str, pattern: str) -> list[Path]:
    """Files of a set, sorted, for parametrising; empty where the set is absent (use `vector_set` in the test too)."""
    return sorted((HOME / name).glob(pattern))


class VectorSets:
    """Hands out the folder of a set and notes that it ran, or skips the test and notes that."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.request = request

    def __call__(self, name: str) -> Path:
        folder = HOME / name
        state = "run" if folder.exists() else "skipped"
        self.request.node.user_properties.append((f"conformance:{state}", name))
        if state == "skipped":
            reason = f"vectors {name} are absent (LIENTHONG_VECTORS={HOME})"
            if REQUIRED:
                pytest.fail(reason)
            pytest.skip(reason)
        return folder
