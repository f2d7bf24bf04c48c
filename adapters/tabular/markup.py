"""Texts as XML wants them (XML 1.0, 2.4 and 3.3.3); the standard library's would bring its web client along."""

from __future__ import annotations


def escaped(text: str) -> str:
    """A text between tags; a carriage return stays one.

    >>> escaped("A & B < C")
    'A &amp; B &lt; C'
    """
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;").replace("\r", "&#13;")


def attribute(text: str) -> str:
    r"""A text as the value of an attribute, in quotes; line ends and tabs stay what they are.

    >>> attribute("5 < 6"), attribute('a "b"')
    ('"5 &lt; 6"', '\'a "b"\'')
    """
    text = escaped(text).replace("\n", "&#10;").replace("\t", "&#9;")
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + text.replace('"', "&quot;") + '"'
