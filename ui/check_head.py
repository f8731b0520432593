"""The check that is open: what it asks and does not prove, how its last run ended, which run is shown."""

import streamlit as st

from attribution.case import Case
from attribution.check_report import CheckReport, CheckStatus
from attribution.words import spelt
from queries.checks import Check
from ui import check_choice, check_reads, check_runs, jobs, state
from ui.auth import who
from ui.check_words import at, came_to, run_title
from ui.words import inert, seen

_LAST = 0


def show(case: Case, status: CheckStatus) -> CheckReport | None:
    """The head; the report of the run that is chosen, if there is one with an answer."""
    check = status.check
    query = case.queries().get(check.query)
    left, middle, right = st.columns([8, 1.3, 1.3], vertical_alignment="center")
    left.markdown(f"#### {inert(query.question if query else check.query)}")
    if middle.button("Run now", width="stretch", disabled=jobs.running(case)):
        check_runs.start(case, [check.name])
    with right.popover("Remove …", width="stretch"):
        _remove(case, check)
    st.caption(inert(about(check)))
    _failed(status)
    if status.last is None:
        st.info("This check was never asked. Run it: everything that it finds then is new.")
        return None
    if status.behind:
        st.info("Files were loaded or taken back since the last answer. Run now shows what that changed.")
    report = _chosen(case, status)
    if report is None or report.failed:
        return None
    content, comparison = report.run.content, report.comparison
    st.warning(f"**Does not prove:** {inert(content['does_not_prove'])}", icon=":material/balance:")
    assert comparison is not None
    if comparison.differs:
        st.info(f"Asked differently, so that nothing is called new or gone: {inert('; '.join(comparison.differs))}")
    for note in (*comparison.notes, *content["notes"]):
        st.caption(inert(note))
    return report


def about(check: Check) -> str:
    """What is asked, how often, and what makes a hit."""
    given = ", ".join(f"{name.replace('_', ' ')} {spelt(value)}" for name, value in check.parameters.items())
    return seen(
        f"{' · '.join(dict.fromkeys((check.name, check.query)))}{f' with {given}' if given else ''} · {check.schedule} · the same hit: same "
        f"{' + '.join(check.key)}; stronger or weaker by {check.strength} · added by {check.by}",
        400,
    )


def _failed(status: CheckStatus) -> None:
    last, answered = status.last, status.answered
    if last is None or last.finished:
        return
    if last.state == "started":
        st.info(f"Run {last.id} goes on since {at(last.started_at)} UTC, asked by {inert(last.by)}.")
        return
    shown = f" What is shown is run {answered.id}." if answered else ""
    st.error(f"Run {last.id} of {at(last.started_at)} UTC has no answer: {inert(last.error)}.{shown}")


def _chosen(case: Case, status: CheckStatus) -> CheckReport | None:
    """The report of the run that is chosen: the last with an answer, unless another is."""
    name = status.check.name
    runs = {run.id: run for run in reversed(case.checks.runs(name))}
    answered = [run.id for run in runs.values() if run.finished]
    if not answered:
        return None
    key = f"{check_choice.RUN}.{name}"
    if state.value(key) not in (*runs, _LAST):
        state.put(key, _LAST)
    left, right = st.columns([1, 2], vertical_alignment="center")
    chosen = left.selectbox(
        "Run",
        [_LAST, *(id_ for id_ in runs if id_ != answered[0])],
        # the same words whichever run it is: the field keeps those that it was drawn with
        format_func=lambda id_: "The last answer" if id_ == _LAST else run_title(runs[id_]),
        key=key,
        label_visibility="collapsed",
    )
    report = check_reads.report(case, name, chosen or None)
    against = report.comparison.earlier if report.comparison else None
    with right:
        if report.failed:
            st.markdown(inert(came_to(report)))
        else:
            stood = f"against run {against.id} of {at(against.started_at)} UTC" if against else "the first run"
            run = f"Run {report.run.id} of {at(report.run.started_at)} UTC, {stood}"
            st.markdown(f"{run}: **{inert(came_to(report))}**")
    return report


def _remove(case: Case, check: Check) -> None:
    st.markdown(f"Ask **{inert(check.name)}** no more")
    st.caption(
        "Its runs, what was said of its hits and its log stay in the case; a check of the same name goes on with them."
    )
    sure = st.checkbox("Yes, remove it", key=f"checks.sure.{check.name}")
    if st.button("Remove", disabled=not sure):
        case.checks.remove(check.name, by=who())
        st.rerun()
