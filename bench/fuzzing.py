"""Spoiled files by the thousand: what is neither read nor refused with one line is a defect, and is kept.

python -m bench.fuzzing [--inputs 100000] [--seed 1] [--keep FOLDER]
"""

import argparse
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.fuzz.attempt import LONGEST_S, attempt
from tests.fuzz.corpus import corpus
from tests.fuzz.mutations import spoiled

MEMORY = 2 << 30
"""Address space of one process: what needs more has no bound."""
_BATCH = 200


def batch(given: tuple[int, int, str]) -> tuple[Counter[str], list[str]]:
    """Outcomes of one batch of inputs, and a line for each defect."""
    seed, number, keep = given
    outcomes: Counter[str] = Counter()
    defects: list[str] = []
    files = corpus()
    signal.signal(signal.SIGALRM, _hangs)
    with tempfile.TemporaryDirectory() as folder:
        parts = Path(folder) / "parts"
        parts.mkdir()
        for one in range(number * _BATCH, (number + 1) * _BATCH):
            name, content, loader = files[one % len(files)]
            path = Path(folder) / "input"
            spoilt = spoiled(content, random.Random(f"{seed} {one}"))
            path.write_bytes(spoilt)
            signal.alarm(int(2 * LONGEST_S))
            try:
                outcomes[attempt(path, loader, parts)] += 1
            except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
                outcomes["defect"] += 1
                where = traceback.extract_tb(error.__traceback__)[-1]
                kind = f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
                kept = Path(keep) / f"{loader.name}.{seed}-{one}"
                kept.write_bytes(spoilt)
                defects.append(f"{kind}: {str(error)[:160]!r} ({name}, {kept.name})")
            finally:
                signal.alarm(0)
    return outcomes, defects


def _hangs(_number: int, _frame: object) -> None:
    raise TimeoutError(f"hangs for more than {2 * LONGEST_S:.0f} s")


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Try the inputs on every core; exit code 1 if there was a defect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"), help="folder for inputs that broke something")
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    began, outcomes, kinds = time.monotonic(), Counter[str](), Counter[str]()
    work = [(given.seed, number, str(given.keep)) for number in range(-(-given.inputs // _BATCH))]
    with multiprocessing.get_context("spawn").Pool(os.cpu_count(), initializer=_bounded) as pool:
        for done, (found, defects) in enumerate(pool.imap_unordered(batch, work), 1):
            outcomes.update(found)
            for defect in defects:
                kinds[defect.partition(":")[0] + ":" + defect.partition(":")[2].partition(":")[0]] += 1
                sys.stdout.write(f"{defect}\n")
            if done % 25 == 0:
                sys.stdout.write(f"{done * _BATCH:,} inputs, {dict(outcomes)}, {time.monotonic() - began:.0f} s\n")
                sys.stdout.flush()
    sys.stdout.write(f"{dict(outcomes)} in {time.monotonic() - began:.0f} s; defects by place: {dict(kinds)}\n")
    sys.exit(1 if kinds else 0)


if __name__ == "__main__":
    main()
