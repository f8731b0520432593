"""Files into the case store, in ratios: tweets against `orjson.loads` over their lines, a table against `pyarrow.csv`.

python -m bench.storing [--posts 200000]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

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


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


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
    root = path.with_suffix(".case")
    baseline = min(timed(lambda: base(path)) for _ in range(2))
    first = timed(lambda: load(path, format_, options, root))
    again = timed(lambda: load(path, format_, options, root))
    kept = sum(part.stat().st_size for part in root.rglob("*.parquet"))
    memory = max(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) >> 10
    return (
        f"{format_:11} {posts:,} rows, {path.stat().st_size / 1e6:,.0f} MB: baseline {baseline:.2f} s, load {first:.2f} s "
        f"({posts / first:,.0f} rows/s, ratio {first / baseline:.1f}), again {again:.2f} s ({again / first:.1%} of the "
        f"first), {kept / 1e6:,.0f} MB kept, most memory of a process {memory:,} MB\n"
    )


def main() -> None:
    """Measure both, one after the other, in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=200_000)
    posts = parser.parse_args().posts
    with tempfile.TemporaryDirectory() as folder:
        tweets, table = Path(folder) / "posts.jsonl", Path(folder) / "posts.csv"
        write_jsonl(tweets, posts)
        sys.stdout.write(measure(tweets, "x-twarc2", Options(), parse_lines, posts))
        write_table(table, posts)
        sys.stdout.write(measure(table, "mapped-csv", Options(map=MAP), read_as_text, posts))


if __name__ == "__main__":
    main()
