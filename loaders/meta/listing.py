"""Turns entries of a published list into records: what it names is listed, what it states is stated."""

from collections.abc import Mapping

from graph.canonical import CanonicalError
from graph.canonical.statements import network_key, said, source_key, statement_key
from graph.facts import Facts
from loaders import times
from loaders.base import Outcome, Reject, Row
from loaders.meta import values
from loaders.meta.items import Item
from loaders.meta.members import Members
from loaders.meta.naming import Naming
from loaders.meta.roles import Meaning, Role
from loaders.rejects import refused, shown

_STATED: Mapping[Role, tuple[str, str | None]] = {
    Role.TITLE: ("title", None),
    Role.COUNT: ("claim", None),
    Role.REACH: ("reach", None),
    Role.ORGANISATION: ("organisation", "asset"),
    Role.SERVICE: ("service", "service_abused"),
    Role.VICTIM: ("victim", "victim"),
    Role.TARGET: ("target", "target"),
    Role.PERSONA: ("persona", None),
}
"""Kind and role of the statement that a value becomes; of other roles, a claim."""


class Listing:
    """The records of one file's entries."""

    def __init__(self, publisher: str, naming: Naming) -> None:
        self._publisher = source_key(publisher)
        self._naming = naming

    def outcome(self, item: Item, meaning: Meaning) -> Outcome:
        """What one entry gives; a reject for malware that the analyst did not ask for."""
        if meaning.role is Role.MALWARE:
            mend = "malware and espionage are no influence operation; to load them all the same, say include=malware"
            return Reject(item.location, item.type or "Procedure", shown(item.value), "out_of_scope", mend)
        entry = _Entry(self._publisher, self._naming, item, meaning)
        try:
            entry.describe()
        except CanonicalError as error:
            return Reject(item.location, "Indicator", shown(item.value), "bad_value", str(error))
        return Row(item.location, entry.facts.records(), (*refused(entry.facts, item.location), *entry.notes()))


class _Entry:
    """One entry on its way to records."""

    def __init__(self, publisher: str, naming: Naming, item: Item, meaning: Meaning) -> None:
        self.facts = Facts()
        self._notes: list[Reject] = []
        self._item, self._meaning, self._publisher = item, meaning, publisher
        self._stated_at = self._day()
        proposal = naming.of(item.comment)
        self._network = self.facts.node(
            "Network",
            network_key(publisher, proposal.name),
            {
                "publisher": publisher,
                "name": proposal.name,
                "country": proposal.country,
                "published_at": self._stated_at,
            },
        )
        self._members = Members(self.facts, self._network, item, meaning)

    def notes(self) -> tuple[Reject, ...]:
        """Values that could not be used."""
        return (*self._notes, *self._members.notes)

    def describe(self) -> None:
        """Say everything that the entry says."""
        item, role = self._item, self._meaning.role
        if not item.value:
            # the list states that a procedure was used, and names nothing
            self._state("claim", item.procedure or item.technique or item.comment)
        elif role in (Role.COUNT, Role.REACH) and (found := list(values.counts(item.value))):
            kind = "count" if role is Role.COUNT else "reach"
            for one in found:
                self._state(kind, item.value, count=one)
        elif not self._members.name():
            kind, stated_role = _STATED.get(role, ("claim", None))
            translation = item.comment if role is Role.TITLE else ""
            self._state(kind, item.value, role=stated_role, translation=translation)
        self._comment()

    def _state(
        self, kind: str, text: str, *, role: str | None = None, translation: str = "", count: values.Count | None = None
    ) -> None:
        words = said(text)
        if not words:
            return
        code = self._meaning.code + (f" {count.unit} {count.platform}" if count else "")
        day = self._item.day.strip()
        key = statement_key(
            self._publisher, day, about=self._network.key, kind=kind, text=words, role=role or "", code=code
        )
        statement = self.facts.node(
            "Statement",
            key,
            {
                "kind": kind,
                "text": words,
                "translation": said(translation) or None,
                "role": role,
                "procedure": said(self._item.procedure or self._item.technique) or None,
                "platform": (count.platform if count else None) or self._meaning.platform,
                "count": count.number if count else None,
                "unit": count.unit if count else None,
                "stated_at": self._stated_at,
            },
        )
        kind_of_source = "platform" if self._publisher == "Meta" else None
        source = self.facts.node("Source", self._publisher, {"name": self._publisher, "kind": kind_of_source})
        self.facts.link("STATED_BY", statement, source)
        self.facts.link("ABOUT", statement, self._network)

    def _comment(self) -> None:
        """Keep what a comment says, unless it became a property or is the label of a typed row."""
        item = self._item
        if not item.comment or item.type or self._meaning.role is Role.TITLE or not item.value:
            return
        if not self._members.comment_used:
            self._state("claim", item.comment)

    def _day(self) -> int | None:
        if not self._item.day.strip():
            return None
        try:
            return times.day(self._item.day)
        except ValueError as error:
            self._notes.append(Reject(self._item.location, "ds", shown(self._item.day), "bad_time", str(error)))
            return None
