"""A load that is killed at any moment and repeated leaves the same graph as an undisturbed one."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import orjson
import pytest

from attribution.case import open_case
from graph.connection import Graph

SEED = 20221108
KILLS = 5


def posts(path: Path, count: int) -> Path:
    """A twarc2 file of flattened posts with links, tags and mentions."""
    lines = []
    for number in range(count):
        author = {"id": str(100 + number % 97), "username": f"user{number % 97}", "name": "A"}
        lines.append(
            orjson.dumps(
                {
                    "id": str(1_580_000_000_000_000_001 + number * 7),
                    "author_id": author["id"],
                    "author": author,
                    "text": f"story number {number % 53} about the river and the bridge that nobody wants",
                    "created_at": f"2022-10-{1 + number % 28:02d}T10:{number % 60:02d}:00.000Z",
                    "entities": {
                        "urls": [
                            {
                                "url": "https://t.co/x",
                                "expanded_url": f"https://site{number % 41}.example/p/{number % 211}",
                            }
                        ],
                        "hashtags": [{"tag": f"tag{number % 29}"}],
                        "mentions": [{"username": f"user{(number * 5) % 97}", "id": str(100 + (number * 5) % 97)}],
                    },
                    "__twarc": {"retrieved_at": "2022-11-09T00:00:00+00:00"},
                }
            )
        )
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def command(path: Path, case: Path) -> list[str]:
    return [sys.executable, "-m", "attribution.cli", "load", str(path), "--case", str(case), "--json"]


def content(case: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every node and relationship with its properties, but for what says when and by whom a file was loaded."""
    with open_case(case) as opened:
        nodes = opened.graph.read(
            "MATCH (n) RETURN labels(n) AS labels, n.id AS id, properties(n) AS properties ORDER BY labels, id"
        )
        links = opened.graph.read(
            "MATCH (a)-[r]->(b) RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS properties ORDER BY type, start, end"
        )
    for node in nodes:
        if node["labels"] == ["Dataset"]:
            node["properties"] = {k: v for k, v in node["properties"].items() if k not in ("loaded_at", "reading")}
    return nodes, links


@pytest.mark.embedded
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_killed_load_repeated_gives_the_same_graph(tmp_path: Path, embedded_session: Graph) -> None:
    assert embedded_session.engine.name == "arcadedb"
    path = posts(tmp_path / "posts.jsonl", 3_000)
    began = time.monotonic()
    subprocess.run(command(path, tmp_path / "whole"), check=True, capture_output=True)
    whole_s = time.monotonic() - began
    chance = random.Random(SEED)

    killed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            command(path, tmp_path / "killed"), stdout=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(whole_s * chance.uniform(0.15, 0.95))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
    done = subprocess.run(command(path, tmp_path / "killed"), check=True, capture_output=True)

    assert killed >= 1
    (file,) = orjson.loads(done.stdout)["files"]
    assert file["rows"] == file["loaded"] + file["merged"] + file["blank"] + sum(file["rejected"].values()) == 3_000
    assert content(tmp_path / "killed") == content(tmp_path / "whole")
