"""The loader of published takedown lists."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from loaders.base import Blank, LoadError, Options, Outcome, Reject, Sample
from loaders.meta.items import Item
from loaders.meta.listing import Listing
from loaders.meta.markdown import is_markdown, read_markdown
from loaders.meta.naming import mark_of, propose
from loaders.meta.roles import Meaning, by_procedure, by_type, by_word
from loaders.meta.tables import Layout, read_table, table_of
from loaders.meta.typed_json import is_typed_json, read_typed_json
from loaders.opening import sample

Entries = Iterator[Item | Blank | Reject]


class Meta:
    """Lists of indicators as Meta publishes them, by whoever: kill-chain CSV and TSV, typed CSV and JSON, Markdown.

    Options: `network` and `publisher` (else proposed from the file's name, and "Meta"); extra
    `include` = "malware" loads the malware of typed lists, which is counted as out of scope otherwise.
    """

    name = "meta-indicators"
    title = "takedown indicator lists as Meta publishes them (kill-chain CSV or TSV, typed CSV or JSON, Markdown)"
    version = "3"

    def recognise(self, sample: Sample) -> bool:
        """Whether the file starts with one of the known headers, or holds a table of indicators."""
        return table_of(sample) is not None or is_typed_json(sample) or is_markdown(sample)

    def read(self, path: Path, options: Options) -> Iterator[Outcome]:
        """Every row as listed members, statements, or a reject that says why; LoadError if it is no such list."""
        entries, meaning_of = self._reading(path, with_malware=options.extra.get("include") == "malware")
        naming = propose(path.name, given=options.network)
        if naming.countries:
            # which of the countries in the name a row means, its comment says: look at them all first
            marks = (mark_of(entry.comment) for entry in entries() if isinstance(entry, Item))
            naming = propose(path.name, given=options.network, marks=frozenset(mark for mark in marks if mark))
        if country := options.extra.get("country"):
            naming = replace(naming, main=replace(naming.main, country=country))
        listing = Listing(options.publisher or "Meta", naming)
        for entry in entries():
            yield listing.outcome(entry, meaning_of(entry)) if isinstance(entry, Item) else entry

    def _reading(self, path: Path, *, with_malware: bool) -> tuple[Callable[[], Entries], Callable[[Item], Meaning]]:
        beginning = sample(path)

        def by_typed(item: Item) -> Meaning:
            return by_type(item.type, item.comment, with_malware=with_malware)

        table = table_of(beginning)
        if table is not None and table.layout is Layout.TYPED:
            return lambda: read_table(path, table), by_typed
        if table is not None:
            return lambda: read_table(path, table), lambda item: by_procedure(item.procedure, item.technique)
        if is_typed_json(beginning):
            return lambda: read_typed_json(path), by_typed
        if is_markdown(beginning):
            return lambda: read_markdown(path), lambda item: by_word(item.type)
        raise LoadError(
            f"{path.name}: is no list of indicators; its first line must name Tactic, Technique, Procedure, Indicator, "
            "or indicator_type, indicator_value"
        )
