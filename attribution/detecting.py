"""Makes a run: shares of a case, judged, kept in the case as a dataset of its own."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.detection import Detection, detect
from analysis.edges import edge_table, names
from analysis.groups import Group
from analysis.judgement import CHANCE, IN_GROUP, SIGNIFICANT
from analysis.shares import Shares, encode
from analysis.weighing import HELD, cooled, estimate, participating
from attribution.detect_report import detection_lines
from attribution.errors import CaseError
from attribution.meetings import inside, kind_of, kinds_by_pair, meetings_table
from attribution.progress import Progress
from attribution.runs import EDGES_FILE, MEETINGS_FILE, RUN_FILE, Cluster, Run, made_on
from attribution.share_kinds import VERSION, Request, platforms_of
from attribution.share_records import FORMAT, ShareRecords, share_records
from graph.records import Node, Record, Ref, Relationship, Value
from graph.schema import PYTHON_TYPES, RELATIONSHIPS
from store.folder import CaseFolder, replace_file
from store.json_text import to_json
from store.load import Reading, Transaction
from store.resolve import Reader

PAIRS_PER_SECOND = 1_000_000
"""Pairs of posts that a run takes in a second; 1.4 to 2.0 million were measured on two cores that had other work as well."""

LONG_S = 60.0
"""From how many seconds on somebody is asked first."""

Ask = Callable[[int, float], bool]
"""Called with pairs of posts and seconds that they will about take; whether to go on."""

_TOP = 5
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would have to do: shares, pairs of posts within the window, and seconds that these take at least."""

    shares: int
    pairs: int
    seconds: float


def estimated(reader: Reader, request: Request) -> Estimate:
    """The work of a run, counted without doing it."""
    shares = encode(share_records(reader, request).table, keep_repeated=True)
    return _estimate(shares, request)


def _estimate(shares: Shares, request: Request) -> Estimate:
    settings = request.settings
    taking, _ = cooled(participating(shares, settings.min_participation), settings.window, settings.hot, HELD)
    pairs = estimate(taking, settings.window)
    return Estimate(len(taking), pairs, pairs / PAIRS_PER_SECOND)


def detection(
    reader: Reader, request: Request, tell: Progress, ask: Ask | None = None
) -> tuple[Detection, ShareRecords]:
    """Everything that a request comes to, computed; CaseError where nobody shared anything at a known time, or `ask` says no."""
    tell("reading shares", 0)
    records = share_records(reader, request)
    shares = encode(records.table, keep_repeated=True)
    if not len(shares):
        raise CaseError(_nothing(reader, records, request, shares.left_out))
    if ask is not None:
        work = _estimate(shares, request)
        if work.seconds > LONG_S and not ask(work.pairs, work.seconds):
            raise CaseError("nothing was changed; a narrower window, fewer kinds or a shorter span make less work")

    def told(what: str, share: float) -> None:
        tell(what, 0, share=share)

    return detect(shares, request.settings, told), records


def _nothing(reader: Reader, records: ShareRecords, request: Request, left_out: Any) -> str:
    if not reader.paths("POSTED"):
        return f"case {reader.folder.name}: holds no posts; load a file with posts first"
    if not records.table.num_rows:
        return f"no post shares what was asked for ({request.line}); take more kinds, another platform or a longer span"
    said = ", ".join(f"{count:,} {reason}" for reason, count in left_out.items())
    return f"{records.table.num_rows:,} shares, none at a time that is known to the second ({said}): who moves together cannot be told"


def made(reader: Reader, request: Request, input: str, who: str, tell: Progress, ask: Ask | None = None) -> "Making":
    """A run that is computed and not kept yet; `input` as `input_of` gives it."""
    started_at = int(time.time() * 1000)
    found, records = detection(reader, request, tell, ask)
    return Making(found, _run(found, records, request, reader, input, started_at, who))


class Making:
    """A run with what has to be kept of it."""

    def __init__(self, found: Detection, run: Callable[[pa.Table, pa.Table], Run]) -> None:
        self.found = found
        self.edges = edge_table(found)
        self.meetings = meetings_table(found)
        self.run = run(self.edges, self.meetings)

    def keep(self, folder: CaseFolder) -> Run:
        """Commit it to the case, whole or not at all, and give it; the caller holds `CaseFolder.writing`."""
        run = self.run
        reading = Reading(run.hash, f"run {run.id}", FORMAT, run.version, run.request.text, run.made_by, run.started_at)
        with Transaction(folder, reading) as transaction:
            for location, records in _records(run, self.edges, self.meetings):
                transaction.row(location, records)
            pq.write_table(self.edges, transaction.parts / EDGES_FILE)
            pq.write_table(self.meetings, transaction.parts / MEETINGS_FILE)
            replace_file(transaction.parts / RUN_FILE, to_json(run.written()))
            transaction.commit()
        return run


