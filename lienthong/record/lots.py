"""Lots of a store: for each its record, its chain, and what is wrong with it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from typing import Any, Protocol
from urllib.parse import quote

from lienthong.checks.case import Case, goods_groups
from lienthong.checks.chain import chain_findings, shared_code
from lienthong.checks.profile import Profile
from lienthong.checks.sector import StageTable, sector_for
from lienthong.checks.sight import Sight
from lienthong.findings import Catalogue, Finding
from lienthong.mapping.load import find, load
from lienthong.mapping.records import Outward
from lienthong.mapping.tree import MappingTree
from lienthong.model import Chain, Hole, Key, KeyOf, NationalRecord, Origin, StoredEvent
from lienthong.model.things import things
from lienthong.plugs import Function
from lienthong.record.build import build_record, told_by_events
from lienthong.record.cards import last_part
from lienthong.record.chain import chain_of, plain
from lienthong.record.facts import Facts, certificates_of, extract, parties_of, with_chain
from lienthong.record.known import Building, Known
from lienthong.record.movements import movements
from lienthong.record.tracking import tracked
from lienthong.record.walk import Events, Walk, walk
from lienthong.shelf import ShelfError, data

RECORD_MAPPING = "vn/national-record"
REMEMBERED = 4096


class Masters(Protocol):
    """Master data by key or identifier."""

    def master(self, key: str) -> Mapping[str, Any]: ...

    def master_origins(self, key: str) -> Mapping[str, Origin]: ...

    def master_ids(self, kind: str, ending: str = "") -> Iterator[str]: ...


class Index(Events, Masters, Protocol):
    """What a store offers to the record room."""

    def shared_codes(self) -> Iterable[tuple[str, int, str]]:
        """The lot codes that stand on several products: code, how many products, and the key of the last such lot."""
        ...


@dataclass(frozen=True, slots=True)
class LotTold:
    """A lot with its record under each profile and the findings about it; its chain is made when it is asked for."""

    name: str
    records: tuple[NationalRecord, ...]
    findings: tuple[Finding, ...]
    facts: Facts = field(compare=False, repr=False)
    draw: Callable[[], Chain] = field(compare=False, repr=False)

    @property
    def record(self) -> NationalRecord:
        """The record under the first profile."""
        return self.records[0]

    @property
    def chain(self) -> Chain:
        """The chain of the lot, made anew each time."""
        return self.draw()


class LotWalk:
    """Makes the records and chain of any lot of a store under some profiles.

    `told` is what is said of all lots: the day, the role, the risk; goods and import are told by the lot itself.
    Raises `ShelfError` when the mapping of the record does not load.
    """

    def __init__(
        self,
        index: Index,
        profiles: Sequence[Profile],
        key_of: KeyOf,
        functions: Mapping[str, Function],
        catalogue: Catalogue,
        told: Case | None = None,
    ) -> None:
        self.index, self.key_of, self.catalogue = index, key_of, catalogue
        self.name_of = lru_cache(maxsize=REMEMBERED)(self._name_of)
        self._known_of = lru_cache(maxsize=REMEMBERED)(self._attributes)
        self._product_named = lru_cache(maxsize=REMEMBERED)(self._named)
        outward = Outward(record_mapping(profiles, functions), catalogue)
        self.shared = Building(tuple(profiles), told or Case(), outward, key_of, self.name_of)

    def lot(self, key: str) -> LotTold:
        """The lot with this canonical key."""
        facts, sight = self.facts(key)
        case = self._case(facts)
        records = tuple(build_record(facts, profile, case) for profile in self.shared.profiles)
        name = self.name_of(key) or records[0]["lot"]["code"]
        findings = (*chain_findings(sight, self.catalogue), *self._unlinked(facts))
        return LotTold(name, records, findings, facts, partial(self._drawn, facts.walked, facts.table))

    def facts(self, key: str) -> tuple[Facts, Sight]:
        """What is known of a lot, whatever is asked of it, and the lot as the checks see it."""
        walked = walk(key, self.index, self.key_of)
        own = [stored for stored in walked.events if self._describes(walked, stored)]
        known = self._known(walked, own)
        table = self._table(known)
        events = tracked(walked, known, table, self.shared)
        moved = movements(walked, known, self.shared, self._local_master)
        known = with_chain(known, walked, own, events, moved)
        made = extract(known, own, self.shared.outward)
        sight = self._sight(walked, str(made.members.get("expiry") or ""), known, table)
        holes = [] if plain(walked, table) else _stages_missing(self._drawn(walked, table))
        parties, certificates = parties_of(known, moved), certificates_of(sight)
        return Facts(known, own, walked, table, made, events, parties, certificates, holes, moved), sight

    def _case(self, facts: Facts) -> Case:
        """The case of a lot: what is said of all, the goods of its sector, and whether they came from abroad."""
        told = dict(self.shared.told.told)
        told["goods"] = told.get("goods", frozenset()) | goods_groups(facts.table.name)
        origin = str(facts.made.members.get("origin") or "").strip().casefold()
        if origin and "import" not in told:
            home = {word.casefold() for word in data("vn/defaults.yaml")["home"]}
            told["import"] = frozenset({"no" if origin in home else "yes"})
        return Case(self.shared.told.on, told)

    def _unlinked(self, facts: Facts) -> Iterator[Finding]:
        """Told once for a lot: a trace code that is no link, because a part of it is no GS1 key."""
        event = next((one for one in facts.events if one["traceCode"]["link"] is None), None)
        if event:
            code = event["traceCode"]
            parts = (code["product"], code["place"], code.get("lot") or code.get("serial"))
            own = next((str(part) for part in parts if part and not str(part).isdigit()), "")
            yield self.catalogue.finding("record.no-link", event["event"], part=last_part(own))

    def _describes(self, walked: Walk, stored: StoredEvent) -> bool:
        """Whether an event says something of the lot itself; what a transformation says is about its outputs."""
        return any(thing.role != "input" and thing.key.text == walked.key for thing in walked.of(stored))

    def chain(self, key: str) -> Chain:
        """The chain alone."""
        return self.lot(key).chain

    def shared_codes(self) -> Iterator[Finding]:
        """A finding for each lot code that stands on several products, at the cell where the last of them is named."""
        for code, products, key in self.index.shared_codes():
            stored = next(iter(self.index.touching(key)))
            at = next((thing.at for thing in things(stored.event, self.key_of) if thing.key.text == key), "")
            yield shared_code(code, products, stored, at, self.catalogue)

    def _drawn(self, walked: Walk, table: StageTable) -> Chain:
        """The chain with the article that asks for what its holes lack."""
        chain = chain_of(walked, table, self.key_of, self.name_of)
        asking = (item for profile in self.shared.profiles for item in profile.fields.values() if told_by_events(item))
        article = next((item.article for item in asking), "")
        lacking = _stages_missing(chain)
        return replace(
            chain, holes=tuple(replace(one, article=article) if one in lacking else one for one in chain.holes)
        )

    def _sight(self, walked: Walk, expiry: str, known: Known, table: StageTable) -> Sight:
        """The lot as the checks see it."""
        return Sight(
            known.key,
            [stored for stored in walked.events if walked.key in walked.touched[stored.number]],
            walked.of,
            walked.events,
            table,
            expiry,
            str(known.data["product"]["id"]),
            str(known.data["operator"]["id"]),
            self.shared.profiles,
            self.key_of,
            self._master,
        )

    def _local_master(self, identity: str) -> Mapping[str, Any]:
        return self._master(identity)[0]

    def _master(self, identity: str) -> tuple[Mapping[str, Any], Mapping[str, Origin]]:
        key = self.key_of(identity)
        return self._known_of(key.text if key else identity, "/")

    def _table(self, known: Known) -> StageTable:
        name = known.data["product"].get("descriptionShort", "")
        return sector_for([str(name)] if name else [])

    def _known(self, walked: Walk, own: list[StoredEvent]) -> Known:
        key = walked.key
        found = self._key(walked)
        product_id = self._product_id(found, own)
        product, product_origins = self._known_of(product_id, "/product/")
        operator_id = str(product.get("operator", "")) or self._only_party
        operator, operator_origins = self._known_of(operator_id, "/operator/")
        told = {
            "class": key,
            "code": found.value("10") or ("" if found.scheme == "gs1" or not walked.events else last_part(key)),
            "serial": found.value("21"),
            "gtin": found.value("01"),
            "product": {"id": product_id, **product},
            "operator": {"id": operator_id, **operator},
        }
        return Known(found, told, ChainMap(product_origins, operator_origins))

    def _key(self, walked: Walk) -> Key:
        named = (thing.key for stored in walked.events for thing in walked.of(stored) if thing.key.text == walked.key)
        return next(named, None) or self.key_of(walked.key) or Key(walked.key, walked.key.partition(":")[0])

    def _attributes(self, identity: str, at: str) -> tuple[dict[str, Any], dict[str, Origin]]:
        """Master data of a thing by local name, and their origins by pointer below `at`."""
        if not identity:
            return {}, {}
        origins = _local(self.index.master_origins(identity))
        return _local(self.index.master(identity)), {at + name: origin for name, origin in origins.items()}

    def _product_id(self, key: Key, own: list[StoredEvent]) -> str:
        """The identifier of the lot's product: its GTIN as a class, else what the lot's own data name."""
        gtin = key.value("01")
        if gtin:
            return f"01/{gtin}"
        if not own and self.index.master(key.text):
            # a product that no lot was recorded of
            return key.text
        for stored in own:
            for name, value in stored.event.get("ilmd", {}).items():
                if name.rpartition(":")[2] == "product" and isinstance(value, str):
                    return self._product_named(value)
        return ""

    def _named(self, product: str) -> str:
        """The identifier of the product that a lot's data name; the name itself where no master data stand for it."""
        return next(iter(self.index.master_ids("product", f"/product/{quote(product, safe='')}")), product)

    @cached_property
    def _only_party(self) -> str:
        parties = list(self.index.master_ids("party"))
        return parties[0] if len(parties) == 1 else ""

    def _name_of(self, identifier: str) -> str:
        """The name people use for a place, party or product."""
        key = self.key_of(identifier)
        attributes = _local(self.index.master(key.text if key else identifier))
        return str(attributes.get("name") or attributes.get("descriptionShort") or "")


def record_mapping(profiles: Sequence[Profile], functions: Mapping[str, Function]) -> MappingTree:
    """The mapping of the record with no more lines than these profiles and the checks ask for."""
    text, file = find(RECORD_MAPPING)
    loaded = load(text, file, functions)
    if loaded.tree is None:
        raise ShelfError(loaded.findings[0].code, file)
    items = [item for profile in profiles for item in profile.fields.values()]
    wanted = {"origin", "expiry", *(item.name for item in items), *(item.same for item in items)}
    rules = (
        replace(rule, fields=tuple(one for one in rule.fields if one.name in wanted)) for rule in loaded.tree.rules
    )
    return replace(loaded.tree, rules=tuple(rules))


def _stages_missing(chain: Chain) -> list[Hole]:
    """The holes before something: a stage that was passed unrecorded."""
    sources = {flow.source for flow in chain.flows}
    return [hole for hole in chain.holes if hole.id in sources]


def _local(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes by their local names: `cbvmda:name` is `name`."""
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}
