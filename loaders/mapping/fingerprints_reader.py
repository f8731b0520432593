"""Tables of site indicators: type, content and the domain that shows them."""

from collections.abc import Iterator

from graph.canonical import CanonicalError
from graph.canonical.urls import locate
from graph.facts import Facts
from graph.records import Ref
from loaders.base import Outcome, Reject, Row
from loaders.mapping.clock import time_of
from loaders.mapping.indicators import IndicatorType, NoIndicatorError, clean, indicator_type
from loaders.mapping.model import TableMap
from loaders.mapping.record import Found, Record, UnusableError
from loaders.mapping.whois import WhoisError, read_whois, registration, shown_name

_MOST_HELD = 10_000
_PRIVATE = frozenset({"whois_emails", "whois_name", "whois_address", "whois_citystatecountry", "whois_phone"})
_WAITING_MEND = "the row names no domain, and no row behind it says surely whose it is; fill domain_name in"


class FingerprintsReader:
    """Indicators of one table. Rows without a domain wait for the row that names it; outcomes keep the order of rows."""

    def __init__(self, table: TableMap) -> None:
        assert table.fingerprints is not None
        self._columns = table.fingerprints
        # rows since the first that waits, and the domains that stand between
        self._held: list[Record] = []
        self._between: set[str] = set()

    def outcomes(self, record: Record) -> Iterator[Outcome]:
        """What can be told by now: nothing while rows wait, then all of them."""
        columns = self._columns
        domain = self._domain_of(record)
        if columns.waits_for is None or not (self._held or domain is None):
            yield self._one(record, domain)
            return
        if domain is None:
            if self._between:
                # a new block begins: whose the waiting rows are was never said
                yield from self._release(None)
            self._held.append(record)
        elif self._kind(record) == columns.waits_for:
            owner = domain if self._between <= {domain} else None
            yield from self._release(owner)
            yield self._one(record, domain)
        else:
            self._held.append(record)
            self._between.add(domain)
        if len(self._held) >= _MOST_HELD:
            yield from self._release(None)

    def rest(self) -> Iterator[Outcome]:
        """Rows that still wait at the end."""
        yield from self._release(None)

    def _release(self, owner: str | None) -> Iterator[Outcome]:
        held, self._held, self._between = self._held, [], set()
        for record in held:
            yield self._one(record, self._domain_of(record) or owner)

    def _kind(self, record: Record) -> str | None:
        try:
            return indicator_type(record.text(self._columns.type) or "").kind
        except NoIndicatorError:
            return None

    def _domain_of(self, record: Record) -> str | None:
        """The registrable domain in the row; None where its cell is empty or no domain."""
        found = record.found(self._columns.domain)
        if found is None:
            return None
        try:
            return locate(found[1].strip()).domain or found[1].strip()
        except CanonicalError:
            # refused with the row
            return found[1].strip()

    def _one(self, record: Record, domain: str | None) -> Row | Reject:
        notes: list[UnusableError] = []
        try:
            seen = time_of(record, self._columns.observed, notes) if self._columns.observed else None
            facts = Facts(seen.ms if seen else None, text_ids=True)
            self._describe(facts, record, domain, seen.ms if seen else None)
        except UnusableError as unusable:
            return unusable.at(record.location)
        return Row(record.location, facts.records(), tuple(note.at(record.location) for note in notes))

    def _describe(self, facts: Facts, record: Record, domain: str | None, seen: int | None) -> None:
        columns = self._columns
        type_cell = record.found(columns.type)
        if type_cell is None:
            raise UnusableError(record.header.name(columns.type), "", "no_type", "say what kind of indicator it is")
        column = record.header.name(columns.content)
        content = record.raw(columns.content) or ""
        try:
            type_ = indicator_type(type_cell[1])
        except NoIndicatorError as error:
            raise UnusableError(type_cell[0], type_cell[1], error.reason, error.mend) from error
        if type_.kind in _PRIVATE:
            raise UnusableError(column, "", "private_data", "names and addresses of people are not loaded")
        site = self._site(facts, record, domain)
        if type_.kind == "domain_suffix":
            return
        if type_.kind == "whois":
            self._whois(facts, site, (column, content), seen)
        elif type_.kind == "whois_registrar":
            facts.node("Domain", site.key, {"registrar": shown_name(content, hidden=False)})
        elif type_.kind == "whois_creation_date":
            facts.node("Domain", site.key, {"registered_at": registration(content)})
        elif type_.kind != "domain" or self._is_name_of(site, content):
            self._print(facts, site, type_, (column, content), seen)

    def _site(self, facts: Facts, record: Record, domain: str | None) -> Ref:
        column = record.header.name(self._columns.domain)
        if domain is None:
            raise UnusableError(column, "", "no_domain", _WAITING_MEND)
        try:
            place = locate(domain)
        except CanonicalError as error:
            raise UnusableError(column, domain, "bad_domain", str(error)) from error
        if place.domain is None:
            raise UnusableError(column, domain, "bad_domain", "it is a public suffix, which nobody registered")
        return facts.node("Domain", place.domain, {"shared_service": place.shared_service})

    def _is_name_of(self, site: Ref, content: str) -> bool:
        """Whether the value is the site's name without its ending; the whole domain says no more than its node."""
        return content.strip().casefold() == site.key.partition(".")[0]

    def _print(self, facts: Facts, site: Ref, type_: IndicatorType, found: Found, seen: int | None) -> None:
        try:
            value = clean(type_.kind, found[1])
        except NoIndicatorError as error:
            raise UnusableError(found[0], found[1], error.reason, error.mend) from error
        fingerprint = facts.node(
            "Fingerprint",
            f"{type_.kind}:{value}",
            {"kind": type_.kind, "value": value, "tier": type_.tier, "tool_tier": type_.tool_tier},
        )
        facts.link("HAS_FINGERPRINT", site, fingerprint, {"observed_at": seen})

    def _whois(self, facts: Facts, site: Ref, found: Found, seen: int | None) -> None:
        try:
            known = read_whois(found[1])
        except WhoisError as error:
            raise UnusableError(found[0], found[1], "bad_whois", str(error)) from error
        facts.node("Domain", site.key, {"registrar": known.registrar, "registered_at": known.registered_at})
        prints = [("name_server", name) for name in known.name_servers]
        if known.organisation:
            prints.append(("whois_org", known.organisation))
        for kind, value in prints:
            try:
                self._print(facts, site, IndicatorType(kind, None), (found[0], value), seen)
            except UnusableError:
                # a name server that is no host: one line of many, and links nothing
                continue