def _run(
    found: Detection, records: ShareRecords, request: Request, reader: Reader, input: str, started_at: int, who: str
) -> Callable[[pa.Table, pa.Table], Run]:
    hash_ = request.hash(input)
    id_ = hash_[:12]
    key = f"{FORMAT}/{time.strftime('%Y-%m-%d', time.gmtime(started_at / 1000))}/{id_}"
    report = [f"Looked at {request.line}.", *detection_lines(found, {})]
    if records.unzoned:
        report.insert(
            2,
            f"  {records.unzoned:,} posts have a local time of a zone that no file names: with others they may seem hours apart.",
        )

    def whole(edges: pa.Table, meetings: pa.Table) -> Run:
        counted = Counter(map(str, found.judged.reading.tolist()))
        return Run(
            id=id_, key=key, hash=hash_, request=request, version=VERSION, input=input, started_at=started_at,
            made_by=who, made_on=made_on(reader),
            shares=len(found.shares), accounts=len(np.unique(found.shares.account)), pairs=found.met,
            listed=edges.num_rows, significant=int(found.judged.significant.sum()), tests=found.judged.tests,
            disagree=int(found.disagree.sum()),
            set_apart={k: v for k, v in sorted(counted.items()) if k not in (CHANCE, SIGNIFICANT, IN_GROUP)},
            left_out={**found.shares.left_out, **({"account with too few": found.few} if found.few else {})},
            clusters=tuple(_cluster(found, key, one, edges, meetings) for one in found.groups),
            report=tuple(report),
        )  # fmt: skip

    return whole


def _cluster(found: Detection, key: str, group: Group, edges: pa.Table, meetings: pa.Table) -> Cluster:
    accounts = tuple(sorted(map(str, names(found.shares.accounts, np.array(group.accounts)).to_pylist())))
    met: list[dict[str, Any]] = inside(meetings, accounts).to_pylist()
    bits: dict[str, float] = {row["object"]: row["information"] for row in met}
    days = Counter(int(row["time_a"] // _DAY_S) * _DAY_S * 1000 for row in met)
    inner: list[dict[str, Any]] = edges.filter(np.equal(edges["group"].to_numpy(), group.number)).to_pylist()
    # the family in which a link was found to be more than chance
    q = [row["q_group"] if row["reading"] == IN_GROUP else row["q"] for row in inner]
    return Cluster(
        key=f"{key}/{group.number}", number=group.number, accounts=accounts, links=group.links,
        cohesion=group.cohesion, stability=group.stability, unstable=group.unstable,
        platforms=platforms_of(accounts), kinds=tuple(sorted({kind_of(one) for one in bits})), objects=len(bits),
        largest_q=max(map(float, q), default=0.0),
        top=tuple(sorted(bits.items(), key=lambda one: (-one[1], one[0]))[:_TOP]), days=tuple(sorted(days.items())),
        first_at=round(group.first * 1000), last_at=round(group.last * 1000),
    )  # fmt: skip


def _records(run: Run, edges: pa.Table, meetings: pa.Table) -> Iterator[tuple[str, list[Record]]]:
    """What goes into the graph: the run, its clusters with their members, its significant pairs."""
    node = Ref("Run", run.key)
    given: dict[str, Value] = {
        "kind": FORMAT, "parameters": run.request.text, "input": run.input,
        "started_at": run.started_at, "made_by": run.made_by, "version": run.version, "shared": run.request.objects,
        "window": float(run.request.window), "accounts": run.accounts, "shares": run.shares, "pairs": run.pairs,
        "significant": run.significant, "clusters": len(run.clusters),
    }  # fmt: skip
    yield "the run", [Node("Run", node.key, given)]
    for one in run.clusters:
        cluster = Ref("Cluster", one.key)
        described = {name: getattr(one, name) for name in _OF_CLUSTER}
        members = [Relationship("IN_CLUSTER", Ref("Account", account), cluster) for account in one.accounts]
        yield f"group {one.number}", [Node("Cluster", one.key, described), Relationship("FOUND_BY", cluster, node), *members]  # fmt: skip
    kinds = kinds_by_pair(meetings)
    for number, row in enumerate(edges.to_pylist(), 1):
        if row["significant"]:
            yield f"{EDGES_FILE} row {number}", [_link(run.key, row, kinds)]


_OF_CLUSTER = ("number", "size", "links", "cohesion", "stability", "unstable", "platforms", "kinds", "objects", "first_at", "last_at")  # fmt: skip
_LINK_TYPES = {p.name: PYTHON_TYPES[p.kind] for p in RELATIONSHIPS["COORDINATED_WITH"].properties}


def _link(run: str, row: dict[str, Any], kinds: dict[tuple[str, str], tuple[str, ...]]) -> Relationship:
    pair = row["account_a"], row["account_b"]
    said = {name: row[name] for name in _LINK_TYPES if name in row and row[name] is not None}
    given: dict[str, Value] = {name: _LINK_TYPES[name](value) for name, value in said.items()}
    given |= {"run": run, "kinds": kinds.get(pair, ()), "platforms": platforms_of(pair)}
    given |= {f"{side}_at": round(row[side] * 1000) for side in ("first", "last") if row[side] is not None}
    return Relationship("COORDINATED_WITH", Ref("Account", pair[0]), Ref("Account", pair[1]), given)
