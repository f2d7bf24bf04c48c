"""All profiles: the shipped ones (`schemas/vn/profiles`) and a firm's own files; chosen by name or by case."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lienthong.checks.case import Case
from lienthong.checks.profile import Example, Profile
from lienthong.checks.profile_file import ReadProfile, read_profile
from lienthong.findings import core_catalogue
from lienthong.shelf import ShelfError, data, root

FOLDER = "LIENTHONG_PROFILES"
"""The setting that names a folder with a firm's own profiles."""
_ENDINGS = (".yaml", ".yml")


def _shipped_files() -> dict[str, Path]:
    return {file.stem: file for file in sorted((root("schemas") / "vn" / "profiles").glob("*.yaml"))}


def profile_names() -> list[str]:
    """The names of the shipped profiles, in order."""
    return list(_shipped_files())


def default_profile() -> str:
    """The name of the profile that holds where none is asked for (`schemas/vn/defaults.yaml`)."""
    return str(data("vn/defaults.yaml")["default profile"])


@lru_cache(maxsize=64)
def profile_named(name: str) -> Profile:
    """The shipped profile of this name; KeyError when there is none, ShelfError when its file is not right."""
    file = _shipped_files()[name]
    read = read_profile(file.read_text(encoding="utf-8"), file.name)
    if read.profile is None:
        raise ShelfError(read.findings[0].code, str(read.findings[0].place))
    return read.profile


def own_files(folder: str | None = None) -> list[Path]:
    """The files of a firm's own profiles, in order; by default those of the folder in the settings."""
    chosen = os.environ.get(FOLDER, "") if folder is None else folder
    return sorted(file for file in Path(chosen).iterdir() if file.suffix in _ENDINGS) if chosen else []


def find_profile(name: str, folder: str | None = None) -> ReadProfile:
    """The profile of a name, shipped or a firm's own, or of a file's path; what is wrong when it cannot be used.

    >>> find_profile(default_profile()).profile == profile_named(default_profile())
    True
    >>> [found.code for found in find_profile("nothing").findings]
    ['run.settings']
    """
    if name in _shipped_files():
        return ReadProfile(profile_named(name), [])
    if name.endswith(_ENDINGS):
        return _own(Path(name))
    for file in own_files(folder):
        read = _own(file)
        if name == file.stem or (read.profile and read.profile.name == name):
            return read
    return ReadProfile(None, [core_catalogue().finding("run.settings", what=name, known=", ".join(profile_names()))])


def _own(file: Path) -> ReadProfile:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ReadProfile(None, [core_catalogue().finding("profile.unread", file=str(file))])
    read = read_profile(text, file.name)
    if read.profile and read.profile.name in _shipped_files():
        return ReadProfile(None, [core_catalogue().finding("profile.taken", given=read.profile.name, file=file.name)])
    return read


def all_profiles(folder: str | None = None) -> list[Profile]:
    """The shipped profiles and the firm's own that can be used."""
    own = (_own(file).profile for file in own_files(folder))
    return [*map(profile_named, profile_names()), *(profile for profile in own if profile)]


def active(on: dt.date | str, goods: Iterable[str] = (), role: str = "", *, folder: str | None = None) -> list[Profile]:
    """The profiles in force on a day for goods (names of groups, `schemas/vn/cases.yaml`) and a role.

    Those that are switched off are not among them; a profile for certain goods needs them told.

    >>> names = {profile.kind for profile in active("2026-08-01", goods=["rice"], role="carrier")}
    >>> "label" in names, "data set" in names
    (False, True)
    """
    case = Case.of(str(on), goods=goods, role=role)
    return [profile for profile in all_profiles(folder) if profile.active and profile.is_for(case)]


class ExampleResult(NamedTuple):
    """What an example of a profile gave; it holds when `got` is what it says the lot lacks."""

    example: Example
    got: Sequence[str]

    @property
    def ok(self) -> bool:
        """Whether the lot lacks exactly what the example says."""
        return list(self.got) == list(self.example.lacks)


def run_examples(profile: Profile) -> list[ExampleResult]:
    """The examples inside a profile, each held against it."""
    return [ExampleResult(one, [item.name for item in profile.lacking(one.case, one.told)]) for one in profile.examples]
