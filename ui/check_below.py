"""What may be open below a hit: the posts that it rests on, with file and row, or its history."""

import pandas as pd
import streamlit as st

from attribution.case import Case
from attribution.check_history import Stand
from attribution.check_receipts import FEW, Missing, answer_of, difference_of
from attribution.check_report import CheckReport, ToldHit
from attribution.check_tables import said
from queries.comparison import Kind
from store.check_records import Entry
from ui import check_choice, check_reads, post_cards
from ui.check_words import at
from ui.words import inert, seen

_MOST_MISSING = 50


def show(case: Case, report: CheckReport, one: ToldHit) -> None:
    """What is open, if anything."""
    match check_choice.below():
        case check_choice.RECEIPTS:
            with st.spinner("Opening the receipts …", show_time=False):
                _receipts(case, report, one)
        case check_choice.HISTORY:
            _history(case, report, one)


def _receipts(case: Case, report: CheckReport, one: ToldHit) -> None:
    made = difference_of(case, report, one)
    if made is not None:
        st.markdown("##### What made the difference")
        st.markdown(inert(made.receipts.statement))
        post_cards.show(made.receipts, "difference")
        _missing(made.missing)
    query = case.queries().get(report.check.query)
    if query is None:
        st.caption(
            "The query of this check is not there any more, neither in the library nor among your own, so that what it rests on cannot be looked up."
        )
        return
    st.markdown("##### What stands behind it in the data now")
    found = case.row_receipts(answer_of(case, query, report, one), 0, limit=FEW)
    st.markdown(inert(found.statement))
    post_cards.show(found)
    post_cards.said_by(found.places)


def _missing(found: tuple[Missing, ...]) -> None:
    by_files: dict[tuple[str, ...], list[str]] = {}
    for one in found:
        by_files.setdefault(one.files, []).append(one.post)
    for files, posts in by_files.items():
        where = f", said by {', '.join(files)}" if files else ""
        more = f" and {len(posts) - _MOST_MISSING:,} more" if len(posts) > _MOST_MISSING else ""
        st.caption(f"Not in the case any more{inert(where)}: {inert(', '.join(posts[:_MOST_MISSING]))}{more}")


def _history(case: Case, report: CheckReport, one: ToldHit) -> None:
    found = check_reads.history(case, report.check.name, one.change.hit.key)
    st.markdown("##### In each run, the newest first")
    st.dataframe(
        pd.DataFrame([_run(stand) for stand in reversed(found.stands)]),
        hide_index=True,
        column_config={
            "run": st.column_config.NumberColumn(width=40),
            "at (UTC)": st.column_config.TextColumn(width=115),
            "stood": st.column_config.TextColumn(width=80),
            "strength": st.column_config.NumberColumn(report.check.strength.removeprefix("n_"), width=65),
        },
    )
    st.markdown("##### What was said of it, the newest first")
    if not found.entries:
        st.caption("Nothing yet.")
        return
    st.dataframe(
        pd.DataFrame([entry_row(entry) for entry in reversed(found.entries)]),
        hide_index=True,
        column_order=["no.", "at (UTC)", "by", "did", "what"],
        column_config={
            name: st.column_config.Column(width=width)
            for name, width in (("no.", 40), ("at (UTC)", 115), ("by", 80), ("did", 70))
        },
    )


def _run(stand: Stand) -> dict[str, object]:
    run, change = stand.run, stand.change
    if not run.finished:
        stood = "the run failed" if run.error else "the run has not ended"
    elif change is None:
        stood = "not there"
    else:
        stood = str(change.kind)
    return {
        "run": run.id,
        "at (UTC)": at(run.started_at),
        "stood": stood,
        "strength": None if change is None or change.kind in (Kind.GONE, Kind.ONLY_BEFORE) else change.now,
        "why": seen(run.error if change is None else change.why.sentence, 400),
    }


def entry_row(entry: Entry) -> dict[str, object]:
    """A line of the log for a table."""
    return {
        "no.": entry.number,
        "at (UTC)": at(entry.at),
        "by": seen(entry.by, 80),
        "did": seen(entry.action, 20),
        "check": seen(entry.check, 80),
        "what": seen(said(entry).removeprefix(": "), 600),
    }
