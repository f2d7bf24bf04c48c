"""GS1 Digital Links (GS1 Digital Link Standard: URI Syntax 1.6): read, named quickly, written in canonical form.

Canonical: `https://id.gs1.org/`, numeric AIs, one key with its qualifiers in order, attributes sorted by AI, escapes
in upper case. What is tolerated on input is never written.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.gs1 import relations
from adapters.gs1.ais import Elements
from adapters.gs1.identity import Identity
from adapters.gs1.link_heads import named
from adapters.gs1.link_lenient import relaxed
from adapters.gs1.link_packed import packed
from adapters.gs1.link_parts import Parts, key_place, parts_of, refuse_strays, shifted
from adapters.gs1.link_read import STRICT, Judge, path_elements, query_members, refuse_misplaced_in
from adapters.gs1.link_table import table
from adapters.gs1.link_write import arranged, path_of, query_of
from adapters.gs1.notices import silent
from lienthong.plugs import Notice, Refusal

HOME = "https://id.gs1.org/"


def read(
    uri: str,
    *,
    lenient: bool = False,
    legacy: bool = False,
    off: frozenset[str] = frozenset(),
    notice: Notice = silent,
) -> Identity:
    """What a Digital Link names: key, qualifiers and attributes in its order, with host, stem and other parameters.

    `lenient` takes what the standard does not (see `link_lenient`) with a notice; `legacy` decodes the compression
    of 1.1; `off` names rules that are not applied. Segments with an EPC in binary are always decoded.
    Raises `Refusal`: `gs1.link-none` for a URI that names no GS1 key, else the fault of the link.

    >>> read("https://example.vn/shop/01/09521234000013/10/L1?17=261130&utm=x").elements
    (('01', '09521234000013'), ('10', 'L1'), ('17', '261130'))
    """
    parts, judge = parts_of(uri), Judge(off)
    if lenient:
        parts = relaxed(parts, notice)
    start = key_place(parts)
    found = _plain(parts, start, judge) if start >= 0 else _hidden(parts, legacy, judge)
    for refusal in relations.faults(found.elements, off):
        raise refusal
    return found


def _plain(parts: Parts, start: int, judge: Judge) -> Identity:
    refuse_strays(parts)
    path = path_elements(parts, start, judge)
    attributes, parameters = query_members(parts.query, path, judge)
    return Identity(path + attributes, host=parts.host, stem=parts.stem(start), parameters=parameters)


def _hidden(parts: Parts, legacy: bool, judge: Judge) -> Identity:
    """What a link names whose key does not stand in plain text."""
    if shifted(parts.segments) and not legacy:
        raise Refusal("gs1.link-slash", value=parts.uri)
    inside, start = packed(parts, legacy, judge)
    refuse_strays(parts)
    path, carried = arranged(inside.elements, judge)
    path = tuple([(ai, judge.value(ai, value)) for ai, value in path])
    carried = tuple([(ai, judge.value(ai, value)) for ai, value in carried])
    attributes, parameters = query_members(parts.query, path, judge, carried)
    return replace(
        inside,
        elements=path + carried + attributes,
        host=parts.host,
        stem=parts.stem(start),
        parameters=inside.parameters + parameters,
    )


def elements(uri: str) -> Elements:
    """The key and its qualifiers that a link names, strictly and quickly; attributes do not change what is named.

    Raises `Refusal` as `read` does; of the query only this is looked at, that no qualifier has strayed into it.

    >>> elements("https://example.vn/01/09521234000013/10/A%2F1?17=261130")
    (('01', '09521234000013'), ('10', 'A/1'))
    """
    found = named(uri)
    return found if found is not None else _named(uri)


def _named(uri: str) -> Elements:
    parts = parts_of(uri)
    start = key_place(parts)
    if start < 0:
        return arranged(_hidden(parts, False, STRICT).elements, STRICT)[0]
    refuse_strays(parts)
    path = path_elements(parts, start, STRICT)
    refuse_misplaced_in(parts.query, path)
    for refusal in relations.faults(path, frozenset()):
        raise refusal
    return path


def write(elements: Elements, stem: str = HOME, *, off: frozenset[str] = frozenset()) -> str:
    """The Digital Link of elements in any order; the canonical one, but for a `stem` of one's own.

    The first key among the elements becomes the key of the link. Values are taken as right: readers checked them.
    Raises `Refusal` where there is no link for these elements (see `link_write.arranged`).

    >>> write((("17", "261130"), ("10", "A/1"), ("01", "09521234000013")))
    'https://id.gs1.org/01/09521234000013/10/A%2F1?17=261130'
    """
    base = stem if stem[-1:] == "/" else f"{stem}/"
    if tuple([ai for ai, _ in elements]) in table().sequences:
        return base + path_of(elements)
    path, attributes = arranged(elements, Judge(off))
    return base + path_of(path) + query_of(attributes)
