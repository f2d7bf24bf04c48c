"""The rules for the components of AI values, by the names the GS1 Barcode Syntax Dictionary gives them.

A rule takes the text of one component and gives its first fault, with the place of it, or None.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from adapters.gs1.components import check, codes, coupons, moments, text
from adapters.gs1.components.fault import Fault, Rule

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "couponcode": coupons.coupon_code,
        "couponposoffer": coupons.positive_offer,
        "cset39": text.of_set_39,
        "cset64": text.of_set_64,
        "cset82": text.of_set_82,
        "csetnumeric": text.digits,
        "csum": check.number,
        "csumalpha": check.text_with_pair,
        "gcppos1": check.begins_with_prefix,
        "gcppos2": check.prefix_after_first,
        "hasnondigit": text.has_other_than_digits,
        "hh": moments.hour,
        "hhmi": moments.hour_and_minute,
        "hyphen": text.hyphens,
        "iban": check.iban,
        "importeridx": text.importer_index,
        "iso3166": codes.of("iso3166", "gs1.country"),
        "iso3166999": codes.of("iso3166", "gs1.country", "999"),
        "iso3166alpha2": codes.of("iso3166alpha2", "gs1.country-letters"),
        "iso4217": codes.of("iso4217", "gs1.currency"),
        "iso5218": codes.choice("0", "1", "2", "9"),
        "latitude": text.coordinate("gs1.latitude", 180 * 10**7),
        "longitude": text.coordinate("gs1.longitude", 360 * 10**7),
        "mediatype": codes.of("mediatype", "gs1.media-type"),
        "mi": moments.minute,
        "nonzero": text.not_zero,
        "nozeroprefix": text.no_zero_in_front,
        "packagetype": codes.of("packagetype", "gs1.package-type"),
        "pcenc": text.escapes,
        "pieceoftotal": check.piece_of_total,
        "posinseqslash": check.position_of_end,
        "ss": moments.second,
        "winding": codes.choice("0", "1", "9"),
        "yesno": codes.choice("0", "1"),
        "yymmd0": moments.date_yy_or_month,
        "yymmdd": moments.date_yy,
        "yyyymmd0": moments.date_yyyy_or_month,
        "yyyymmdd": moments.date_yyyy,
        "zero": text.zero,
    }
)

__all__ = ["RULES", "Fault", "Rule"]
