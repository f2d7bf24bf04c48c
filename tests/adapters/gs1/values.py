"""Right values behind any application identifier, made part by part from the table."""

import string

from hypothesis import strategies as st

from adapters.gs1.ais import table
from adapters.gs1.charset import SET_39, SET_64, SET_82
from adapters.gs1.check_digit import check_digit
from adapters.gs1.components.check import check_pair
from adapters.gs1.components.codes import codes

SIGNS = {"n": string.digits, "x": "".join(sorted(SET_82)), "y": "".join(sorted(SET_39)), "z": "".join(sorted(SET_64))}


def below(limit, size):
    return st.integers(0, limit - 1).map(lambda number: str(number).zfill(size))


def with_check_digit(part):
    body = st.text(string.digits, min_size=part.least - 1, max_size=part.least - 1)
    return body.map(lambda text: text + check_digit(text))


def with_prefix(part):
    rest = st.text(SIGNS[part.signs], max_size=part.most - 4)
    return st.tuples(st.text(string.digits, min_size=4, max_size=4), rest).map("".join)


def with_pair(part):
    rest = st.text(SIGNS["x"], min_size=1, max_size=part.most - 6)
    body = st.tuples(st.text(string.digits, min_size=4, max_size=4), rest).map("".join)
    # AI 8014 wants something other than digits, which this letter is
    return body.map(lambda text: text + "A" + check_pair(text + "A"))


def escaped(part):
    return st.text(SIGNS["x"].replace("%", ""), min_size=1, max_size=part.most)


def pieces(_):
    return st.tuples(st.integers(1, 99), st.integers(1, 99)).map(lambda pair: f"{min(pair):02}{max(pair):02}")


DATES = st.dates().map(lambda day: f"{day.year:04}{day.month:02}{day.day:02}")
COORDINATES = below(180 * 10**7 + 1, 10)
RULES = {
    "csum": with_check_digit,
    "csumalpha": with_pair,
    "gcppos1": with_prefix,
    "pcenc": escaped,
    "pieceoftotal": pieces,
    "yymmd0": lambda _: DATES.filter(lambda text: text[4:] != "0229").map(lambda text: text[2:]),
    "yymmdd": lambda _: DATES.filter(lambda text: text[4:] != "0229").map(lambda text: text[2:]),
    "yyyymmdd": lambda _: DATES,
    "hh": lambda _: below(24, 2),
    "mi": lambda _: below(60, 2),
    "ss": lambda _: below(60, 2),
    "hhmi": lambda _: st.tuples(below(24, 2), below(60, 2)).map("".join),
    "latitude": lambda _: COORDINATES,
    "longitude": lambda _: COORDINATES,
    "hyphen": lambda _: st.just("-"),
    "zero": lambda _: st.just("0"),
    "nonzero": lambda part: st.integers(1, 10**part.most - 1).map(lambda number: str(number).zfill(part.most)),
    "nozeroprefix": lambda part: st.integers(1, 10**part.most - 1).map(str),
    "yesno": lambda _: st.sampled_from("01"),
    "winding": lambda _: st.sampled_from("019"),
    "iso5218": lambda _: st.sampled_from("0129"),
    "importeridx": lambda _: st.sampled_from(SIGNS["z"]),
    "posinseqslash": lambda _: st.sampled_from(["1/1", "2/3", "9/9"]),
    "iban": lambda _: st.sampled_from(["BE71096123456769", "MT90MALT011000012345MTLCAST001SABC"]),
    "couponcode": lambda _: st.sampled_from(["012345612345611110123", "01234561234561111012350123456"]),
    "couponposoffer": lambda _: st.just("001234561234560123456"),
    **{name: lambda _, name=name: st.sampled_from(sorted(codes(name))) for name in ("iso3166", "iso3166alpha2")},
    **{name: lambda _, name=name: st.sampled_from(sorted(codes(name))) for name in ("iso4217", "mediatype")},
    "iso3166999": lambda _: st.sampled_from(["704", "999"]),
    "packagetype": lambda _: st.sampled_from(sorted(codes("packagetype"))),
}


def of_part(part):
    rule = next((rule for rule in part.rules if rule in RULES and not (rule == "gcppos1" and part.signs == "n")), None)
    if rule:
        return RULES[rule](part)
    return st.text(SIGNS[part.signs], min_size=part.least, max_size=part.most)


@st.composite
def values(draw, ai):
    """A right value behind the AI; parts that may be missing are there or not."""
    parts = table()[ai].parts
    optional = sum(part.optional for part in parts)
    kept = len(parts) - draw(st.integers(0, optional))
    # a part in front of another is as long as it may be
    return "".join(
        draw(of_part(part).filter(lambda text, part=part, at=at: at == kept - 1 or len(text) == part.most))
        for at, part in enumerate(parts[:kept])
    )


@st.composite
def sequences(draw, most=5):
    """Elements that each are right, their relations aside; no AI twice."""
    ais = draw(st.lists(st.sampled_from(sorted(table())), min_size=1, max_size=most, unique=True))
    return tuple((ai, draw(values(ai))) for ai in ais)
