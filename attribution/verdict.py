"""What `case verify` comes to: the store against itself, and against the graph."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from attribution.progress import Progress
from attribution.verifying import Compared, compare
from graph.batches import unfinished
from graph.connection import Graph
from store import StoreError
from store.checking import StoreCheck, check_store
from store.folder import CaseFolder
from store.resolve import Reader

_SPILL = ".verify.spill"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every difference by name; `clean` if there is none."""

    store: StoreCheck
    tables: Mapping[str, Compared]
    not_compared: str | None
    """Why the graph was not compared."""
    begun: bool
    """Whether a write to the graph was begun and is not finished."""

    @property
    def clean(self) -> bool:
        """Whether the store is sound and the graph says just what it says."""
        return (
            not self.store.damage
            and self.not_compared is None
            and not self.begun
            and all(one.same for one in self.tables.values())
        )

    def as_json(self) -> dict[str, object]:
        """What `attribution case verify --json` prints."""
        return {
            "clean": self.clean,
            "store": {
                "datasets": self.store.datasets,
                "parts": self.store.parts,
                "damage": list(self.store.damage),
                "unsealed": list(self.store.unsealed),
            },
            "not_compared": self.not_compared,
            "unfinished": self.begun,
            "tables": {name: one.as_json() for name, one in self.tables.items()},
            "differences": [
                {"table": d.table, "key": d.key, "what": d.what}
                for one in self.tables.values()
                for d in one.differences
            ],
        }

    def lines(self) -> list[str]:
        """The verdict for a reader."""
        told = list(self.store.damage)
        if self.store.unsealed:
            told.append(
                f"{len(self.store.unsealed)} datasets were loaded before parts had checksums: readable, but a changed byte "
                f"could go unseen ({', '.join(self.store.unsealed[:5])})"
            )
        for name, one in self.tables.items():
            if one.same:
                continue
            told.append(f"{name}: {one.store:,} in the store, {one.graph:,} in the graph")
            told += [f"  {d.line}" for d in one.differences]
        if self.begun:
            first = "once the store is mended, " if self.store.broken else ""
            told.append(
                f"A write to the graph was begun and not finished; {first}`attribution case rebuild` goes on with it"
            )
        if self.not_compared is not None:
            told.append(f"The graph was not compared: {self.not_compared}")
        if self.store.broken:
            told.append(
                "The store is damaged, as said above with the mend: the graph may be the last good copy, do not write it anew "
                "before the store is mended"
            )
        elif self.not_compared is None and any(not one.same for one in self.tables.values()):
            told.append("The graph differs from the store; `attribution case rebuild --fresh` writes it anew")
        things = sum(one.store for one in self.tables.values())
        if self.clean:
            told.append(
                f"Clean: {self.store.datasets} datasets in {self.store.parts} parts; {things:,} nodes and relationships "
                "stand in the graph just as the store says"
            )
        return told

    def told(self) -> str:
        """The same as one text."""
        return "\n".join(self.lines())


def verify(folder: CaseFolder, graph: Graph, progress: Progress) -> Verdict:
    """Look at every file, then at every node and relationship; the caller holds `CaseFolder.writing`."""
    found = check_store(folder, lambda name: progress(f"checking {name}", 1))
    spill: Path = folder.root / _SPILL
    try:
        reader = Reader(folder)
        return Verdict(found, compare(graph, reader, spill, progress), None, unfinished(graph) is not None)
    except StoreError as error:
        return Verdict(found, {}, f"the store has to be mended first ({error})", begun=False)
