"""First load of an empty Neo4j from files: CSV from the case store, and the one command that imports them."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from attribution.deriving import derived
from attribution.errors import CaseError
from attribution.syncing import dataset_row
from graph.schema import DATASETS, NODE_KEY, NODES, RELATIONSHIPS, Kind, Property
from store.outgoing import Outgoing
from store.resolve import Reader

_TYPES: Mapping[Kind, str] = {
    Kind.STRING: "string",
    Kind.INTEGER: "long",
    Kind.FLOAT: "double",
    Kind.BOOLEAN: "boolean",
    Kind.TIME: "long",
    Kind.STRINGS: "string[]",
}
# control characters: what stands in a list of texts may be any address, so that no printable one is safe
_SEPARATORS = "\x1f\x1e\x1d\x1c"
_DATABASE = re.compile(r"[a-zA-Z][a-zA-Z0-9.-]{0,62}\Z")


@dataclass(frozen=True, slots=True)
class Import:
    """Files that are ready, and what imports them into a server that is stopped and whose database is empty."""

    folder: Path
    arguments: tuple[str, ...]
    """Everything behind `neo4j-admin`."""
    nodes: int
    relationships: int

    @property
    def command(self) -> str:
        """The exact command for a shell."""
        return shlex.join(("neo4j-admin", *self.arguments))

    def run(self, admin: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> str:
        """Run it here, as the user that owns the server's files; what it said. CaseError if it fails.

        `admin`: how to call neo4j-admin, else that of NEO4J_HOME or of the PATH.
        """
        called = [*(admin or local_admin()), *self.arguments]
        done = subprocess.run(
            called,
            env={**os.environ, **(environment or {})},
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        if done.returncode != 0:
            last = " ".join(said.split())[-400:]
            raise CaseError(
                f"neo4j-admin: ended with {done.returncode} ({last}); stop the server and see that its database is empty"
            )
        return said


def local_admin() -> tuple[str, ...]:
    """How to call the neo4j-admin of this machine; CaseError where there is none."""
    home = os.environ.get("NEO4J_HOME")
    found = shutil.which("neo4j-admin", path=str(Path(home) / "bin")) if home else shutil.which("neo4j-admin")
    if found is None:
        raise CaseError("neo4j-admin: is not here; run the command where the server is, or set NEO4J_HOME")
    return (found,)


def write_import(reader: Reader, folder: Path, *, database: str = "neo4j") -> Import:
    """Write what the case says as files into a new folder, and give the command that imports them.

    After the import start the server and call `sync`, which makes constraints and indexes and
    finds nothing left to write. The caller holds `CaseFolder.writing`.
    """
    if not _DATABASE.match(database):
        raise CaseError(f"database {database!r}: is no name of a database; use letters, digits, dots and dashes")
    if folder.exists() and any(folder.iterdir()):
        raise CaseError(f"{folder}: is not empty; name a new folder for the files")
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    if "," in str(folder) or "=" in str(folder):
        raise CaseError(f"{folder}: neo4j-admin cannot read from a folder with a comma or an equals sign; name another")
    with_all = derived(reader)
    sources: list[str] = []
    nodes = relationships = 0
    with Outgoing(reader, weights=with_all.weights, same=with_all.same) as rows:
        separator = next((s for s in _SEPARATORS if not rows.holds(s)), None)
        if separator is None:
            raise CaseError("the case: its lists hold every separator that the import knows; write over Bolt instead")
        for label in rows.labels:
            head = [f"{NODE_KEY}:ID({label})", *_heads(rows.properties_of(label)), f"{DATASETS}:string[]"]
            body = folder / f"{label}.csv"
            nodes += rows.copy_nodes(label, body, separator)
            sources.append(f"--nodes={label}={_head(folder, label, head)},{body}")
        for joins in rows.joins:
            name = f"{joins.type}-{joins.start}-{joins.end}"
            heads = _heads(RELATIONSHIPS[joins.type].properties)
            head = [f":START_ID({joins.start})", f":END_ID({joins.end})", *heads, f"{DATASETS}:string[]"]
            body = folder / f"{name}.csv"
            relationships += rows.copy_relationships(joins, body, separator)
            sources.append(f"--relationships={joins.type}={_head(folder, name, head)},{body}")
    sources.append(_datasets(reader, folder))
    nodes += len(reader.datasets)
    options = (
        f"--array-delimiter=U+{ord(separator):04X}", "--multiline-fields=true", "--ignore-empty-strings=false",
        "--bad-tolerance=0", f"--report-file={folder / 'import.report'}",
    )  # fmt: skip
    # the database's name comes first: options after it take any number of values
    return Import(folder, ("database", "import", "full", database, *options, *sources), nodes, relationships)


def _heads(declared: Sequence[Property]) -> list[str]:
    return [f"{p.name}:{_TYPES[p.kind]}" for p in declared]


def _head(folder: Path, name: str, columns: Sequence[str]) -> Path:
    path = folder / f"{name}.head.csv"
    path.write_text(",".join(columns) + "\n", "utf-8")
    return path


def _datasets(reader: Reader, folder: Path) -> str:
    """The Dataset nodes: by them `sync` knows that all is there."""
    rows = [dataset_row(d) for d in reader.datasets]
    names = [p for p in NODES["Dataset"].properties if p.name in {n for row in rows for n in row["properties"]}]
    columns: dict[str, list[object]] = {NODE_KEY: [row["id"] for row in rows]}
    columns |= {p.name: [row["properties"][p.name] for row in rows] for p in names}
    columns[DATASETS] = [row["datasets"][0] for row in rows]
    body = folder / "Dataset.csv"
    pc.write_csv(pa.table(columns), body, pc.WriteOptions(include_header=False))
    head = _head(folder, "Dataset", [f"{NODE_KEY}:ID(Dataset)", *_heads(names), f"{DATASETS}:string[]"])
    return f"--nodes=Dataset={head},{body}"
