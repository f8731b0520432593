"""A load that is killed over and over, against one that never was: nothing may be lost, nothing doubled.

python -m bench.killing [--rows 1000000] [--kills 20] [--seed 1] [--engine embedded|neo4j] [--stored]

`attribution load` runs as a child and is killed with its whole process group at a random moment; the same
command follows until it comes through, then a new case begins, until all kills are done. At every second
kill the embedded engine dies with it; a Neo4j server is somebody else's and stays. Exit code 1 if a case
differs from the one of a load that nobody disturbed. `--stored`: the store is filled beforehand, and
`attribution case rebuild` is killed while it writes the graph.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bench.inputs import write_links
from bench.loading import running
from bench.storing import load as fill
from graph.connection import Graph
from graph.embedded import ended
from graph.write import clear
from loaders.base import Options
from store.folder import CaseFolder
from store.manifest import read_manifest
from tests.services.neo4j_server import Neo4jServer, missing

_MAP = """\
name = "killing"
platform = { value = "x" }
time = [{ column = "time" }]
[post]
id = "post"
[account]
id = "account"
[lists.urls]
column = "url"
single = true
"""
_JAVA = ("-Xmx3g", "-XX:+UseParallelGC")
_LONGEST_S = 3_600


@dataclass(frozen=True, slots=True)
class Command:
    """`attribution load` of one file into a case, on the engine that the environment names."""

    table: Path
    map: Path
    environment: Mapping[str, str]
    stored: Path | None = None
    """A case whose store is filled: copies of it get a graph, instead of loading the table."""

    def begin(self, case: Path) -> None:
        """Make what the first load of a case finds."""
        if self.stored is not None:
            shutil.copytree(self.stored, case)

    def load(self, case: Path) -> list[str]:
        """The words of the load."""
        if self.stored is not None:
            return _words("case", "rebuild", "--case", str(case))
        return _words("load", str(self.table), "--map", str(self.map), "--case", str(case), "--json")

    def run(self, words: Sequence[str]) -> bytes:
        """What a command prints; the bench ends where it fails."""
        done = subprocess.run(words, env=self.environment, capture_output=True, check=False, timeout=_LONGEST_S)
        if done.returncode != 0:
            sys.exit(f"bench.killing: {' '.join(words[2:])}: {(done.stderr or done.stdout).decode()[-2_000:]}")
        return done.stdout

    def answer(self, words: Sequence[str]) -> Any:
        """What a command prints as JSON."""
        return orjson.loads(self.run(words))


def found_in(command: Command, case: Path) -> dict[str, Any]:
    """What the case comes to, verified: counts of rows, records, nodes and relationships, and checksums of the graph."""
    verdict = command.answer(_words("case", "verify", "--case", str(case), "--json"))
    info = command.answer(_words("case", "info", "--case", str(case), "--json"))
    rows = [{name: d[name] for name in ("rows", "loaded", "merged", "blank", "rejected")} for d in info["datasets"]]
    counted = {name: info[name] for name in ("records", "nodes", "relationships")}
    left = [p.name for p in CaseFolder(case).tables.iterdir() if p.name not in _committed(case)]
    # when a file was loaded stands on its Dataset, and differs
    tables = {name: one for name, one in verdict["tables"].items() if name != "Dataset"}
    return {"clean": verdict["clean"], "tables": tables, "datasets": rows, **counted, "left": left}


def killed(command: Command, case: Path, after_s: float, *, engine_too: bool) -> str | None:
    """Load and kill after some seconds: what the load was at. None if it was faster and came through."""
    # its answer is not wanted, and a pipe that nobody reads would hold it up
    child = subprocess.Popen(
        command.load(case),
        env=command.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _, said = child.communicate(timeout=after_s)
    except subprocess.TimeoutExpired:
        engine = _engine_of(case) if engine_too else None
        os.killpg(child.pid, signal.SIGKILL)
        if engine is not None:
            os.kill(engine, signal.SIGKILL)
        child.communicate()
        return ("writing the graph" if _committed(case) else "filling the store") + (", engine too" if engine else "")
    if child.returncode != 0:
        sys.exit(f"bench.killing: a load after a kill failed: {said.decode()[-2_000:]}")
    return None


def rounds(
    command: Command,
    graph: Graph | None,
    folder: Path,
    wanted: Mapping[str, Any],
    whole_s: float,
    kills: int,
    seed: int,
) -> bool:
    """Kill and go on until all kills are done; whether every case that came of it is as it should be."""
    chance = random.Random(seed)
    sound, done, number = True, 0, 0
    while done < kills:
        number += 1
        case = folder / f"killed{number}"
        moments = Counter[str]()
        command.begin(case)
        while True:
            after, began = chance.uniform(0.0, whole_s) if done < kills else float(_LONGEST_S), time.perf_counter()
            at = killed(command, case, after, engine_too=done % 2 == 1)
            if at is None:
                if not moments:
                    # the first load of all met a cold server: most of its time would be no time to kill at
                    whole_s = min(whole_s, time.perf_counter() - began)
                break
            done += 1
            moments[at] += 1
            say(f"  kill {done} after {after:.1f} s: {at}")
        found = found_in(command, case)
        differs = [name for name in wanted if found[name] != wanted[name]]
        sound = sound and not differs
        say(
            f"  case {number}: {moments.total()} kills {dict(moments)}; {_told(found)}; "
            + (
                "as the undisturbed one"
                if not differs
                else f"DIFFERS in {differs}: {[found[name] for name in differs]}"
            )
        )
        if done < kills:
            emptied(graph, case)
    return sound


def emptied(graph: Graph | None, case: Path) -> None:
    """Make room for the next case: of the graph on a server, and on the disk."""
    if graph is not None:
        clear(graph)
    ended(case)
    shutil.rmtree(case)


def measure(command: Command, graph: Graph | None, folder: Path, kills: int, seed: int) -> bool:
    """One engine: the undisturbed load, then the others; whether nothing was lost and nothing doubled."""
    whole = folder / "whole"
    command.begin(whole)
    began = time.perf_counter()
    command.run(command.load(whole))
    whole_s = time.perf_counter() - began
    wanted = found_in(command, whole)
    say(f"undisturbed load {whole_s:.0f} s; {_told(wanted)}")
    if not wanted["clean"]:
        return False
    emptied(graph, whole)
    sound = rounds(command, graph, folder, wanted, whole_s, kills, seed)
    said = "zero lost, zero doubled" if sound else "NOT SOUND"
    say(f"{kills} kills in {time.perf_counter() - began:.0f} s: {said}")
    return sound


def say(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _told(found: Mapping[str, Any]) -> str:
    (rows,) = found["datasets"]
    nodes, links = sum(found["nodes"].values()), sum(found["relationships"].values())
    return f"{rows}, {nodes:,} nodes, {links:,} relationships, verify {'clean' if found['clean'] else 'NOT clean'}"


def _words(*words: str) -> list[str]:
    return [sys.executable, "-m", "attribution.cli", *words]


def _committed(case: Path) -> set[str]:
    folder = CaseFolder(case)
    return {d.folder for d in read_manifest(folder)} if folder.manifest.exists() else set()


def _engine_of(case: Path) -> int | None:
    """The process that serves the case's embedded engine, which stands in a session of its own."""
    wanted = str((case / "engine").resolve()).encode()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue  # it has ended meanwhile
        if b"graph.engine_process" in words and wanted in words:
            return int(path.parent.name)
    return None


def main() -> None:
    """Measure the engines that were asked for, in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("embedded", "neo4j"), action="append")
    parser.add_argument("--stored", action="store_true", help="kill only what writes the graph")
    given = parser.parse_args()
    own = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
    sound = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table, map_ = folder / "links.csv", folder / "map.toml"
        write_links(table, given.rows, given.seed)
        map_.write_text(_MAP, "utf-8")
        stored = folder / "stored" if given.stored else None
        if stored is not None:
            fill(table, "mapped-csv", Options(map=tomllib.loads(_MAP)), stored)
        for engine in given.engine or ("embedded", "neo4j"):
            (folder / engine).mkdir()
            say(f"{engine}, {given.rows:,} rows, seed {given.seed}:")
            if engine == "embedded":
                sound &= measure(Command(table, map_, own, stored), None, folder / engine, given.kills, given.seed)
                continue
            if missing() is not None:
                sys.exit(f"bench.killing: {missing()}")
            server = Neo4jServer.start(folder / "server", java_options=_JAVA, cache="1g")
            with running(server) as graph:
                named = {"NEO4J_URI": server.uri, "NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
                command = Command(table, map_, {**own, **named}, stored)
                sound &= measure(command, graph, folder / engine, given.kills, given.seed)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
