"""A small case as files: a ring on three platforms, a near miss, a feed, and times to the minute, among a crowd."""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import attribution
from attribution.own_map import own_map
from loaders.base import Options

HOSTILE = "<img src=x onerror=alert(1)>"
START = 1_664_600_000
RING = ("facebook:903", "telegram:902", "x:900", "x:901")
NEAR_MISS = ("x:910", "x:911")
FEED = ("x:930", "x:931")
MINUTES = ("x:920", "x:921")

Post = tuple[str, float, str, str]
"""Account, seconds from the start, address, how the time is written."""

_SECONDS, _MINUTES = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%MZ"
_COLUMNS = {
    ("post", "id"): "id",
    ("account", "id"): "user",
    ("account", "handle"): "handle",
    ("time", "column"): "when",
    ("post", "text"): "words",
    ("lists", "urls"): "link",
    ("counts", "likes"): "likes",
}


def build(folder: Path) -> Path:
    """The case, loaded; its folder."""
    posts = list(_posts(random.Random(7)))
    with attribution.open(folder / "case", create=True) as case:
        for platform in ("facebook", "telegram", "x"):
            path = folder / f"{platform}.csv"
            _write(path, [one for one in posts if one[0].startswith(f"{platform}:")])
            case.load([path], format="mapped-csv", options=Options(map=own_map(platform, platform, _COLUMNS)))
    return folder / "case"


def _posts(chance: random.Random) -> Iterator[Post]:
    span = 14 * 86_400
    for number in range(60):
        for _ in range(12):
            yield (
                f"x:{100 + number}",
                chance.uniform(0, span),
                f"https://paper{chance.randrange(150)}.example/story",
                _SECONDS,
            )
    for occasion in range(8):
        at = chance.uniform(0, span)
        for place, account in enumerate(RING):
            yield account, at + 7 * place, f"https://ring{occasion}.example/story", _SECONDS
        for place, account in enumerate(NEAR_MISS):
            # the same things, hours apart
            yield account, at + 4_000 * place, f"https://near{occasion}.example/story", _SECONDS
        for account in MINUTES:
            yield account, at, f"https://minute{occasion}.example/story", _MINUTES
    for number in range(40):
        at = chance.uniform(0, span)
        for place, account in enumerate(FEED):
            yield account, at + 5 * place, f"https://wire{number}.example/story", _SECONDS


def _write(path: Path, posts: list[Post]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, list(_COLUMNS.values()))
        rows.writeheader()
        for number, (account, at, link, written) in enumerate(posts):
            id_ = account.partition(":")[2]
            rows.writerow(
                {
                    "id": f"{id_}{number:05}",
                    "user": id_,
                    "handle": f"user{id_}",
                    "when": datetime.fromtimestamp(START + round(at), UTC).strftime(written),
                    "words": f"{HOSTILE} look {link}" if id_ == "900" else "",
                    "link": link,
                    "likes": number % 3,
                }
            )
