"""Seconds of every saved query on a large graph, on both engines, against the bar of 10 s.

python -m bench.asking [--relationships 1000000] [--engine embedded|neo4j] [--query ID] [--case FOLDER]

A link with more than 25,000 sharers, a hashtag in as many posts and an account of more than 7,000 posts stand in it (of
a million relationships; of fewer, in proportion), and the account is in a set that is asked about. Each query is asked
twice, cold and warm.
"""

import argparse
import csv
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from attribution.case import Case, open_case
from bench.inputs import tweets
from bench.loading import running
from graph.connection import GraphError
from graph.write import counts
from tests.services.neo4j_server import Neo4jServer, missing

BAR_S = 10.0
_POSTS_FOR = 3.75
"""Relationships of a post, about: most links, texts and tags come again."""
_JAVA = ("-Xmx4g", "-XX:+UseParallelGC")
_STAR = 30_000_000
_CODEBOOK = """\
version = 1
[topics.news]
title = "harbours and ferries"
terms = ["ferry will not leave", "midterm", "midterms", "ballot"]
exclusions = ["orchestra"]
"""
_SITES = 3_000

_SET: dict[str, object] = {"set": "A"}
_STAR_NODE = f"Account/x:{_STAR}"
_EVERYBODYS = "https://everybody.example/story"
ASKED: Mapping[str, tuple[dict[str, object], ...]] = {
    "early-amplifiers": ({"source": _STAR_NODE, "max_posts": 2_000, "window": "7d"},),
    "engagement": (_SET,),
    "first-appearance": ({"object": _EVERYBODYS}, {"object": "#everyday"}),
    "hours-of-a-set": (_SET,),
    "listed-and-seen": (_SET,),
    "near-a-set": (_SET,),
    "path-between-accounts": ({"a": _STAR_NODE, "b": "Account/x:10000001"},),
    "shared-by-two-sets": ({"a": "A", "b": "B"},),
    "topic-first-seen": ({"topic": "news"},),
    "topic-share": ({"set": "A", "topic": "news"},),
    "who-reacts-to-a-set": (_SET,),
}
"""Values of the queries that need some."""


def posts(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Flattened tweets with a link, a hashtag and an account that are everywhere."""
    star_posts: list[str] = []
    for n, tweet in enumerate(tweets(number, seed)):
        if n % 10 == 0:
            _write_as(tweet, 20_000_000 + n)
            for url in tweet["entities"]["urls"]:
                url |= {"expanded_url": _EVERYBODYS, "unwound_url": _EVERYBODYS}
        elif n % 10 == 1:
            tweet["entities"]["hashtags"] = [{"start": 0, "end": 9, "tag": "everyday"}]
        elif n % 30 == 2:
            _write_as(tweet, _STAR)
            star_posts.append(tweet["id"])
        elif n % 8 == 3 and star_posts:
            tweet["referenced_tweets"] = [{"type": "retweeted", "id": star_posts[n * 7 % len(star_posts)]}]
        elif n % 50 == 4:
            # a text of several accounts
            tweet["text"] = (
                f"the same words for the {n // 400}th time, that the ferry will not leave the harbour tonight"
            )
        elif n % 50 == 5:
            for url in tweet["entities"]["urls"]:
                url |= {"expanded_url": f"https://bit.ly/{n:07d}", "unwound_url": None}
        yield tweet


def _write_as(tweet: dict[str, Any], account: int) -> None:
    tweet["author_id"] = tweet["author"]["id"] = str(account)
    tweet["author"]["username"] = f"user{account}"
    tweet["author"]["name"] = f"Bearer of {account // 4}"


def filled(case: Case, relationships: int, folder: Path) -> None:
    """Load posts, fingerprints, statements and two sets into an empty case."""
    number = int(relationships / _POSTS_FOR)
    lines = folder / "posts.jsonl"
    with lines.open("wb") as out:
        out.writelines(orjson.dumps(tweet) + b"\n" for tweet in posts(number))
    sites, said = folder / "fingerprints.csv", folder / "statements.csv"
    with sites.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("indicator_type", "indicator_content", "domain_name"))
        for site in range(_SITES):
            name = f"site{site}.example"
            table.writerow(("domain", name, name))
            table.writerow(("ga_id", f"UA-{1_000_000 + site // 6}", name))
            table.writerow(("verification_id", f"google|{site // 4:020d}", name))
            table.writerow(("cdn-domain", "cdn.everybody.example", name))
    with said.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("date", "source", "source_kind", "text", "kind", "about_kind", "about"))
        for n in range(2_000):
            table.writerow(
                ("2022-11-03", f"Firm {n % 40}", "firm", f"Statement {n}", "attribution", "set", f"S{n % 20}")
            )
    case.load([lines, sites, said])
    members = [str(_STAR), *(str(10_000_000 + n * 150) for n in range(number // 1_250))]
    others = [str(10_000_001 + n * 150) for n in range(number // 1_250)]
    for name, ids in (("A", members), ("B", others)):
        case.create_set(name, ids, platform="x")
    case.folder.codebook.write_text(_CODEBOOK, "utf-8")


def measure(case: Case, engine: str, wanted: list[str]) -> list[str]:
    """Print the seconds of each query; those above the bar are returned."""
    held = counts(case.graph)
    say(f"{engine}: " + ", ".join(f"{sum(found.values()):,} {name}" for name, found in held.items()))
    slow = []
    for id_ in wanted or case.queries():
        for values in ASKED.get(id_, ({},)):
            took, told = [], ""
            for _ in range(2):
                began = time.perf_counter()
                try:
                    told = f"{len(case.answer(id_, **values).result.rows)} rows"
                except GraphError as error:
                    told = str(error)[:120]
                took.append(time.perf_counter() - began)
            above = max(took) > BAR_S or not told.endswith("rows")
            slow += [f"{id_} on {engine}"] if above else []
            say(
                f"{engine:9} {id_:28} {took[0]:6.2f} s, again {took[1]:6.2f} s; {told}{'  ABOVE THE BAR' if above else ''}"
            )
    return slow


def say(line: str) -> None:
    """One line of the result, with how busy the machine was."""
    sys.stdout.write(f"{line}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    sys.stdout.flush()


def main() -> None:
    """Measure both engines, or those that were asked for, on one case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--relationships", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=("embedded", "neo4j"), action="append")
    parser.add_argument("--query", action="append", default=[])
    parser.add_argument("--case", type=Path, help="folder to keep the case in, or one that holds it already")
    given = parser.parse_args()
    engines, slow = given.engine or ["embedded", "neo4j"], []
    for name in [name for name in os.environ if name.startswith("NEO4J_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = given.case or folder / "case"
        with open_case(root, create=True) as case:
            if not case.reader.datasets:
                began = time.perf_counter()
                filled(case, given.relationships, folder)
                say(f"filled in {time.perf_counter() - began:.0f} s")
            if "embedded" in engines:
                slow += measure(case, "embedded", given.query)
        if "neo4j" in engines:
            reason = missing()
            if reason is not None:
                sys.exit(f"bench.asking: {reason}")
            server = Neo4jServer.start(folder / "server", java_options=_JAVA, cache="1g")
            with running(server):
                os.environ |= {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
                with open_case(root, server.uri) as case:
                    case.rebuild()
                    slow += measure(case, "neo4j", given.query)
    say(f"above {BAR_S:.0f} s: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
