"""Runs of the detector that a case keeps: each is a dataset of the case store, made by us instead of read from a file.

So a run is committed whole or not at all, goes into a graph and out of it by the way of every other
dataset, survives a rebuild, is verified, exported and imported. Beside the records lie `run.json`,
`edges.parquet` (every listed pair, also those that are not significant) and `meetings.parquet`
(every meeting of the significant pairs, with posts and times).
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from attribution.errors import CaseError
from attribution.share_kinds import Request
from attribution.share_records import files, input_of, is_run
from store.folder import CaseFolder
from store.json_text import of_json
from store.manifest import Dataset
from store.resolve import Reader

RUN_FILE, EDGES_FILE, MEETINGS_FILE = "run.json", "edges.parquet", "meetings.parquet"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Accounts that significant links hold together; times epoch ms.

    `cohesion`: links of those there could be. `stability`: 0 to 1, how much of it is found again with other
    seeds and fewer objects; below 0.6 it is `unstable`. `largest_q` of its links, each in
    the family of pairs in which it was tested (all, or those that others link); `top`: the objects that carry
    most, each with its bits. `days`: (day as epoch ms, pairs of posts that met) for a timeline.
    """

    key: str
    number: int
    accounts: tuple[str, ...]
    links: int
    cohesion: float
    stability: float
    unstable: bool
    platforms: tuple[str, ...]
    kinds: tuple[str, ...]
    objects: int
    largest_q: float
    top: tuple[tuple[str, float], ...]
    days: tuple[tuple[int, int], ...]
    first_at: int
    last_at: int

    @property
    def size(self) -> int:
        """Accounts."""
        return len(self.accounts)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the detector, as the case keeps it.

    `shares`, `accounts`: those that took part. `pairs` met within the window; `listed` of them stand in
    `edges.parquet`; `significant` met more often than chance explains, and stand in the graph. `set_apart`:
    beyond chance, by the reason why they are not significant (`analysis.judgement.READINGS`). `disagree`:
    significant, though shuffled times bring them together as often. `left_out`: rows by reason.
    `report`: the lines for a reader, with what the run does not prove.
    """

    id: str
    key: str
    """Of its node in the graph: kind/date/id."""
    hash: str
    request: Request
    version: str
    input: str
    started_at: int
    made_by: str
    made_on: tuple[str, ...]
    """Short ids of the files that the case held then."""
    shares: int
    accounts: int
    pairs: int
    listed: int
    significant: int
    tests: int
    disagree: int
    set_apart: dict[str, int]
    left_out: dict[str, int]
    clusters: tuple[Cluster, ...]
    report: tuple[str, ...]
    stale: bool = False
    """Whether it was made on other data than the case holds now."""

    def as_json(self) -> dict[str, object]:
        """Everything but the report, times as epoch ms."""
        return {
            **{name: value for name, value in asdict(self).items() if name not in ("request", "report", "clusters")},
            "parameters": self.request.as_json(),
            "clusters": [{**asdict(one), "size": one.size} for one in self.clusters],
        }

    def written(self) -> dict[str, object]:
        """What `run.json` holds."""
        return {**{k: v for k, v in self.as_json().items() if k != "stale"}, "report": list(self.report)}

    @classmethod
    def of_json(cls, given: dict[str, Any]) -> "Run":
        """The run that `written` wrote."""
        clusters = tuple(_cluster(one) for one in given["clusters"])
        plain = {k: v for k, v in given.items() if k not in ("parameters", "clusters", "report", "made_on")}
        return cls(
            **plain,
            request=Request.of_json(given["parameters"]),
            clusters=clusters,
            report=tuple(given["report"]),
            made_on=tuple(given["made_on"]),
        )


def _cluster(given: dict[str, Any]) -> Cluster:
    pairs = {name: tuple(tuple(one) for one in given[name]) for name in ("top", "days")}
    lists = {name: tuple(given[name]) for name in ("accounts", "platforms", "kinds")}
    return Cluster(**{k: v for k, v in given.items() if k != "size"} | lists | pairs)


def runs(reader: Reader) -> tuple[Run, ...]:
    """The runs of a case, the oldest first; CaseError for one that cannot be read."""
    found = [d for d in reader.datasets if is_run(d)]
    if not found:
        return ()
    now = input_of(reader)
    read = (_read(reader.folder, d) for d in found)
    return tuple(replace(one, stale=one.input != now) for one in read)


def run_of(reader: Reader, named: str) -> Run:
    """The one run of this id, key or beginning of an id; CaseError if there is none or several."""
    known = runs(reader)
    found = [one for one in known if named in (one.id, one.key, one.hash)]
    found = found or [one for one in known if len(named) >= 3 and one.id.startswith(named)]
    if len(found) != 1:
        listed = ", ".join(one.id for one in (found or known)) or "none"
        raise CaseError(
            f"run {named[:60]!r}: names {len(found)} runs of the case ({listed}); `attribution runs` lists them"
        )
    return found[0]


def held(reader: Reader, hash: str) -> Run | None:
    """The run of this hash, if the case holds it."""
    for dataset in reader.datasets:
        if dataset.sha256 == hash and is_run(dataset):
            return replace(_read(reader.folder, dataset), stale=False)
    return None


def edges(folder: CaseFolder, run: Run, reader: Reader) -> pa.Table:
    """Every listed pair of a run (columns as `analysis.edges.edge_table`)."""
    return _table(_place(folder, run, reader) / EDGES_FILE)


def meetings(folder: CaseFolder, run: Run, reader: Reader) -> pa.Table:
    """Every meeting of its significant pairs (columns as `attribution.meetings.SCHEMA`)."""
    return _table(_place(folder, run, reader) / MEETINGS_FILE)


def made_on(reader: Reader) -> tuple[str, ...]:
    """Short ids of the files that the case holds."""
    return tuple(d.id for d in files(reader))


def _place(folder: CaseFolder, run: Run, reader: Reader) -> Path:
    for dataset in reader.datasets:
        if dataset.sha256 == run.hash:
            return folder.tables / dataset.folder
    raise CaseError(f"run {run.id}: is not in the case any more; `attribution runs` lists those that are")


def _read(folder: CaseFolder, dataset: Dataset) -> Run:
    path = folder.tables / dataset.folder / RUN_FILE
    try:
        return Run.of_json(of_json(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = " ".join(str(error).split())[:80]
        raise CaseError(
            f"{path}: is damaged or missing ({said}); `attribution case drop {dataset.id}`, then make the run again"
        ) from error


def _table(path: Path) -> pa.Table:
    try:
        return pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise CaseError(f"{path}: cannot be read; delete the run and make it again") from error


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side: significant pairs and accounts that both have, or one alone.

    `clusters`: (number in a, number in b, part of both together that they have in common), the largest first;
    None on a side where nothing of it is found.
    """

    a: Run
    b: Run
    pairs_both: int
    pairs_only_a: tuple[tuple[str, str], ...]
    pairs_only_b: tuple[tuple[str, str], ...]
    accounts_both: int
    accounts_only_a: tuple[str, ...]
    accounts_only_b: tuple[str, ...]
    clusters: tuple[tuple[int | None, int | None, float], ...]

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "a": self.a.id,
            "b": self.b.id,
            **{name: getattr(self, name) for name in self.__slots__ if name not in ("a", "b")},
        }


