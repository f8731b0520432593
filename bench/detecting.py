"""Pairs seen at least twice within 60 s, from CSV to CSV as whole processes: ours against what others would write.

python -m bench.detecting [--sizes 100000 1000000 10000000] [--rounds 3] [--bound 300] [--only NAME …]

The ways take turns within each round; the table gives medians and ratios against DuckDB (above 1: slower, more).
What is not done within the bound is ended and printed as such. All must give the same pairs with the same weights.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

# This process stays small and leaves writing and checking to others: the peak that the system gives for
# a child begins with what its parent held when it was started.
_WRITE = (
    "import sys, pyarrow.csv; from bench.planted import easy; "
    "pyarrow.csv.write_csv(easy(int(sys.argv[1]), int(sys.argv[2])).posts, sys.argv[3])"
)
_DIGEST = (
    "import sys, duckdb; print(*duckdb.execute('SELECT count(*), sum(weight), bit_xor(hash(account_a, account_b, "
    "weight::BIGINT)) FROM read_csv(?, header = true) WHERE weight >= 2 AND account_a < account_b', [sys.argv[1]]).fetchone())"
)
_OURS = ("--window", "60", "--min-participation", "2", "--min-weight", "2")
_MEMORY = ("--memory", "600MB")
COUNTED, SPILLED, JUDGED = "counted", "within 600 MB", "and judged"
"""Ours: the same as the others do; the same with rows and pairs on disk; and with p, q, groups and shuffles, which no other does."""
_PEERS = ("duckdb", "duckdb-plain", "polars")
_BASE = "duckdb"
_PANDAS_ROWS = 100_000
"""Above, pandas needs more memory than most machines have."""
_JUDGED_ROWS = 1_000_000
"""Above, the judgement leaves out common things, and says so: it holds all pairs of posts."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds of wall and CPU time, peak memory in MB, and why it failed, if it did."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    failure: str = ""


def run(command: Sequence[str], bound_s: float, errors: Path) -> Run:
    """Measure a command from start to end; it is ended with its children at the bound."""
    began = time.perf_counter()
    with errors.open("wb") as log:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True)
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(child.pid, signal.SIGKILL)

    timer = threading.Timer(bound_s, end)
    timer.start()
    try:
        _, status, used = os.wait4(child.pid, 0)
    finally:
        timer.cancel()
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    failure = ""
    if late.is_set():
        failure = f"more than {bound_s:g} s"
    elif child.returncode:
        last = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines() or [""]
        failure = f"exit code {child.returncode}: {last[-1].strip(' │╰─╯')[:100]}"
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, failure)


def ways(rows: int, largest: int, posts: Path, edges: Path) -> dict[str, list[str]]:
    """The commands by name, each from the same posts to edges of its own."""
    ours = [str(Path(sys.executable).with_name("attribution")), "detect", str(posts), *_OURS]
    counted = [*ours, "--weights-only"]
    found = {COUNTED: [*counted, "--out", str(edges / f"{COUNTED}.csv")]}
    if rows == largest:
        found[SPILLED] = [*counted, *_MEMORY, "--out", str(edges / f"{SPILLED}.csv")]
    found[JUDGED] = [*ours, "--out", str(edges / f"{JUDGED}.csv")]
    for peer in (*_PEERS, *(["pandas"] if rows <= _PANDAS_ROWS else [])):
        found[peer] = [sys.executable, "-m", "bench.peers", peer, str(posts), str(edges / f"{peer}.csv")]
    return found


def measure(rows: int, largest: int, rounds: int, bound_s: float, only: Sequence[str], folder: Path, seed: int) -> None:
    """Print the table of one size; exits if two ways disagree about the pairs."""
    posts, edges = folder / f"{rows}.csv", folder / f"{rows}.edges"
    edges.mkdir()
    subprocess.run([sys.executable, "-c", _WRITE, str(rows), str(seed), str(posts)], check=True)
    say(f"{rows:,} rows, {posts.stat().st_size / 1e6:,.0f} MB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    commands = {name: way for name, way in ways(rows, largest, posts, edges).items() if not only or name in only}
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            # what failed once is not waited for again
            if not any(one.failure for one in runs[name]):
                runs[name].append(run(command, bound_s, folder / "errors.txt"))
    posts.unlink()
    done = {name: some for name, some in runs.items() if some and not some[-1].failure}
    say(
        f"{'':14}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'wall ×':>9}{'CPU ×':>9}{'peak ×':>9}{'pairs':>12}{'weight':>12}"
    )
    digests: dict[str, str] = {}
    base = _medians(done[_BASE]) if _BASE in done else None
    for name, some in runs.items():
        if name not in done:
            say(f"{name:14} {some[-1].failure}" if some else f"{name:14} not run")
            continue
        took = _medians(some)
        ratios = "".join(f"{one / other:9.2f}" for one, other in zip(took, base, strict=True)) if base else " " * 27
        answer = subprocess.run(
            [sys.executable, "-c", _DIGEST, str(edges / f"{name}.csv")], check=True, capture_output=True, text=True
        ).stdout
        if name != JUDGED or rows <= _JUDGED_ROWS:
            digests[name] = answer
        pairs, weight, _ = answer.split()
        say(f"{name:14}{took[0]:9.2f}{took[1]:9.2f}{took[2]:9,.0f}{ratios}{int(pairs):12,}{int(weight):12,}")
    if len(set(digests.values())) > 1:
        sys.exit(f"bench.detecting: the ways found different pairs or weights at {rows:,} rows")


def _medians(runs: Sequence[Run]) -> tuple[float, float, float]:
    return median(r.wall_s for r in runs), median(r.cpu_s for r in runs), median(r.peak_mb for r in runs)


def say(line: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure each size, smallest first, in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bound", type=float, default=300.0, help="seconds that one process may take")
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        choices=[COUNTED, SPILLED, JUDGED, *_PEERS, "pandas"],
        metavar="NAME",
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for rows in sorted(given.sizes):
            measure(rows, max(given.sizes), given.rounds, given.bound, given.only, Path(name), given.seed)


if __name__ == "__main__":
    main()
