"""What an input names, in whatever syntax it stood: all readers of this adapter give it, all writers take it."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.gs1.ais import Elements


@dataclass(frozen=True, slots=True)
class Identity:
    """What an input names.

    `elements`: the AI values in the order of the input; empty for an EPC scheme outside the GS1 keys.
    `scheme`: the EPC scheme where the input was an EPC (`sgtin`, `lgtin`, `gid` …), `fields` its decoded fields in
    the order of the URI; `prefix_length`: the digits of the company prefix where the input tells, else 0.
    `binary`: the binary scheme of a tag (`sgtin-96`, `sgtin+`, `sgtin++`), `filter` its filter value, else -1.
    `host`: the host of a Digital Link or of a `++` scheme; `stem`: what stood before the key of a link;
    `parameters`: the extension parameters of a link, in order.
    """

    elements: Elements = ()
    scheme: str = ""
    fields: tuple[str, ...] = ()
    prefix_length: int = 0
    binary: str = ""
    filter: int = -1
    host: str = ""
    stem: str = ""
    parameters: Elements = ()
