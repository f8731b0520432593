"""A case store into the graph: our writer against one UNWIND … MERGE per batch of 5,000, both warm, in one run.

python -m bench.loading [--posts 20000] [--rounds 3] [--engine embedded|neo4j|import]

The rows of the baseline lie ready in memory; ours come out of the store, resolving, weighing and
marking included. Both make the same graph, which is checked. Neo4j is a server of this run.
"""

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attribution.importing import write_import
from attribution.loading import Loading, Recognised
from attribution.progress import silent
from attribution.syncing import dataset_row, sync
from bench.baseline import BATCH_ROWS, STATEMENT, rows_of
from bench.inputs import write_jsonl
from graph.bulk import drop_everything, takes_bulk
from graph.connection import Graph, GraphError, Target, connect
from graph.cypher import replace_nodes
from graph.ddl import prepare
from graph.embedded import Embedded
from graph.write import clear, counts, node_row
from loaders.base import Options
from loaders.catalogue import by_name
from store.folder import CaseFolder
from store.resolve import Reader
from tests.services.neo4j_server import Neo4jServer, missing

Row = dict[str, Any]

_JAVA = ("-Xmx4g", "-XX:+UseParallelGC")


def made(folder: Path, posts: int) -> CaseFolder:
    """A case of two files: the second repeats half of the first and goes as far beyond it."""
    case = CaseFolder(folder / "case")
    case.create()
    whole, first, second = (folder / f"{name}.jsonl" for name in ("whole", "first", "second"))
    write_jsonl(whole, posts + posts // 2)
    lines = whole.read_bytes().splitlines(keepends=True)
    first.write_bytes(b"".join(lines[:posts]))
    second.write_bytes(b"".join(lines[posts // 2 :]))
    with case.writing():
        loading = Loading(case, who="bench", now_ms=1, progress=silent)
        for path in (first, second):
            loading.file(Recognised(path, by_name("x-twarc2")), Options())
    return case


def only(case: CaseFolder, files: int) -> Reader:
    """A reader of the first files alone."""
    reader = Reader(case)
    reader.datasets = reader.datasets[:files]
    return reader


def baseline(graph: Graph, given: list[Row], reader: Reader) -> None:
    """The text that a tutorial would give: everything of a post in one statement per batch."""
    for begin in range(0, len(given), BATCH_ROWS):
        graph.write(STATEMENT, {"rows": given[begin : begin + BATCH_ROWS]})
    graph.write(replace_nodes("Dataset"), {"rows": [node_row(dataset_row(d)) for d in reader.datasets]})


def emptied(graph: Graph) -> None:
    """An empty graph with constraints and indexes."""
    if takes_bulk(graph):
        drop_everything(graph)
    else:
        clear(graph)
    prepare(graph)


def described(graph: Graph) -> tuple[object, ...]:
    """What tells two graphs apart: how many of each kind, and how many properties in all."""
    nodes = graph.read("MATCH (n) RETURN sum(size(keys(n))) AS n", timeout_s=600)
    links = graph.read("MATCH ()-[r]->() RETURN sum(size(keys(r))) AS n", timeout_s=600)
    return str(counts(graph)), nodes[0]["n"], links[0]["n"]


def compare(graph: Graph, case: CaseFolder, rounds: int, title: str) -> None:
    """Print posts a second of both ways for new rows, and for new and old mixed: the best of the rounds, taken in turn."""
    first, both = only(case, 1), only(case, 2)
    new, mixed = rows_of(first), rows_of(both, touched_by=both.datasets[1].id)
    # or each collection during a write of ours walks through the rows of the baseline
    gc.collect()
    gc.freeze()
    best: dict[tuple[str, str], float] = {}
    graphs: dict[str, set[tuple[object, ...]]] = {"new rows": set(), "new and old": set()}

    def timed(work: str, way: str, run: Callable[[], object], posts: int) -> None:
        began = time.perf_counter()
        run()
        speed = posts / (time.perf_counter() - began)
        best[work, way] = max(best.get((work, way), 0.0), speed)
        graphs[work].add(described(graph))

    # the first round warms both and does not count
    for number in range(rounds + 1):
        if number == 1:
            best.clear()
        for way, begin, go_on in (
            ("MERGE", lambda: baseline(graph, new, first), lambda: baseline(graph, mixed, both)),
            ("ours", lambda: sync(graph, first), lambda: sync(graph, both)),
        ):
            emptied(graph)
            timed("new rows", way, begin, len(new))
            timed("new and old", way, go_on, len(mixed))
    for work, found in graphs.items():
        if len(found) != 1:
            sys.exit(f"bench.loading: the ways wrote different graphs ({work}): {found}")
        ours, base = best[work, "ours"], best[work, "MERGE"]
        say(f"{title:10} {work:12} MERGE {base:>7,.0f} posts/s, ours {ours:>7,.0f} posts/s, ratio {ours / base:.2f}")


def compare_import(case: CaseFolder, folder: Path) -> None:
    """Print seconds of both ways into an empty Neo4j; what the start and the constraints take stands apart."""
    reader = only(case, 1)
    given = rows_of(reader)
    times: dict[str, float] = {}

    @contextmanager
    def clocked(name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        times[name] = time.perf_counter() - began

    with clocked("files"):
        ready = write_import(reader, folder / "files")

    def bring_in(admin: list[str], environment: dict[str, str]) -> None:
        with clocked("import"):
            ready.run(admin, environment)

    graphs = set()
    with clocked("start"):
        server = Neo4jServer.start(folder / "imported", bring_in, java_options=_JAVA, cache="512m")
    with running(server) as graph:
        with clocked("constraints"):
            sync(graph, reader)
        graphs.add(described(graph))
    server = Neo4jServer.start(folder / "merged", java_options=_JAVA, cache="512m")
    with running(server) as graph:
        prepare(graph)
        # warm: the first tenth counts for nothing, and is there already when it comes again
        baseline(graph, given[: len(given) // 10], reader)
        clear(graph)
        with clocked("MERGE"):
            baseline(graph, given, reader)
        graphs.add(described(graph))
    if len(graphs) != 1:
        sys.exit(f"bench.loading: the ways wrote different graphs: {graphs}")
    ours = times["files"] + times["import"]
    say(
        f"import     {ready.nodes + ready.relationships:,} rows ({len(given):,} posts): MERGE {times['MERGE']:.1f} s, files "
        f"{times['files']:.1f} s and import {times['import']:.1f} s, ratio {times['MERGE'] / ours:.2f}; apart: start "
        f"{times['start'] - times['import']:.1f} s, constraints {times['constraints']:.1f} s"
    )


@contextmanager
def running(server: Neo4jServer) -> Iterator[Graph]:
    """The graph of a server, which ends afterwards."""
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                graph = connect(Target(server.uri, server.user, server.password))
                break
            except GraphError:
                # one that has just started takes long over its first query
                if time.monotonic() > deadline:
                    raise
        with graph:
            yield graph
    finally:
        server.stop()


def say(line: str) -> None:
    """One line of the result, with how busy the machine was."""
    sys.stdout.write(f"{line}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    sys.stdout.flush()


def main() -> None:
    """Measure what was asked for, each engine in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=("embedded", "neo4j", "import"), action="append")
    parser.add_argument("--case", type=Path, help="a case of two files that an earlier run made, in its folder")
    given = parser.parse_args()
    engines = given.engine or ["embedded", "neo4j", "import"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case = CaseFolder(given.case) if given.case else made(folder, given.posts)
        if "embedded" in engines:
            with Embedded.open(folder / "embedded") as engine, connect(engine.target) as graph:
                compare(graph, case, given.rounds, "embedded")
        if missing() is not None:
            sys.exit(f"bench.loading: {missing()}")
        if "neo4j" in engines:
            with running(Neo4jServer.start(folder / "neo4j", java_options=_JAVA, cache="512m")) as graph:
                compare(graph, case, given.rounds, "neo4j")
        if "import" in engines:
            compare_import(case, folder)


if __name__ == "__main__":
    main()
