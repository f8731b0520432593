"""What each rule finds of planted rings: precision, recall and F1 of pairs and of accounts, and what is false.

python -m bench.judging [--rows 1000000] [--seeds 1 2 3] [--sets easy hard …] [--ours ARGUMENT …]

Recall is over all pairs of members of a ring; `rings` is its mean over rings, `seen` over pairs that shared two objects
or more within 60 s.
`bench.planted` says what the sets and the decoys are. `mean` is the mean over the seeds.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import pyarrow.compute as pc
import pyarrow.csv

from bench.planted import SETS, Planted
from bench.rules import PARTICIPATION, RULES, WINDOW_S, Shares
from bench.scoring import KINDS, Rates, Score, score

OURS = "ours"
_COMMAND = ("--window", f"{WINDOW_S:.0f}", "--min-participation", str(PARTICIPATION))
_TRUE = ("true", "1", "True")


def ours(planted: Planted, arguments: Sequence[str]) -> Score | str:
    """What `attribution detect` calls significant, or why it says nothing."""
    with tempfile.TemporaryDirectory() as name:
        posts, found = Path(name) / "posts.csv", Path(name) / "edges.csv"
        pyarrow.csv.write_csv(planted.posts, posts)
        program = str(Path(sys.executable).with_name("attribution"))
        command = [program, "detect", str(posts), *_COMMAND, *arguments, "--out", str(found)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["no message"]
            return f"exit code {done.returncode}: {said[-1]}"
        text = pyarrow.csv.ConvertOptions(
            column_types={"significant": "string", "account_a": "string", "account_b": "string"},
            include_columns=["account_a", "account_b", "significant"],
        )
        table: Any = pyarrow.csv.read_csv(found, convert_options=text)
    kept: Any = pc.is_in(table["significant"], pyarrow.array(_TRUE))
    return score(table.filter(kept), planted)


def judged(planted: Planted, arguments: Sequence[str]) -> Iterator[tuple[str, Score | str]]:
    """The worth of each rule on one set, ours first."""
    yield OURS, ours(planted, arguments)
    shares = Shares.of(planted.posts)
    for name, rule in RULES.items():
        yield name, score(shares.table(rule(shares)), planted)


def averaged(scores: Sequence[Score]) -> Score:
    """The mean of each number."""
    return Score(
        Rates(mean(s.pairs.precision for s in scores), mean(s.pairs.recall for s in scores)),
        mean(s.rings for s in scores),
        mean(s.seen for s in scores),
        Rates(mean(s.accounts.precision for s in scores), mean(s.accounts.recall for s in scores)),
        {kind: round(mean(s.false[kind] for s in scores)) for kind in KINDS},
    )


def line(set_: str, seed: str, rule: str, worth: Score | str) -> str:
    """A row of the table."""
    start = f"{set_:15}{seed:>5} {rule:16}"
    if isinstance(worth, str):
        return f"{start}{worth}\n"
    pairs, accounts = worth.pairs, worth.accounts
    return (
        f"{start}{pairs.precision:7.3f}{pairs.recall:7.3f}{pairs.f1:7.3f}{worth.rings:7.3f}{worth.seen:7.3f}  "
        f"{accounts.precision:7.3f}{accounts.recall:7.3f}{accounts.f1:7.3f} "
        f"{''.join(f'{worth.false[kind]:>{len(kind) + 3},}' for kind in KINDS)}\n"
    )


def main() -> None:
    """Judge each set at each seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--sets", nargs="+", default=[make.__name__ for make in SETS])
    parser.add_argument("--ours", nargs=argparse.REMAINDER, default=[], help="further arguments of attribution detect")
    given = parser.parse_args()
    sys.stdout.write(
        f"{given.rows:,} rows{'':27}pairs{'':30}accounts{'':17}false pairs\n"
        f"{'set':15}{'seed':>5} {'rule':16}{'P':>7}{'R':>7}{'F1':>7}{'rings':>7}{'seen':>7}  {'P':>7}{'R':>7}{'F1':>7} "
        f"{''.join(f'{kind:>{len(kind) + 3}}' for kind in KINDS)}\n"
    )
    for make in SETS:
        if make.__name__ not in given.sets:
            continue
        kept: dict[str, list[Score]] = {}
        for seed in given.seeds:
            for rule, worth in judged(make(given.rows, seed), given.ours):
                sys.stdout.write(line(make.__name__, str(seed), rule, worth))
                sys.stdout.flush()
                if isinstance(worth, Score):
                    kept.setdefault(rule, []).append(worth)
        for rule, scores in kept.items():
            sys.stdout.write(line(make.__name__, "mean", rule, averaged(scores)))


if __name__ == "__main__":
    main()
