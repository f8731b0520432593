"""A case and its verbs: each is written once here; the shell, the notebook and the pages all call it."""

import getpass
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd
import pyarrow as pa

from analysis.expansion import Settings
from analysis.impact_result import Impact
from attribution import detecting, expanding, explaining, frames, noting, own_queries, row_receipts, same
from attribution import receipts as receipts_
from attribution import runs as runs_
from attribution.account_card import OBJECTS, AccountCard, account_card
from attribution.answers import Answer
from attribution.checking import Checks
from attribution.coverage import Coverage, coverage, iso_day
from attribution.engines import OpenGraph, open_graph
from attribution.errors import CaseError
from attribution.figures import caption_of, names_within, secret_of, without_analysts
from attribution.finding import Found, find
from attribution.identities import owner_of
from attribution.impact_posts import SPREAD, impact_of
from attribution.importing import Import, write_import
from attribution.informing import Info, info
from attribution.loading import LoadedFile, Loading, Recognised, gather
from attribution.lookup import Lookup, lookup
from attribution.making import Made, make
from attribution.progress import Progress, silent
from attribution.py2neo_bridge import Py2neoReads, from_py2neo, to_py2neo
from attribution.rejecting import rejects
from attribution.reports import LoadReport, SetReport
from attribution.runs import Comparison, Run
from attribution.sets import member_options, set_report
from attribution.share_kinds import DEFAULT, Request, in_order
from attribution.share_records import files, input_of
from attribution.sources import sources
from attribution.subgraphs import NotebookSubgraph
from attribution.syncing import sync
from attribution.verdict import Verdict, verify
from briefing.layout import place
from briefing.redaction import redact
from briefing.scene import Scene, scene
from graph.around import Around, NeighbourList, around, neighbour_list
from graph.connection import Graph
from graph.neighbourhood import Choice
from graph.path_ground import Exclusions
from graph.paths import How, Paths, paths
from graph.rarity import COMMON
from graph.read import Neighbourhood, induced, joined, neighbours, search
from graph.records import Ref
from graph.stopping import Stop
from graph.subgraph import Edge, Subgraph, Vertex
from graph.together import MOST, SharedThings, Thing, shared_among, shared_by
from graph.write import clear, counts
from loaders.base import LoadError, Options
from loaders.media_folder import MediaFolder
from queries.codebook import Codebook, read_codebook
from queries.frontmatter import Query
from queries.linting import Linted
from queries.own import Own
from queries.own import own_queries as own_queries_in
from queries.result import Result
from queries.runner import TIMEOUT_S, Context, parse, run
from store.analyst_words import checked_name, signature
from store.archive import Exported, export_case
from store.checking import refuse_broken
from store.folder import CaseFolder, replace_file
from store.load import remove_orphans
from store.manifest import Dataset, find_dataset, write_manifest
from store.notebook import Label, Notebook
from store.notes import Note
from store.resolve import Reader
from store.views import View, Views

# bytes; file systems allow 255, and it is written under a longer name first
_LONGEST_FILE_NAME = 200


def open_case(path: str | Path, uri: str | None = None, *, create: bool = False) -> "Case":
    """The case in a folder, on the graph at `uri`, NEO4J_URI or its own embedded engine.

    `create` makes a new or empty folder a case; where a `with` block ends in an error before anything
    was committed, that folder is taken away again. StoreError where the folder is no case.
    """
    folder = CaseFolder(Path(path))
    if create:
        return Case(folder, uri, make(folder))
    folder.check_format()
    return Case(folder, uri)


