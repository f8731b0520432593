"""Checks asked in the background, one after the other, and what each came to."""

from collections.abc import Sequence

import streamlit as st

from attribution.case import Case
from attribution.check_report import CheckReport
from attribution.jobs import StoppedError
from attribution.progress import Progress
from ui import jobs
from ui.auth import who
from ui.check_words import came_to
from ui.words import plural


def start(case: Case, names: Sequence[str]) -> None:
    """Begin to ask the checks, and show that it goes on."""
    by = who()
    title = f"Check {names[0]}" if len(names) == 1 else f"Running {plural(len(names), 'check')}"
    jobs.start(case, title, lambda progress: ask(case, names, by, progress))
    st.rerun()


def ask(case: Case, names: Sequence[str], by: str, progress: Progress) -> str:
    """Ask the checks; a line for each. StoppedError between two of them, where that was asked for."""
    lines: list[str] = []
    for number, name in enumerate(names):
        try:
            progress(f"asking {name}, {number + 1} of {len(names)}", 0, share=number / len(names))
        except StoppedError as error:
            raise StoppedError(f"stopped on request; {number} of {plural(len(names), 'check')} were asked") from error
        lines += [_line(one) for one in case.checks.run([name], by=by)]
    return "\n".join(lines)


def _line(report: CheckReport) -> str:
    return f"{report.check.name}: {came_to(report)}"
