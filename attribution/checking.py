"""The recurring checks of a case: what the shell, a notebook and the pages do with them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attribution.check_answer import answered
from attribution.check_report import CheckReport, CheckStatus, report_of
from attribution.errors import CaseError, UserError
from attribution.own_queries import found_query
from attribution.share_records import files
from attribution.syncing import sync
from queries.check_state import (
    ADD,
    COMMENT,
    CONFIRM,
    DISMISS,
    REMOVE,
    UNDO,
    Dismissal,
    Remark,
    State,
    state_of,
)
from queries.checks import Check, key_of, strength_of
from queries.comparison import Seen, compared
from queries.parameters import Parameter
from queries.runner import parse
from store.check_log import LogVerdict, verify_log
from store.check_memory import CheckMemory
from store.check_records import CheckRun, Entry, Hit

if TYPE_CHECKING:
    from attribution.case import Case

DISMISSED_FOR_MS = 90 * 86_400_000
"""How long a dismissal lasts where no end is given."""

# what a file of somebody else may hold in place of what we write
DAMAGE = (KeyError, TypeError, ValueError, AttributeError)
_EVERY = Parameter("every", "duration", "how often")
_UNTIL = Parameter("until", "time", "end of the dismissal")


class Checks:
    """The checks of one case, as `Case.checks` gives them; everything done is a line in their log."""

    def __init__(self, case: "Case", who: Callable[[], str], now: Callable[[], int]) -> None:
        self._case, self._who, self._now = case, who, now
        self.memory = CheckMemory(case.folder)

    # -- which checks there are

    def state(self) -> State:
        """Checks, dismissals and remarks as they stand now."""
        entries = self.memory.entries()
        try:
            return state_of(entries)
        except DAMAGE as error:
            raise self._damaged(error) from error

    def check(self, name: str) -> Check:
        """The check of this name; CaseError if there is none."""
        return _named(self.state(), name)

    def statuses(self) -> tuple[CheckStatus, ...]:
        """Every check with its last runs and whether it is due, by name."""
        runs = self.memory.runs()
        reader = self._case.reader
        held, read = ({one.folder for one in some} for some in (reader.datasets, files(reader)))
        found = []
        for check in self.state().checks.values():
            own = [one for one in runs if one.check == check.name]
            answered = [one for one in own if one.finished]
            due = check.due(answered[-1].started_at if answered else None, self._now())
            behind = bool(answered) and self._behind(answered[-1], held, read)
            found.append(CheckStatus(check, own[-1] if own else None, answered[-1] if answered else None, due, behind))
        return tuple(found)

    def _behind(self, answered: CheckRun, held: set[str], read: set[str]) -> bool:
        """Whether what the case holds, of which it read files, is something else than an answer was made of."""
        try:
            then = {one["folder"] for one in answered.content["datasets"]}
        except DAMAGE as error:
            raise self._damaged(error) from error
        return bool(read - then or then - held)

    def add(
        self, name: str, query: str, parameters: Mapping[str, str] | None = None, *, key: Sequence[str] = (),
        strength: str | None = None, every: str | None = None, by: str | None = None, replace: bool = False,
    ) -> Check:  # fmt: skip
        """Keep a check. `every`: a duration such as 12h or 7d; `replace`: in place of one of the same name.

        QueryError for an unknown query, parameter or column; CaseError for a name that is taken.
        """
        asked_ = found_query(self._case.folder, query)
        values = dict(parameters or {})
        parse(asked_, values)
        seconds = _EVERY.parse(every) if every is not None else None
        every_ms = int(seconds) * 1_000 if isinstance(seconds, int) else None
        found = Check(
            name, query, values, key_of(asked_, key), strength_of(asked_, strength), every_ms, by or self._who(), self._now()
        )  # fmt: skip
        if name in self.state().checks and not replace:
            raise CaseError(f"check {name}: is there already; choose another name, or replace it (--replace)")
        self.memory.append(found.at, found.by, ADD, name, found.as_json())
        return found

    def remove(self, name: str, *, by: str | None = None) -> Check:
        """Ask a check no more; its runs and its log stay."""
        found = self.check(name)
        self.memory.append(self._now(), by or self._who(), REMOVE, name, {})
        return found

    # -- runs

    def run(self, names: Iterable[str] = (), *, due: bool = False, by: str | None = None) -> tuple[CheckReport, ...]:
        """Ask the named checks, or all; `due`: of them only those whose time has come.

        A check that cannot be answered is a failed run with its error, and the others are asked all the same.
        """
        chosen = [self.check(name) for name in dict.fromkeys(names)] or list(self.state().checks.values())
        graph = self._case.graph  # a dead server is told before anything is begun
        found = []
        with self.memory.running(self._now()):
            late = {one.check.name for one in self.statuses() if one.due}
            for check in chosen:
                if due and check.name not in late:
                    continue
                with self._case.folder.writing():
                    # a load that was killed must not be taken for hits that are gone
                    sync(graph, self._case.reader)
                    found.append(self._run(check, by or self._who()))
        return tuple(found)

    def _run(self, check: Check, by: str) -> CheckReport:
        id_ = self.memory.begin(check.name, self._now(), by)
        try:
            content, hits = answered(self._case, check, self._before(check.name, id_))
            self.memory.finish(id_, self._now(), content, hits, {"asked": content["asked"]})
        except UserError as error:
            self.memory.fail(id_, self._now(), str(error))
        except BaseException as error:
            self.memory.fail(id_, self._now(), f"stopped ({type(error).__name__})")
            raise
        return self.report(check.name, id_)

    def runs(self, name: str | None = None) -> tuple[CheckRun, ...]:
        """The runs of a check, or of all, the oldest first."""
        return self.memory.runs(name)

    def report(self, name: str, run: int | None = None) -> CheckReport:
        """A run of a check (the last that has an answer) against the one before it; CaseError if there is none."""
        state = self.state()
        check = _named(state, name)
        own = self.memory.runs(name)
        wanted = [one for one in own if (one.id == run if run is not None else one.finished)]
        if not wanted:
            which = f"run {run}" if run is not None else "run with an answer"
            raise CaseError(f"check {name}: has no {which}; `attribution check run {name}` makes one")
        found = wanted[-1]
        if not found.finished:
            return report_of(self._case.name, check, found, None, state, self._now())
        return self._reported(check, self._before(name, found.id), (found, self.memory.hits(found.id)), state)

    def compare(self, name: str, a: int, b: int) -> CheckReport:
        """Two finished runs of a check, the earlier first; CaseError if one is none."""
        state = self.state()
        check = _named(state, name)
        known = {one.id: one for one in self.memory.runs(name) if one.finished}
        for id_ in (a, b):
            if id_ not in known:
                listed = ", ".join(map(str, known)) or "none"
                raise CaseError(f"check {name}: run {id_} is none of its runs with an answer; they are {listed}")
        earlier, later = ((known[id_], self.memory.hits(id_)) for id_ in (a, b))
        return self._reported(check, earlier, later, state)

    def _reported(self, check: Check, earlier: Seen | None, later: Seen, state: State) -> CheckReport:
        try:
            for said in ("notes", "does_not_prove", "coverage"):
                later[0].content[said]  # what is missing is told here, not where it is shown
            return report_of(self._case.name, check, later[0], compared(earlier, later), state, self._now())
        except DAMAGE as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> CaseError:
        where = self._case.folder.notebook
        return CaseError(f"{where}: what it keeps of checks is damaged ({error}); restore it from a copy of the case")

    def _before(self, name: str, run: int) -> Seen | None:
        own = [one for one in self.memory.runs(name) if one.finished and one.id < run]
        return (own[-1], self.memory.hits(own[-1].id)) if own else None

    # -- what the analyst says of a hit

    def hit(self, name: str, named: str) -> Hit:
        """The hit of a check's runs with this id, key or text of its key, as last seen; CaseError if there is none or several."""
        self.check(name)
        known: list[Hit] = []
        for one in reversed(self.memory.runs(name)):
            hits = self.memory.hits(one.id) if one.finished else ()
            known = known or list(hits)
            meant = [hit for hit in hits if named in (hit.id, hit.key, hit.title)]
            if len(meant) == 1:
                return meant[0]
            if meant:
                known = meant
                break
        listed = ", ".join(f"{hit.id} ({hit.title[:80]})" for hit in known[:5]) or "none"
        if len(known) > 5:
            listed += f" and {len(known) - 5:,} more (`attribution check show {name} --format csv`)"
        raise CaseError(f"hit {named[:120]!r}: is not one hit of check {name}; name one by its id, of {listed}")

    def dismiss(
        self, name: str, hit: str, reason: str, *, until: str | None = None, unless_above: float | None = None,
        by: str | None = None,
    ) -> Dismissal:  # fmt: skip
        """Keep a hit silent until a day (default: 90 days on), or until it is stronger than `unless_above` (default: than now)."""
        if not reason.strip():
            raise CaseError(f"hit {hit[:120]!r}: is dismissed for no reason; give one")
        found, now = self.hit(name, hit), self._now()
        end = _UNTIL.parse(until) if until is not None else now + DISMISSED_FOR_MS
        if not isinstance(end, int) or end <= now:
            raise CaseError(f"--until {until}: is past; name a day to come")
        if unless_above is not None and (found.strength is None or unless_above < found.strength):
            raise CaseError(
                f"--unless-above {unless_above:g}: the hit has {found.strength}, so that it would not be silent; give that or more"
            )
        above = found.strength if unless_above is None else unless_above
        body = {
            "key": found.key, "reason": reason, "until": end, "unless_above": above, "column": self.check(name).strength,
        }  # fmt: skip
        self._say(DISMISS, name, body, by)
        return self.state().dismissals[name, found.key]

    def undo(self, name: str, hit: str, *, by: str | None = None) -> Hit:
        """Take a dismissal back; CaseError where there is none."""
        found = self.hit(name, hit)
        if (name, found.key) not in self.state().dismissals:
            raise CaseError(
                f"hit {found.title}: is not dismissed in check {name}; `attribution check show {name}` lists what is"
            )
        self._say(UNDO, name, {"key": found.key}, by)
        return found

    def confirm(self, name: str, hit: str, text: str = "", *, by: str | None = None) -> Remark:
        """Note that somebody looked and stands by the hit."""
        return self._remark(CONFIRM, name, hit, text, by)

    def comment(self, name: str, hit: str, text: str, *, by: str | None = None) -> Remark:
        """Note something on a hit."""
        if not text.strip():
            raise CaseError(f"hit {hit[:120]!r}: the comment is empty; write one")
        return self._remark(COMMENT, name, hit, text, by)

    def _remark(self, action: str, name: str, hit: str, text: str, by: str | None) -> Remark:
        found = self.hit(name, hit)
        said = self._say(action, name, {"key": found.key, "text": text}, by)
        return Remark(name, found.key, action, text, said.by, said.at)

    def _say(self, action: str, name: str, body: Mapping[str, Any], by: str | None) -> Entry:
        return self.memory.append(self._now(), by or self._who(), action, name, body)

    # -- the log

    def log(self, name: str | None = None) -> tuple[Entry, ...]:
        """Everything that was done, the oldest first; of one check, or of all."""
        self.state()  # what is none of ours is told here, not where it is shown
        return tuple(one for one in self.memory.entries() if name is None or one.check == name)

    def verify_log(self, head: str | None = None) -> LogVerdict:
        """Whether the log is as it was written; `head`: a hash that somebody kept of it earlier."""
        return verify_log(*self.memory.whole(), head)


def _named(state: State, name: str) -> Check:
    if name not in state.checks:
        known = ", ".join(state.checks) or "none"
        raise CaseError(f"check {name[:80]!r}: is not in this case; it has {known}")
    return state.checks[name]
