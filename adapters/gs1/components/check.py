"""Rules that prove a component: check digit, check characters, company prefix, IBAN, and counted pieces."""

from __future__ import annotations

from functools import lru_cache

from adapters.gs1.charset import DIGITS, ORDER_82, SET_82
from adapters.gs1.check_digit import check_digit
from adapters.gs1.components.codes import is_country_letters
from adapters.gs1.components.fault import Fault, misfit, outside, whole

PREFIX_LEAST = 4
"""No company prefix is shorter."""
_PAIR_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PAIR_MODULUS = 1021
_PAIR_MOST = 99
_IBAN_SIGNS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def number(text: str) -> Fault | None:
    """`csum`: the last digit is the check digit of those before it (General Specifications 7.9.1)."""
    if not text:
        return whole("gs1.value-length", text, length="0", wants="1")
    fault = outside(text, DIGITS)
    if fault:
        return fault
    wants = check_digit(text[:-1])
    return None if wants == text[-1] else Fault("gs1.check-digit", len(text) - 1, 1, {"got": text[-1], "wants": wants})


@lru_cache(maxsize=1)
def _weights() -> tuple[int, ...]:
    """The first primes: the weight of each character, counted from the check pair backwards."""
    primes: list[int] = []
    candidate = 2
    while len(primes) < _PAIR_MOST:
        if all(candidate % prime for prime in primes):
            primes.append(candidate)
        candidate += 1
    return tuple(primes)


def check_pair(body: str) -> str:
    """The two check characters behind these characters of set 82 (General Specifications 7.9.5).

    >>> check_pair("1987654Ad4X4bL5ttr2310c")
    '2K'
    """
    total = sum(ORDER_82[sign] * weight for sign, weight in zip(reversed(body), _weights(), strict=False))
    high, low = divmod(total % _PAIR_MODULUS, len(_PAIR_SIGNS))
    return _PAIR_SIGNS[high] + _PAIR_SIGNS[low]


def text_with_pair(text: str) -> Fault | None:
    """`csumalpha`: the last two characters are the check pair of those before them."""
    body, got = text[:-2], text[-2:]
    fault = misfit(text, 2, _PAIR_MOST) or outside(body, SET_82)
    if fault:
        return fault
    wants = check_pair(body)
    return None if got == wants else Fault("gs1.check-pair", len(body), 2, {"got": got, "wants": wants})


def begins_with_prefix(text: str) -> Fault | None:
    """`gcppos1`: a company prefix can stand in front: four digits at least (which one it is, is not asked here)."""
    head = text[:PREFIX_LEAST]
    if len(head) < PREFIX_LEAST:
        return whole("gs1.prefix-short", text, least=str(PREFIX_LEAST))
    fault = outside(head, DIGITS)
    return fault and fault._replace(code="gs1.prefix-digits")


def prefix_after_first(text: str) -> Fault | None:
    """`gcppos2`: a company prefix can stand behind the first character."""
    if len(text) < 2:
        return whole("gs1.prefix-short", text, least=str(PREFIX_LEAST))
    fault = begins_with_prefix(text[1:])
    return fault and fault._replace(at=fault.at + 1)


def iban(text: str) -> Fault | None:
    """`iban`: an account number as in ISO 13616: country, two check digits (modulo 97 is 1), 11 to 34 characters."""
    if len(text) >= 4 and not is_country_letters(text[:2]):
        return Fault("gs1.country-letters", 0, 2, {"character": text[:2]})
    fault = misfit(text, 11, 34)
    if fault:
        return fault
    turned = text[4:] + text[:4]
    fault = outside(turned, _IBAN_SIGNS)
    if fault:
        return fault._replace(at=(fault.at + 4) % len(text))
    rest = int("".join(str(int(sign, 36)) for sign in turned)) % 97
    return None if rest == 1 else Fault("gs1.iban-check", 2, 2)


def piece_of_total(text: str) -> Fault | None:
    """`pieceoftotal`: two numbers of equal length, the piece and how many there are; neither is zero."""
    if not text or len(text) % 2:
        return whole("gs1.value-length", text, length=str(len(text)), wants="4")
    fault = outside(text, DIGITS)
    if fault:
        return fault
    half = len(text) // 2
    piece, total = text[:half], text[half:]
    facts = {"piece": piece, "total": total}
    if not int(piece):
        return Fault("gs1.pieces", 0, half, facts)
    if not int(total):
        return Fault("gs1.pieces", half, half, facts)
    return Fault("gs1.pieces", 0, len(text), facts) if int(piece) > int(total) else None


def position_of_end(text: str) -> Fault | None:
    """`posinseqslash`: a position and the last one, such as `2/3`; no zeros in front, not behind the end."""
    position, slash, end = text.partition("/")
    if not slash or not all(part and DIGITS.issuperset(part) for part in (position, end)):
        return whole("gs1.sequence", text)
    if position.startswith("0"):
        return Fault("gs1.leading-zero", 0, len(position))
    if end.startswith("0"):
        return Fault("gs1.leading-zero", len(position) + 1, len(end))
    return whole("gs1.sequence", text) if int(position) > int(end) else None
