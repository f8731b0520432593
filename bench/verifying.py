"""Seconds of `case verify` on the embedded engine, against the bar of 60 s for a million posts.

python -m bench.verifying [--posts 100000] [--case FOLDER]
"""

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from attribution.case import open_case
from bench.inputs import write_jsonl

BAR_S = 60.0
_ROUNDS = 2


def measure(root: Path, posts: int) -> None:
    """Load the posts unless the case holds them, verify it cold and warm, and print what each took."""
    with ExitStack() as opened:
        case = opened.enter_context(open_case(root, create=True))
        if not case.reader.datasets:
            lines = Path(opened.enter_context(tempfile.TemporaryDirectory())) / "posts.jsonl"
            write_jsonl(lines, posts)
            case.load([lines])
        for number in range(_ROUNDS):
            began = time.perf_counter()
            verdict = case.verify()
            took = time.perf_counter() - began
            if not verdict.clean:
                sys.exit(f"bench.verifying: {verdict.told()}")
            things = sum(one.store for one in verdict.tables.values())
            held = verdict.tables["Post"].store
            said = f"{held:,} posts, {things:,} nodes and relationships: {took:.1f} s, {things / took:,.0f} a second"
            bar = f"bar {BAR_S * held / 1e6:.0f} s" if held >= 1e6 else "no bar below a million posts"
            sys.stdout.write(f"{'cold' if number == 0 else 'warm'}: {said}; {bar}\n")


def main() -> None:
    """Measure a case of invented posts, or one that is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--case", type=Path, help="folder to keep the case in, or one that holds it already")
    given = parser.parse_args()
    if given.case is not None:
        measure(given.case, given.posts)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder) / "case", given.posts)


if __name__ == "__main__":
    main()
