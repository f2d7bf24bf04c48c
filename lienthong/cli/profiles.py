"""Commands about profiles: list, show, test."""

from __future__ import annotations

from collections.abc import Sequence

from lienthong.checks.case import When, case_words
from lienthong.checks.profile import Profile, mark_text, unsure
from lienthong.checks.profiles import active, all_profiles, find_profile, own_files, run_examples
from lienthong.checks.times import day
from lienthong.cli.voice import Voice
from lienthong.shelf import data
from lienthong.words import say


def listing(voice: Voice, on: str, goods: Sequence[str], role: str) -> int:
    """Prints all profiles, or those for a day, goods and a role; a file of one's own that is not right is told."""
    known = case_words()
    for given, words in [(one, known["goods"]) for one in goods] + ([(role, known["role"])] if role else []):
        if given not in words:
            voice.say("cli.profile.no-word", word=given, known=", ".join(words))
            return 2
    if on and not day(on):
        voice.say("cli.profile.no-day", word=on)
        return 2
    chosen = active(on, goods=goods, role=role) if on or goods or role else all_profiles()
    head = [say(voice.lang, f"cli.profile.{name}") for name in ("name", "title", "valid", "state", "items")]
    voice.table(head, [_row(profile, voice) for profile in chosen])
    faults = [found for file in own_files() for found in find_profile(str(file)).findings]
    voice.findings(faults)
    return 1 if faults else 0


def _row(profile: Profile, voice: Voice) -> tuple[str, ...]:
    valid = f"{profile.valid_from or '…'} – {profile.valid_to or '…'}"
    state = say(voice.lang, f"cli.profile.state.{profile.state.replace(' ', '-')}")
    title = profile.title[voice.lang] + unsure(profile.mark)
    return profile.name, title, valid, state, str(len(profile.fields))


def show(voice: Voice, name: str) -> int:
    """Prints the items of a profile with their need, case, article, mark and who supplies them, then its duties."""
    profile = _found(voice, name)
    if profile is None:
        return 2
    voice.text(f"{profile.title[voice.lang]}{unsure(profile.mark)}\n{profile.full[voice.lang]}")
    if profile.note[voice.lang]:
        voice.text(profile.note[voice.lang])
    head = [say(voice.lang, f"cli.profile.{name}") for name in ("item", "term", "need", "case", "law", "who")]
    rows = [
        (
            item.name,
            item.term[voice.lang],
            item.need,
            _cases(item.when, voice.lang),
            profile.citation(item.name, voice.lang),
            item.who[voice.lang],
        )
        for item in profile.fields.values()
    ]
    voice.table(head, rows)
    for duty in profile.duties:
        voice.text(f"{duty.article or '–'}: {duty.say[voice.lang]}{unsure(duty.mark)}")
    used = {profile.mark, *(item.mark for item in profile.fields.values()), *(duty.mark for duty in profile.duties)}
    for mark in sorted(used):
        voice.text(f"{mark}: {mark_text(mark, voice.lang)}")
    return 0


def _cases(when: When, lang: str) -> str:
    """A case as a person reads it: `Goods: grain, food`."""
    table = data("vn/cases.yaml")["cases"]
    return "; ".join(
        f"{table[name]['title'][lang]}: {', '.join(table[name]['values'][value]['title'][lang] for value in values)}"
        for name, values in when.items()
    )


def test(voice: Voice, name: str) -> int:
    """Runs the examples of one profile, or of all there are."""
    names = [name] if name else [*(one.name for one in all_profiles("")), *(str(file) for file in own_files())]
    code = 0
    for each in names:
        profile = _found(voice, each)
        if profile is None:
            code = 2
            continue
        results = run_examples(profile)
        for result in (one for one in results if not one.ok):
            got, expected = ", ".join(result.got) or "–", ", ".join(result.example.lacks) or "–"
            facts = {"line": str(result.example.line), "say": result.example.say}
            voice.say("cli.profile.differs", got=got, expected=expected, **facts)
        good = sum(result.ok for result in results)
        voice.say("cli.mapping.examples", name=profile.name, good=str(good), all=str(len(results)))
        code = max(code, int(good < len(results)))
    return code


def _found(voice: Voice, name: str) -> Profile | None:
    read = find_profile(name)
    voice.findings(read.findings)
    return read.profile