class Case:
    """One case folder with its graph; the graph is opened when it is first needed, and closed by `close`."""

    def __init__(self, folder: CaseFolder, uri: str | None = None, made: Made | None = None) -> None:
        self.folder = folder
        self._made = made
        self._uri = uri
        self._open: OpenGraph | None = None
        self._opening = threading.RLock()
        self._coverage: tuple[tuple[str, ...], Coverage] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if error is not None and self._made is not None:
            self._made.undo()

    def close(self) -> None:
        """Let go of the graph; the case can be used again afterwards."""
        with self._opening:
            opened, self._open = self._open, None
        if opened is not None:
            opened.close()

    @property
    def name(self) -> str:
        """The case's name."""
        return self.folder.name

    @property
    def graph(self) -> Graph:
        """The case's graph; GraphError if it cannot be reached. An engine of ours that has died is started again."""
        # sessions of the app share a case
        with self._opening:
            if self._open is not None and not self._open.runs():
                self.close()
            if self._open is None:
                self._open = open_graph(self.folder, self._uri)
            return self._open.graph

    @property
    def reader(self) -> Reader:
        """What is committed now."""
        return Reader(self.folder)

    @property
    def notebook(self) -> Notebook:
        """Labels, views and notes."""
        return Notebook(self.folder)

    # -- what comes in

    def load(
        self,
        paths: Iterable[str | Path],
        *,
        format: str | None = None,
        options: Options | None = None,
        who: str | None = None,
        progress: Progress | None = None,
    ) -> LoadReport:
        """Append files to the store, one transaction each, then write the graph.

        LoadError before anything is written if a named file is of no known format. A file that turns out to be unreadable
        leaves nothing and is told in the report; LoadError if that is true of all.
        """
        found, skipped = gather([Path(p) for p in paths], format)
        wanted = [(f, options or Options()) for f in found]
        return self.load_recognised(wanted, skipped=skipped, who=who, progress=progress)

    def load_recognised(
        self,
        wanted: Sequence[tuple[Recognised, Options]],
        *,
        skipped: Sequence[tuple[Path, str]] = (),
        who: str | None = None,
        progress: Progress | None = None,
    ) -> LoadReport:
        """Append files whose loaders and options are known already, then write the graph."""
        report = self._take(wanted, who, progress)
        return replace(report, skipped=tuple(skipped))

    def attach_media(
        self, folder: str | Path, *, who: str | None = None, progress: Progress | None = None
    ) -> LoadReport:
        """Hash the files of a folder that are named after their post, and attach them to it."""
        return self._take([(Recognised(Path(folder), MediaFolder()), Options())], who, progress)

    def create_set(
        self,
        name: str,
        source: str | Path | Sequence[str],
        *,
        platform: str | None = None,
        why: str | None = None,
        who: str | None = None,
        progress: Progress | None = None,
    ) -> SetReport:
        """Put handles, ids or URLs together under a name, and say what the case holds of them and lacks.

        `source`: a file with one a line, or the lines themselves, which are then kept in the case folder; of these,
        keys of accounts that the case holds are taken for what they are.
        """
        if isinstance(source, str | Path):
            path = Path(source)
        else:
            keys = {ref.key for ref in self.lookup(source).found if ref.label == "Account"}
            path = self._kept_lines(name, [f"Account/{one.strip()}" if one.strip() in keys else one for one in source])
        found, options = member_options(self.name, name, path, platform, why)
        loaded = self._take([(found, options)], who, progress)
        return set_report(self.graph, name, f"{self.name}/{name}", loaded)

    def state_same(
        self, one: Ref | str, other: Ref | str, *, why: str, by: str | None = None, progress: Progress | None = None
    ) -> LoadedFile:
        """State that two accounts are one, which no loaded file shows: detection takes them for one from then on.

        The statement is a file of the case, so that dropping it takes it back. CaseError if they cannot be stated to be one.
        """
        accounts = same.two_accounts(one, other)
        held = {v.ref for v in self.view(accounts).vertices}
        lacking = [ref.key for ref in accounts if ref not in held]
        if lacking:
            raise CaseError(f"{', '.join(lacking)}: the case holds no such account; look it up first")
        who = signature(by or user())
        said = same.statement(self.reader, accounts, why=why, by=who, at=now_ms())
        return self._take([said], who, progress).files[0]

    def take_back(self, link: Edge, *, progress: Progress | None = None) -> None:
        """Take a statement back that this link stands for; CaseError where a table of several states it."""
        found = same.own(self.reader, link)
        if not found:
            raise CaseError(
                f"{link.key[:200]}: is not a statement that stands alone in its file; drop the file that says so"
            )
        for dataset in found:
            self.drop(dataset.id, progress=progress)

    def _kept_lines(self, name: str, lines: Sequence[str]) -> Path:
        if not name.strip() or any(c in name for c in "/\\\0") or name.startswith("."):
            raise CaseError(f"set name {name[:80]!r}: must be a plain name without slashes; choose another")
        checked_name("set", name)
        if len(name.encode("utf-8")) > _LONGEST_FILE_NAME:
            raise CaseError(f"set name {name[:80]!r}: is too long for the name of a file; choose a shorter one")
        folder = self.folder.root / "sets"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.csv"
        replace_file(path, "\n".join(lines).encode("utf-8", "surrogatepass") + b"\n")
        return path

    def _take(
        self, wanted: Sequence[tuple[Recognised, Options]], who: str | None, progress: Progress | None
    ) -> LoadReport:
        tell = progress or silent
        files: list[LoadedFile] = []
        failed: list[tuple[Path, str]] = []
        graph = self.graph  # a dead server is told before anything is read
        with self.folder.writing():
            loading = Loading(self.folder, who=who or user(), now_ms=now_ms(), progress=tell)
            for found, options in wanted:
                try:
                    files.append(loading.file(found, options))
                except LoadError as error:
                    failed.append((found.path, str(error)))
            if failed and not files:
                raise LoadError("; ".join(why for _, why in failed))
            sync(graph, self.reader, tell)
        held = counts(graph)
        return LoadReport(tuple(files), (), held["nodes"], held["relationships"], tuple(failed))

    # -- the case as a whole

    def info(self) -> Info:
        """Datasets, records, nodes, relationships, engine, size."""
        return info(self.folder, self.graph, self.reader, self.sets())

    def verify(self, progress: Progress | None = None) -> Verdict:
        """The store against itself and against the graph: what differs, by name."""
        with self.folder.writing():
            return verify(self.folder, self.graph, progress or silent)

    def rebuild(self, progress: Progress | None = None, *, fresh: bool = False) -> bool:
        """Write whatever the graph lacks of the store, on whatever engine it is; `fresh` removes first what it holds of ours.

        StoreError, and the graph as it was, where a part of the store is missing or damaged.
        """
        with self.folder.writing():
            refuse_broken(self.folder)
            remove_orphans(self.folder)
            if fresh:
                # once begun it is not taken for whole, whenever it is interrupted
                self.graph.write("MATCH (d:Dataset) REMOVE d.reading")
                clear(self.graph)
            return sync(self.graph, self.reader, progress or silent)

    def dataset(self, named: str) -> Dataset:
        """The loaded file with this short id, SHA-256 or name; StoreError if there is none or several."""
        return find_dataset(self.reader.datasets, named)

    def drop(self, named: str, *, progress: Progress | None = None) -> Dataset:
        """Take one file (short id, SHA-256 or name) back, with what no other file also says; gives what was dropped."""
        graph = self.graph  # a dead server is told before anything is removed
        with self.folder.writing():
            kept = self.reader.datasets
            dropped = find_dataset(kept, named)
            # from here on it does not exist; whatever a crash leaves undone, the next command does
            write_manifest(self.folder, tuple(d for d in kept if d.sha256 != dropped.sha256))
            sync(graph, self.reader, progress or silent)
            remove_orphans(self.folder)
            same.forget(self.folder, dropped)
        return dropped

    def export(self, out: str | Path, *, with_key: bool = False) -> Exported:
        """The case as one archive for a colleague, without engine and, unless `with_key`, without the key of pseudonyms."""
        with self.folder.writing():
            return export_case(self.folder, Path(out), with_key=with_key)

    def write_import(self, out: str | Path, *, database: str = "neo4j") -> Import:
        """Files and command for the first load of an empty Neo4j by `neo4j-admin`; the case's own graph is not opened.

        StoreError where a part of the store is missing or damaged.
        """
        with self.folder.writing():
            refuse_broken(self.folder)
            return write_import(self.reader, Path(out), database=database)

    # -- what is asked

    def queries(self) -> Mapping[str, Query]:
        """The library of saved queries and the case's own, by id."""
        return own_queries.with_own(self.folder)

    def own(self) -> Own:
        """The case's own queries, and what is wrong with files that are none."""
        return own_queries_in(self.folder.queries)

    def query(self, id: str, /, **values: object) -> pd.DataFrame:
        """The rows of a saved query, for notebooks; `attrs` hold what has to be said with them. Errors as `answer`."""
        return frames.told_frame(self.answer(id, **values))

    def cypher(self, text: str, /, **parameters: object) -> pd.DataFrame:
        """Rows of one's own Cypher that only reads, within bounds; see `attribution.frames.cypher_frame`."""
        return frames.cypher_frame(self.graph, text, parameters)

    def posts(
        self, *, accounts: Sequence[str] | None = None, platforms: Sequence[str] | None = None,
        since: pd.Timestamp | None = None, until: pd.Timestamp | None = None,
    ) -> pa.Table:  # fmt: skip
        """Posts as an Arrow table, by time; see `attribution.frames.posts_table`."""
        return frames.posts_table(self.reader, accounts=accounts, platforms=platforms, since=since, until=until)

    def subgraph(self, of: pd.DataFrame | Iterable[Ref | str], limit: int = 1_000) -> NotebookSubgraph:
        """What the rows of a `query` name, or some nodes (Label/key), at most `limit`, with every link among them.

        It becomes a graph of networkx, igraph or pyvis. CaseError or ValueError for what names no nodes.
        """
        caption: dict[str, Any] = {}
        if isinstance(of, pd.DataFrame):
            refs = frames.refs_of_frame(of)
            caption = {"title": of.attrs["question"], "caveat": of.attrs["does_not_prove"]}
        else:
            refs = [one if isinstance(one, Ref) else Ref.parse(one) for one in of]
        found = self.view(refs[:limit])
        return NotebookSubgraph(found, lambda: self.scene(found, **caption))

    def to_py2neo(self, subgraph: NotebookSubgraph | Subgraph) -> Any:
        """A subgraph as one of py2neo; CaseError where that is not installed."""
        return to_py2neo(subgraph.subgraph if isinstance(subgraph, NotebookSubgraph) else subgraph)

    def from_py2neo(self, given: Any) -> NotebookSubgraph:
        """What a subgraph of py2neo holds; CaseError for what the schema does not know. Nothing is written."""
        found = from_py2neo(given)
        return NotebookSubgraph(found, lambda: self.scene(found))

    def query_through(self, graph: Any, id: str, /, **values: object) -> pd.DataFrame:
        """The rows of a saved query, asked through a py2neo Graph in place of the case's own; errors as `answer`."""
        query = own_queries.found_query(self.folder, id)
        result = run(Py2neoReads(graph), query, values, self.context())
        return frames.told_frame(self._with_coverage(result))

    def answer(self, id: str, /, **values: object) -> Answer:
        """The answer of a saved query; QueryError for an unknown one or a wrong parameter."""
        return self.ask(own_queries.found_query(self.folder, id), values)

    def ask(
        self, query: Query, values: Mapping[str, object], *, timeout_s: float = TIMEOUT_S, stop: Stop | None = None
    ) -> Answer:
        """The answer of a query, which `stop` ends from another thread; QueryError for a wrong parameter."""
        # what cannot be asked is told before an engine is started
        parse(query, values)
        result = run(self.graph, query, values, self.context(), timeout_s=timeout_s, stop=stop)
        return self._with_coverage(result)

    def _with_coverage(self, result: Result) -> Answer:
        return Answer(result, self.coverage().line, self.name, _loaded_at(self.reader), self.view)

    def lint(self, text: str, file: str | None = None, *, stop: Stop | None = None) -> Linted:
        """What is wrong with the text of an own query, tried for a few rows on each engine that the case has."""
        found = own_queries.looked_over(text, file)
        if not found.clean:
            return found
        some = self.graph.read("MATCH (a:Account) RETURN a.id AS id ORDER BY id LIMIT 1")
        ref = f"Account/{some[0]['id']}" if some else None
        known = own_queries.Known(self.sets(), self.networks(), self.topics(), ref)
        with own_queries.engines(self.folder, self.graph) as graphs:
            return own_queries.tried(found, graphs, self.context(), known, stop)

    def save_query(self, text: str) -> Path:
        """Keep an own query beside the case; CaseError where its text has a mistake."""
        with self.folder.writing():
            return own_queries.save(self.folder, text)

    def context(self) -> Context:
        """What queries need to know of the case beside the graph."""
        return Context(case=self.name, codebook=self.codebook(), labels=self.notebook.labels())

    def codebook(self) -> Codebook | None:
        """The case's topics, if it has a codebook.toml; QueryError if that is wrong."""
        return read_codebook(self.folder.codebook) if self.folder.codebook.is_file() else None

    def topics(self) -> tuple[str, ...]:
        """Ids of the codebook's topics."""
        found = self.codebook()
        return tuple(found.topics) if found else ()

    def coverage(self) -> Coverage:
        """Platforms, dates, missing fields, and how each dataset came."""
        reader = self.reader
        committed = tuple(d.folder for d in reader.datasets)
        if self._coverage is None or self._coverage[0] != committed:
            self._coverage = committed, coverage(reader)
        return self._coverage[1]

    def rejects(self, *, settled: bool = False) -> list[dict[str, str]]:
        """What could not be used: file, row, column, value, reason, mend, kind, dataset, id; `settled`: corrected ones too."""
        return rejects(self.reader, settled=settled)

    def sources(self, of: Ref | Edge | str) -> list[dict[str, str]]:
        """Which rows of which files say a node or relationship: dataset, file, loader, row."""
        return sources(self.reader, of)

    def sets(self) -> tuple[str, ...]:
        """Names of the sets."""
        rows = self.graph.read("MATCH (s:Set) RETURN s.name AS name, s.id AS id ORDER BY id")
        return tuple(str(r["name"] or r["id"]) for r in rows)

    def statements(self) -> list[dict[str, Any]]:
        """Who said what about what, and how far it attributes; side by side, in the order of time, never averaged."""
        found = self.graph.read(_STATEMENTS)
        return [{**row, "stated_at": iso_day(row["stated_at"]) if row["stated_at"] else None} for row in found]

    def networks(self) -> tuple[str, ...]:
        """Keys (publisher/name) of the published networks."""
        return tuple(str(r["id"]) for r in self.graph.read("MATCH (n:Network) RETURN n.id AS id ORDER BY id"))

    def lookup(self, lines: str | Iterable[str]) -> Lookup:
        """What pasted handles, ids, URLs, domains and hashtags are here."""
        return lookup(self.reader, lines.splitlines() if isinstance(lines, str) else lines)

    def search(self, text: str, limit: int = 20) -> list[Vertex]:
        """Nodes whose handle, name, address, tag or text holds the text."""
        return search(self.graph, text, limit=limit)

    def find(
        self, text: str, limit: int = 20, labels: Iterable[str] | None = None, platform: str | None = None,
        progress: Progress | None = None,
    ) -> Found:  # fmt: skip
        """Nodes whose handle, name, id, address, tag or text holds the text, as somebody types; see `attribution.finding`."""
        return find(
            self.graph, self.reader, text, limit=limit, labels=labels, platform=platform, progress=progress or silent
        )

    # -- what is looked at

    def view(self, refs: Iterable[Ref]) -> Subgraph:
        """The nodes and every link among them."""
        return induced(self.graph, list(refs))

    def neighbours(
        self,
        ref: Ref,
        limit: int = 50,
        labels: Sequence[str] | None = None,
        exclude: Iterable[Ref] = (),
        *,
        held: Iterable[Vertex] = (),
        common: bool = False,
        platforms: Sequence[str] | None = None,
        other_platforms: bool = False,
        coordinated: bool = False,
    ) -> Neighbourhood:
        """What stands around a node, the most telling first; common things are only counted, unless asked for.

        At most 200 at once. What is `held` of the excluded is not read again. What is chosen: see `graph.neighbourhood.Choice`.
        """
        return neighbours(
            self.graph, ref, limit=limit, labels=labels, exclude=tuple(exclude), held=held,
            least=0.0 if common else COMMON, platforms=platforms, other_platforms=other_platforms, coordinated=coordinated,
        )  # fmt: skip

    def around(self, ref: Ref, exclude: Iterable[Ref] = ()) -> Around:
        """How many neighbours there are of each label and platform, the most telling kinds first; nothing is brought."""
        return around(self.graph, ref, exclude)

    def neighbour_list(
        self, ref: Ref, choice: Choice | None = None, *, exclude: Iterable[Ref] = (), common: bool = False,
        limit: int = 50, offset: int = 0,
    ) -> NeighbourList:  # fmt: skip
        """A page of the neighbours to pick from, in the order in which they would come; common things only if wanted."""
        wanted = choice or Choice()
        return neighbour_list(self.graph, ref, wanted, exclude=exclude, common=common, limit=limit, offset=offset)

    def bring(self, refs: Iterable[Ref], present: Iterable[Vertex]) -> Subgraph:
        """Picked nodes with every link among them and to what is present; of that only what a link reaches."""
        there = tuple(present)
        return joined(self.graph, refs, (v.ref for v in there), there)

    def shared_among(self, refs: Iterable[Ref]) -> list[Thing]:
        """Things that at least two of the nodes share, common ones among them: most bits times sharers first."""
        return shared_among(self.graph, refs)

    def shared_by(self, refs: Iterable[Ref], most: int = MOST) -> SharedThings:
        """The first of these things, each with who of the nodes shares it and when, and how many are left out."""
        return shared_by(self.graph, refs, most=most)

    def paths(
        self, refs: Iterable[Ref], *, how: How = "shortest", without: Exclusions | None = None, most: int = 3,
        longest: int = 6, stop: Stop | None = None,
    ) -> Paths:  # fmt: skip
        """Paths between two or more nodes, the shortest or the most telling first; see `graph.paths`."""
        return paths(self.graph, refs, how=how, without=without, most=most, longest=longest, stop=stop)

    def account_card(self, account: Ref, objects: int = OBJECTS) -> AccountCard:
        """All that is loaded of an account; CaseError for what is none. With 0 `objects` the rest comes at once."""
        return account_card(self.graph, self.reader, account, objects=objects)

    def receipts(self, of: Ref | Edge, limit: int = 200) -> receipts_.Receipts:
        """The posts, times and values behind a node or link, with file and row."""
        if isinstance(of, Edge) and of.type == "COORDINATED_WITH":
            return explaining.of_link(self.graph, self.reader, of, limit=limit)
        if isinstance(of, Edge):
            return receipts_.of_edge(self.graph, self.reader, of, limit=limit)
        return receipts_.of_node(self.graph, self.reader, of, limit=limit)

    def row_receipts(self, answer: Answer, number: int, limit: int = row_receipts.FEW) -> receipts_.Receipts:
        """The posts behind one row of an answer (from 0), the oldest first, with file and row, and how many there are."""
        found = answer.result
        return row_receipts.of_row(self.graph, self.reader, found.query, found.rows[number], limit=limit)

    # -- who moves together

    def request(
        self,
        *,
        objects: Sequence[str] = DEFAULT,
        window: float = 60.0,
        min_participation: int = 2,
        min_weight: int | None = None,
        fdr: float = 0.05,
        shuffles: int = 99,
        seed: int = 1,
        since: int | None = None,
        until: int | None = None,
        platforms: Sequence[str] = (),
        accounts: Sequence[str] | None = None,
    ) -> Request:
        """What a detection is asked, in one order, so that the same question is the same run.

        `objects`: kinds of `attribution.share_kinds.KINDS`. `window` in seconds, inclusive. `since` and
        `until` (exclusive) in epoch ms. `accounts`: keys of the only accounts that take part.
        CaseError or AnalysisError for what makes no sense.
        """
        owners = owner_of(self.reader) if accounts is not None else {}
        keys = None if accounts is None else tuple(sorted({owners.get(key, key) for key in accounts}))
        return Request(
            in_order(objects), float(window), min_participation, min_weight, fdr, shuffles, seed, since, until,
            tuple(sorted(set(platforms))), keys,
        )  # fmt: skip

    def estimate(self, request: Request) -> detecting.Estimate:
        """What a detection would have to do, counted without doing it."""
        return detecting.estimated(self.reader, request)

    def detect(
        self,
        request: Request | None = None,
        *,
        who: str | None = None,
        ask: detecting.Ask | None = None,
        progress: Progress | None = None,
        **asked: Any,
    ) -> Run:
        """Find who moves together, keep it as a run, and write it into the graph: pairs, clusters, run.

        `asked`: as `request` takes it. The same question on the same data gives the run that is there. `ask` is
        called before work of more than a minute, and ends it with CaseError by saying no. Interrupted, it
        leaves nothing half: before the commit nothing is there, and after it the next command goes on.
        """
        wanted = request or self.request(**asked)
        tell = progress or silent
        graph = self.graph  # a dead server is told before anything is computed
        reader = self.reader
        input = input_of(reader)
        known = runs_.held(reader, wanted.hash(input))
        making = None if known else detecting.made(reader, wanted, input, who or user(), tell, ask)
        with self.folder.writing():
            if making is not None:
                # somebody else may have made it meanwhile
                known = runs_.held(self.reader, making.run.hash) or making.keep(self.folder)
            sync(graph, self.reader, tell)
        assert known is not None
        return known

    def runs(self) -> tuple[Run, ...]:
        """The runs that the case keeps, the oldest first; `stale` ones were made on other data than it holds now."""
        return runs_.runs(self.reader)

    def run(self, named: str) -> Run:
        """The run of this id, key or beginning of an id; CaseError if there is none or several."""
        return runs_.run_of(self.reader, named)

    def compare_runs(self, a: str, b: str) -> Comparison:
        """What appears and goes between two runs."""
        return runs_.compared(self.run(a), self.run(b), self.reader)

    def delete_run(self, named: str, *, progress: Progress | None = None) -> Run:
        """Take a run out of case and graph with everything that it made; gives what was deleted."""
        found = self.run(named)
        self.drop(found.hash, progress=progress)
        return found

    def run_pairs(self, named: str) -> pd.DataFrame:
        """Every listed pair of a run, also those that are not significant; columns of `analysis.edges.edge_table`."""
        return runs_.edges(self.folder, self.run(named), self.reader).to_pandas()

    def run_meetings(self, named: str) -> pd.DataFrame:
        """Every meeting of a run's significant pairs: accounts, object, posts, times; see `attribution.meetings`."""
        return runs_.meetings(self.folder, self.run(named), self.reader).to_pandas()

    def explain(self, a: str, b: str, request: Request | None = None) -> explaining.Explained:
        """Everything there is to say of two accounts, named by key, handle or address; nothing is kept."""
        return explaining.explained(self.reader, a, b, request or self.request())

    def expand(
        self, *, set: str | None = None, network: str | None = None, cluster: str | None = None,
        objects: Sequence[str] | None = None, window: float = 60.0, published: float | None = None, top: int = 50,
    ) -> expanding.Expanded:  # fmt: skip
        """Accounts outside one set, network or cluster, ranked by what they shared with it beyond chance; nothing is kept.

        `window` in seconds; `published`: epoch seconds from which the campaign was publicly known, by default as
        the network says. CaseError, QueryError or AnalysisError for what is unknown or cannot be ranked.
        """
        asked = self.request(objects=objects or expanding.OBJECTS, window=window)
        settings = Settings(float(window), published=published)
        seeds = expanding.seeds_of(self.graph, self.name, set=set, network=network, cluster=cluster)
        return expanding.expanded(self.reader, seeds, asked, settings, self.coverage().line, top)

    def impact(
        self, *, set: str | None = None, network: str | None = None, cluster: str | None = None,
        objects: Sequence[str] | None = None,
    ) -> Impact:  # fmt: skip
        """Engagement of a group's posts against comparable ones, and how far what it shared first went; nothing is kept.

        `sentences` of the result say what may be said. CaseError or QueryError for what is unknown.
        """
        group = expanding.seeds_of(self.graph, self.name, set=set, network=network, cluster=cluster)
        return impact_of(self.reader, group, self.request(objects=objects or SPREAD))

    # -- what the analyst adds

    def label(self, account: Ref, topic: str, on_topic: bool, *, why: str, by: str | None = None) -> None:
        """The analyst's own word on an account and a topic; it overrides the codebook."""
        if topic not in self.topics():
            raise CaseError(
                f"topic {topic!r}: is not in {self.folder.codebook.name}; use one of {', '.join(self.topics()) or 'none'}"
            )
        self.notebook.put_label(Label(account.key, topic, on_topic, why, by or user(), now_ms()))

    @property
    def views(self) -> Views:
        """The named views: to list, open, rename, duplicate and delete them."""
        return self.notebook.views

    def save_view(
        self, name: str, payload: Mapping[str, object], by: str | None = None, *, over: View | None = None
    ) -> View:
        """Keep a view under a name, or in place of one as it was seen.

        ViewConflictError where the name is taken, or where `over` was changed since.
        """
        if over is not None:
            return self.views.replace(over.id, over.version, payload, by or user(), now_ms())
        return self.views.add(name, payload, by or user(), now_ms())

    def notes(self, of: Iterable[Ref | Edge | str] | None = None) -> tuple[Note, ...]:
        """The notes that stand, or those on some nodes and links: Label/key, or the key of a link."""
        kept = self.notebook.notes
        return kept.all() if of is None else kept.about(map(noting.key_of, of))

    def note(
        self, on: Ref | Edge | str, text: str, *, confidence: str = "", mark: str = "", by: str | None = None
    ) -> Note:
        """Write a note on a node or link; `confidence` and `mark` as in `store.notes`. CaseError or StoreError if not kept."""
        about = noting.checked(on)
        return self.notebook.notes.add(about, text, confidence=confidence, mark=mark, by=by or user(), at=now_ms())

    def edit_note(self, read: Note, text: str, *, confidence: str = "", mark: str = "", by: str | None = None) -> Note:
        """Let another text stand in a note as it was read; its history keeps the old one. NoteChangedError if it changed since."""
        return self.notebook.notes.edit(
            read.id, read.version, text, confidence=confidence, mark=mark, by=by or user(), at=now_ms()
        )

    def remove_note(self, read: Note, *, by: str | None = None) -> Note:
        """Let a note stand no longer; its history keeps it. NoteChangedError if it changed since it was read."""
        return self.notebook.notes.remove(read.id, read.version, by=by or user(), at=now_ms())

    def note_history(self, id: str) -> tuple[Note, ...]:
        """Every version of a note, the first one first; StoreError if there is none."""
        return self.notebook.notes.history(id)

    def gone(self, things: Iterable[str]) -> frozenset[str]:
        """Which of these nodes and links (Label/key, or the key of a link) the graph does not hold."""
        asked = tuple(things)
        return noting.gone(self.view(ref for thing in asked for ref in noting.refs_of(thing)), asked)

    @property
    def checks(self) -> Checks:
        """Queries that are asked again and again, and what is remembered of their answers."""
        return Checks(self, user, now_ms)

    # -- what leaves

    def scene(
        self,
        subgraph: Subgraph,
        positions: Mapping[Ref, tuple[float, float]] | None = None,
        before: tuple[Subgraph, Scene] | None = None,
        *,
        answer: Answer | None = None,
        **caption: object,
    ) -> Scene:
        """The picture's content: coordinates as on the screen where given, caption from the answer and what is said.

        `before`: much the same as it was drawn until now, so that only the rest has to be described.
        """
        places = place(subgraph, positions or {})
        said = caption_of(self.coverage().line, answer, self.data_date(), caption)
        return scene(subgraph, places, said, members=answer.result.members if answer else None, before=before)

    def redacted(self, drawn: Scene, *, keep_tags: bool = False) -> Scene:
        """The scene with stable pseudonyms in place of names; the key never leaves the case.

        Hashtags that are not common are names, too, unless `keep_tags`.
        """
        plain = replace(drawn, caption=without_analysts(drawn.caption, self.notebook.analysts()))
        also = names_within(self.reader, plain.caption)
        return redact(plain, secret_of(self.folder), also=also, keep_tags=keep_tags)

    def data_date(self) -> str | None:
        """The day of the last load."""
        return _loaded_at(self.reader)


def _loaded_at(reader: Reader) -> str | None:
    loaded = [d.loaded_at for d in files(reader)]
    return time.strftime("%Y-%m-%d", time.gmtime(max(loaded) / 1000)) if loaded else None


def user() -> str:
    """Who works here, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def now_ms() -> int:
    """Epoch milliseconds."""
    return int(time.time() * 1000)


_STATEMENTS = """
MATCH (s:Statement)-[:STATED_BY]->(o:Source)
OPTIONAL MATCH (s)-[:ABOUT]->(about)
RETURN o.name AS source, o.kind AS source_kind, s.kind AS kind, s.attributes AS attributes, s.text AS text,
       s.count AS count, s.unit AS unit, about.id AS about, s.stated_at AS stated_at, s.id AS id
ORDER BY coalesce(stated_at, 9223372036854775807), source, kind, id, about
"""
