"""What a load came to, for people and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from attribution.loading import LoadedFile
from attribution.words import count


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Every file with its rows accounted for, and what the graph holds now."""

    files: tuple[LoadedFile, ...]
    skipped: tuple[tuple[Path, str], ...]
    """Files in the folders named that are of no known format, with why."""
    nodes: Mapping[str, int]
    relationships: Mapping[str, int]
    failed: tuple[tuple[Path, str], ...] = ()
    """Of several files those that could not be read to their end, with why; nothing of them is in the case."""

    def as_json(self) -> dict[str, object]:
        """What `attribution load --json` prints."""
        return {
            "files": [f.as_json() for f in self.files],
            "skipped": [{"path": str(path), "why": why} for path, why in self.skipped],
            "failed": [{"path": str(path), "why": why} for path, why in self.failed],
            "nodes": dict(self.nodes),
            "relationships": dict(self.relationships),
        }

    def lines(self) -> list[str]:
        """The report for a reader."""
        told = [_line(f) for f in self.files]
        if self.skipped:
            names = ", ".join(path.name for path, _ in self.skipped[:5])
            told.append(
                f"{count(len(self.skipped), 'other file')} in the folder, of no known format: {names}"
                + (" …" if len(self.skipped) > 5 else "")
            )
        told.append(
            f"The graph holds {sum(self.nodes.values()):,} nodes and {sum(self.relationships.values()):,} relationships."
        )
        return told


def _line(file: LoadedFile) -> str:
    counts = file.counts
    parts = [f"{counts.rows:,} rows = {counts.loaded:,} loaded + {counts.merged:,} merged + {counts.blank:,} blank"]
    rejected = sum(counts.rejected.values())
    parts.append(f" + {rejected:,} rejected")
    if rejected:
        parts.append(" (" + ", ".join(f"{n} {reason}" for reason, n in sorted(counts.rejected.items())) + ")")
    if counts.notes:
        parts.append("; values not used: " + ", ".join(f"{n} {reason}" for reason, n in sorted(counts.notes.items())))
    return f"{file.path.name} [{file.format}]: " + "".join(parts) + ("; was loaded before" if file.repeated else "")


@dataclass(frozen=True, slots=True)
class SetReport:
    """What the case holds of a set and what it lacks."""

    name: str
    listed: int
    """Distinct members."""
    posting: int
    """Members with posts in the loaded data."""
    named: tuple[str, ...]
    """Members that other files name, without posts here."""
    lacking: tuple[str, ...]
    """Members that no other file names."""
    load: LoadReport

    def as_json(self) -> dict[str, object]:
        """What `attribution set create --json` prints."""
        return {
            "set": self.name,
            "listed": self.listed,
            "posting": self.posting,
            "named": list(self.named),
            "lacking": list(self.lacking),
            **self.load.as_json(),
        }

    def lines(self) -> list[str]:
        """The report for a reader."""
        told = [
            self.load.lines()[0],
            f"Set {self.name}: {self.listed} listed, {self.posting} with posts here, {len(self.named)} only named here, "
            f"{len(self.lacking)} not in the loaded data.",
        ]
        if self.lacking:
            shown = ", ".join(self.lacking[:10])
            told.append(f"Lacking: {shown}" + (" …" if len(self.lacking) > 10 else ""))
        return told