def compared(a: Run, b: Run, reader: Reader) -> Comparison:
    """What appears and goes between two runs."""
    of_a, of_b = (_significant(edges(reader.folder, one, reader)) for one in (a, b))
    who_a, who_b = ({key for pair in pairs for key in pair} for pairs in (of_a, of_b))
    return Comparison(
        a,
        b,
        len(of_a & of_b),
        tuple(sorted(of_a - of_b)),
        tuple(sorted(of_b - of_a)),
        len(who_a & who_b),
        tuple(sorted(who_a - who_b)),
        tuple(sorted(who_b - who_a)),
        tuple(_matched(a.clusters, b.clusters)),
    )


def _significant(table: pa.Table) -> set[tuple[str, str]]:
    kept = table.filter(table["significant"]).select(["account_a", "account_b"])
    return {(str(row["account_a"]), str(row["account_b"])) for row in kept.to_pylist()}


def _matched(a: Sequence[Cluster], b: Sequence[Cluster]) -> Iterator[tuple[int | None, int | None, float]]:
    """Each cluster of a with the one of b that is most like it, each once; then those of b that are new."""
    likeness = sorted(
        (-len(both) / len({*one.accounts, *other.accounts}), one.number, other.number)
        for one in a
        for other in b
        if (both := {*one.accounts} & {*other.accounts})
    )
    partner: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for less, one_number, other_number in likeness:
        if one_number not in partner and other_number not in taken:
            partner[one_number] = other_number, -less
            taken.add(other_number)
    for one in a:
        yield (one.number, *partner[one.number]) if one.number in partner else (one.number, None, 0.0)
    for other in b:
        if other.number not in taken:
            yield None, other.number, 0.0
