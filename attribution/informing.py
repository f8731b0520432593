"""What a case is: datasets, records, graph, engine, size."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from attribution.coverage import iso_day
from attribution.share_records import files
from graph.connection import Graph, server_version
from graph.write import counts
from store.folder import CaseFolder
from store.notebook import Notebook
from store.resolve import Reader
from store.tables import RECORDS


@dataclass(frozen=True, slots=True)
class Info:
    """A case at a glance."""

    name: str
    root: Path
    format_version: int
    engine: str
    datasets: tuple[Mapping[str, Any], ...]
    """id, name, format, loader_version, rows, loaded, merged, blank, rejected, loaded_at (epoch ms), loaded_by, unsealed."""
    records: Mapping[str, int]
    """Stored statements per table: a key that three files speak of counts three times."""
    nodes: Mapping[str, int]
    relationships: Mapping[str, int]
    labels: int
    views: int
    sets: tuple[str, ...]
    """Names of the sets."""
    runs: int
    """Runs of the detector."""
    bytes: Mapping[str, int]
    """Bytes on the disk by part of the case."""

    def as_json(self) -> dict[str, object]:
        """What `attribution case info --json` prints."""
        return {
            "name": self.name,
            "path": str(self.root),
            "format_version": self.format_version,
            "engine": self.engine,
            "datasets": [dict(d) for d in self.datasets],
            "records": dict(self.records),
            "nodes": dict(self.nodes),
            "relationships": dict(self.relationships),
            "labels": self.labels,
            "views": self.views,
            "sets": list(self.sets),
            "runs": self.runs,
            "bytes": dict(self.bytes),
        }

    def lines(self) -> list[str]:
        """The same for a reader, but for the datasets, which make a table."""
        size = ", ".join(f"{name} {count / 1e6:,.1f} MB" for name, count in self.bytes.items())
        return [
            f"Case {self.name} ({self.root}), format {self.format_version}, on {self.engine}",
            f"Size: {size}",
            f"Records: {_listed(self.records)}",
            f"Nodes: {_listed(self.nodes)}",
            f"Relationships: {_listed(self.relationships)}",
            f"Made by the analyst: {self.labels} labels, {self.views} views, {self.runs} runs, "
            + (f"the sets {', '.join(self.sets)}" if self.sets else "no sets"),
        ]

    def table(self) -> list[dict[str, object]]:
        """One row for each dataset, for a reader."""
        hidden = ("unsealed", "sha256")
        return [
            {**{k: v for k, v in d.items() if k not in hidden}, "loaded_at": iso_day(d["loaded_at"])}
            for d in self.datasets
        ]


def info(folder: CaseFolder, graph: Graph, reader: Reader, sets: tuple[str, ...]) -> Info:
    """The case as it is now."""
    held = counts(graph)
    notebook = Notebook(folder)
    made = folder.notebook.is_file()
    records = {table: sum(pq.read_metadata(p).num_rows for p in reader.paths(table)) for table in RECORDS}
    return Info(
        name=folder.name,
        root=folder.root,
        format_version=folder.format_version(),
        engine=server_version(graph),
        datasets=tuple(
            {
                "id": d.id,
                "name": d.name,
                "format": d.format,
                "loader_version": d.loader_version,
                "rows": d.counts.rows,
                "loaded": d.counts.loaded,
                "merged": d.counts.merged,
                "blank": d.counts.blank,
                "rejected": sum(d.counts.rejected.values()),
                "loaded_at": d.loaded_at,
                "loaded_by": d.loaded_by,
                "sha256": d.sha256,
            }
            for d in files(reader)
        ),
        records={table: n for table, n in records.items() if n},
        nodes=held["nodes"],
        relationships=held["relationships"],
        labels=len(notebook.labels()) if made else 0,
        views=len(notebook.views.all()) if made else 0,
        sets=sets,
        runs=len(reader.datasets) - len(files(reader)),
        bytes=_sizes(folder.root),
    )


def _sizes(root: Path) -> dict[str, int]:
    found: Counter[str] = Counter()
    for path in root.rglob("*"):
        try:
            if path.is_file() and not path.is_symlink():
                top = path.relative_to(root).parts[0]
                found[top if top in ("tables", "engine") else "other"] += path.stat().st_size
        except FileNotFoundError:
            continue  # an engine at work makes and removes files
    return dict(sorted(found.items()))


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n:,}" for name, n in counted.items()) or "none"
