"""Files into the case store, in ratios: tweets against `orjson.loads` over their lines, a table against `pyarrow.csv`.

python -m bench.storing [--posts 200000] [--keep FOLDER]
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import NamedTuple

import orjson
import pyarrow as pa
import pyarrow.csv

from attribution.loading import Loading, Recognised
from attribution.progress import silent
from bench.inputs import write_jsonl, write_table
from loaders.base import Options
from loaders.catalogue import by_name
from store.folder import CaseFolder

MAP = {
    "name": "bench",
    "platform": {"value": "x"},
    "post": {"id": "post_id", "text": "text", "lang": "lang"},
    "account": {"id": "account_id", "handle": "username"},
    "time": [{"column": "created_at"}],
    "lists": {"urls": {"column": "url", "single": True}},
    "counts": {"likes": "likes", "reposts": "reposts"},
}


class Took(NamedTuple):
    """Seconds that work took."""

    wall: float
    cpu: float
    """Of this process and those that it started and ended; on a busy machine it says more than the clock."""


def timed(work: Callable[[], object]) -> Took:
    """How long the work takes."""
    began, before = time.perf_counter(), _cpu()
    work()
    return Took(time.perf_counter() - began, _cpu() - before)


def _cpu() -> float:
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def parse_lines(path: Path) -> None:
    """What every reader of JSONL has to do."""
    with path.open("rb") as lines:
        for line in lines:
            orjson.loads(line)


def read_as_text(path: Path) -> None:
    """What the fastest reader of tables does."""
    with path.open(encoding="utf-8") as text:
        names = text.readline().strip().split(",")
    pyarrow.csv.read_csv(
        path, convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    )


def load(path: Path, format_: str, options: Options, root: Path) -> None:
    """One file into a case store, without a graph."""
    folder = CaseFolder(root)
    folder.create()
    with folder.writing():
        loading = Loading(folder, who="bench", now_ms=int(time.time() * 1000), progress=silent)
        loading.file(Recognised(path, by_name(format_)), options)


def measure(path: Path, format_: str, options: Options, base: Callable[[Path], None], posts: int) -> str:
    """A line: the baseline, the load and the load of the same file once more."""
    root = path.with_name(f"{path.name}.case")
    first = timed(lambda: load(path, format_, options, root))
    again = timed(lambda: load(path, format_, options, root))
    kept = sum(part.stat().st_size for part in root.rglob("*.parquet"))
    memory = max(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) >> 10
    # after the memory was measured: a whole table as text is more than a load ever holds
    baseline = min(timed(lambda: base(path)) for _ in range(2))
    return (
        f"{format_:11} {posts:,} rows, {path.stat().st_size / 1e6:,.0f} MB: baseline {baseline.wall:.2f} s, load "
        f"{first.wall:.2f} s ({posts / first.wall:,.0f} rows/s, ratio {first.wall / baseline.wall:.1f}; by CPU time "
        f"{baseline.cpu:.2f} s and {first.cpu:.2f} s, over {os.cpu_count()} cores ratio "
        f"{first.cpu / baseline.cpu / (os.cpu_count() or 1):.1f}), again {again.wall:.2f} s ({again.wall / first.wall:.1%} "
        f"of the first), {kept / 1e6:,.0f} MB kept, most memory of a process {memory:,} MB; load {os.getloadavg()[0]:.1f}\n"
    )


def main() -> None:
    """Measure both, one after the other, in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--keep", type=Path, help="folder to keep files and cases in; files that are there are used")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        tweets, table = folder / "posts.jsonl", folder / "posts.csv"
        if not tweets.exists():
            write_jsonl(tweets, given.posts)
        sys.stdout.write(measure(tweets, "x-twarc2", Options(), parse_lines, given.posts))
        sys.stdout.flush()
        if not table.exists():
            write_table(table, given.posts)
        sys.stdout.write(measure(table, "mapped-csv", Options(map=MAP), read_as_text, given.posts))


if __name__ == "__main__":
    main()
