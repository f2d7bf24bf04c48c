"""National codes and places as the data files say: shapes and checks of codes, provinces, wards, addresses."""

from lienthong.codes.address import Address, take_apart
from lienthong.codes.provinces import Province, province_by_code, province_by_name, province_now, provinces
from lienthong.codes.shapes import Code, Shape, code, code_names, letters_fit, province_in
from lienthong.codes.wards import (
    District,
    Moved,
    OldWard,
    Ward,
    district_named,
    moved,
    old_wards_by_code,
    old_wards_in,
    old_wards_named,
    old_wards_of,
    ward_by_code,
    wards_named,
    wards_of,
)

__all__ = [
    "Address",
    "Code",
    "District",
    "Moved",
    "OldWard",
    "Province",
    "Shape",
    "Ward",
    "code",
    "code_names",
    "district_named",
    "letters_fit",
    "moved",
    "old_wards_by_code",
    "old_wards_in",
    "old_wards_named",
    "old_wards_of",
    "province_by_code",
    "province_by_name",
    "province_in",
    "province_now",
    "provinces",
    "take_apart",
    "ward_by_code",
    "wards_named",
    "wards_of",
]
