"""Whether the log of the checks is as it was written: by itself, against the kept rows, and against an earlier head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.check_records import FIRST, Entry

LEAST_OF_A_HEAD = 16
"""Digits by which a head is known."""


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """What is wrong with a log, if anything, and its head: the hash to keep elsewhere."""

    head: str
    length: int
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify_log(entries: Sequence[Entry], digests: Mapping[int, str], head: str | None = None) -> LogVerdict:
    """The chain recomputed. `digests`: of what is kept of each run that has ended. `head`: a hash that somebody kept.

    Whoever can write the file can write a whole new chain; only a head that was kept elsewhere shows that.
    """
    problems: list[str] = []
    previous = FIRST
    told: dict[int, str] = {}
    for number, entry in enumerate(entries, 1):
        if entry.number != number:
            problems.append(f"entry {number} is missing: the next is numbered {entry.number}")
            break
        if entry.previous != previous:
            problems.append(
                f"entry {number} does not follow the one before it: an entry was changed, added or taken out"
            )
            break
        if not entry.sound:
            problems.append(f"entry {number} ({entry.action} {entry.check}) was changed after it was written")
            break
        previous = entry.hash
        if entry.action == "run" and "rows" in entry.body:
            told[int(entry.body["run"])] = str(entry.body["rows"])
    else:
        problems += _rows(told, digests)
    own = entries[-1].hash if entries else FIRST
    if head is not None and not _holds(entries, head):
        problems.append(
            f"a head of {len(head.strip())} digits is too short to be known by; give {LEAST_OF_A_HEAD} or all 64"
            if len(head.strip()) < LEAST_OF_A_HEAD
            else f"the log does not hold the head {head[:64]}: what was written up to it was changed, cut off or replaced"
        )
    return LogVerdict(own, len(entries), tuple(problems))


def _holds(entries: Sequence[Entry], head: str) -> bool:
    # a person has the beginning on paper; a shorter one could be met by trying
    wanted = head.strip().lower()
    return len(wanted) >= LEAST_OF_A_HEAD and (wanted == FIRST or any(one.hash.startswith(wanted) for one in entries))


def _rows(told: Mapping[int, str], kept: Mapping[int, str]) -> list[str]:
    problems = [f"run {run}: its rows are missing" for run in told if run not in kept]
    problems += [f"run {run}: is in no entry of the log" for run in kept if run not in told]
    changed = [run for run in told if run in kept and told[run] != kept[run]]
    return problems + [f"run {run}: its rows were changed after they were written" for run in changed]
