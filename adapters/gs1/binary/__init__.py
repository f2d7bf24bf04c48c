"""EPCs as the bits of RFID tags (GS1 EPC Tag Data Standard 2.3): all schemes of TDS 1 and 2, both ways."""

from adapters.gs1.binary.codec import decode, decode_segment, encode, encode_bytes
from adapters.gs1.binary.tables import by_name, filter_says

__all__ = ["decode", "decode_segment", "encode", "encode_bytes", "filter_says", "names"]


def names() -> tuple[str, ...]:
    """The names of all binary schemes, narrower ones of a key before wider ones."""
    return tuple(by_name())
