"""`attribution detect --case`: the same command on the records of a case."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from analysis.coortweet import Settings as CooRTweet
from analysis.coortweet import network
from analysis.edges import network_table
from analysis.weighing import Settings
from attribution import output
from attribution import runs as runs_
from attribution.case import Case, open_case
from attribution.detect_report import DOES_NOT_PROVE, network_json, network_lines
from attribution.errors import CaseError
from attribution.progress_bar import progress_bar
from attribution.run_report import explained_json, explained_lines, run_lines
from attribution.share_kinds import DEFAULT, Request, kinds_of, moment, names_of
from attribution.share_records import share_records


def asked(objects: str | None, since: str | None, until: str | None, platforms: str | None) -> dict[str, Any]:
    """What the words of the shell ask of a case; CaseError for what they do not say."""
    found = {
        "objects": kinds_of(objects) if objects is not None else DEFAULT,
        "since": moment("since", since) if since is not None else None,
        "until": moment("until", until, end=True) if until is not None else None,
        "platforms": names_of(platforms),
    }
    Request(**found)  # type: ignore[arg-type]  # what cannot be asked is told before an engine is started
    return found


@dataclass(frozen=True, slots=True)
class CaseWork:
    """Which case is worked on, and where the results go."""

    root: Path
    uri: str | None
    out: Path | None
    as_json: bool
    yes: bool

    def do(
        self, said: dict[str, Any], settings: Settings, explained: tuple[str, str] | None, compat: CooRTweet | None
    ) -> None:
        """Detect, explain a pair, or compute CooRTweet's network; only the first is kept in the case."""
        with open_case(self.root, self.uri) as case:
            names = ("window", "min_participation", "min_weight", "fdr", "shuffles", "seed")
            request = case.request(**said, **{name: getattr(settings, name) for name in names})
            if compat is not None:
                self._compat(case, request, compat)
            elif explained is not None:
                told = case.explain(*explained, request)
                output.show(explained_json(told) if self.as_json else explained_lines(told))
            else:
                self._detect(case, request)

    def _detect(self, case: Case, request: Request) -> None:
        with progress_bar(quiet=self.as_json) as tell:
            run = case.detect(request, ask=None if self.yes else _ask, progress=tell)
        if self.out is not None:
            table = runs_.edges(case.folder, run, case.reader)
            output.arrow_tables([table], self.out, names=("account_a", "account_b", "top_objects"), quiet=self.as_json)
        output.show({**run.as_json(), "does_not_prove": DOES_NOT_PROVE} if self.as_json else run_lines(run))

    def _compat(self, case: Case, request: Request, settings: CooRTweet) -> None:
        found = network(share_records(case.reader, request).table, settings)
        if self.out is not None:
            output.arrow_tables([network_table(found)], self.out, names=("account_a", "account_b"), quiet=self.as_json)
        kept = "Nothing is kept in the case: a run is what was tested against chance."
        output.show(network_json(found, {}) if self.as_json else [*network_lines(found, {}), kept])


def _ask(pairs: int, seconds: float) -> bool:
    said = f"{pairs:,} pairs of posts to look at take about {seconds / 60:.0f} minutes"
    if not sys.stdin.isatty():
        raise CaseError(f"{said}; say --yes to do it without a question, or narrow window, kinds or span")
    try:
        return typer.confirm(f"{said}. Go on?")
    except typer.Abort:
        return False
