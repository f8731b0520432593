"""Another window: what appears, goes and grows between the open run and another one."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from attribution.case import Case
from attribution.group_report import Change, changes
from attribution.runs import Cluster, Run
from graph.records import Ref
from ui import detection_form, detections, jobs, state
from ui.columns import height
from ui.detection_words import WINDOWS, seconds_of, span, title
from ui.words import plural, seen

_WINDOW, _OTHER = "changes.window", "changes.other"
_FEW = 12


def show(case: Case, run: Run) -> None:
    """The same question with another window, or any other kept run, beside the open one."""
    left, right = st.columns(2)
    with left:
        state.keep(**{_WINDOW: None, _OTHER: None})
        window = st.selectbox(
            "The same question within",
            [one for one in WINDOWS if seconds_of(one) != run.request.window],
            index=None,
            accept_new_options=True,
            placeholder="choose or write a window",
            key=_WINDOW,
        )
    others = {one.hash: one for one in detections.runs(case) if one.hash != run.hash}
    if state.value(_OTHER) not in others:
        state.put(_OTHER, None)
    with right:
        other = st.selectbox(
            "or another run",
            list(others),
            index=None,
            format_func=lambda one: title(others[one]),
            placeholder="choose one" if others else "there is none yet",
            key=_OTHER,
            disabled=not others or window is not None,
        )
    if window is not None:
        _with_window(case, run, seconds_of(window))
    elif other is not None:
        _compared(case, run, others[other])
    else:
        st.info(
            "Choose a window above to see which groups appear and which go when posts may lie closer or further apart."
        )


def _with_window(case: Case, run: Run, window: float) -> None:
    if window == run.request.window:
        st.info("That is the window of the open run. Choose another one.")
        return
    request = replace(run.request, window=window)
    known = detections.held(case, request)
    if known is not None:
        _compared(case, run, known)
    elif jobs.running(case):
        st.caption("Work is running on this case. What it finds is compared here when it has ended.")
    elif detection_form.may_begin(case, request) and st.button(f"Look again, within {span(window)}", type="primary"):
        detection_form.start(case, request, opens=False)
        st.rerun()


def _compared(case: Case, run: Run, other: Run) -> None:
    found = detections.compared(case, run, other)
    here, there = _short(run), _short(other)
    if here == there:
        here, there = f"run {run.id[:6]}", f"run {other.id[:6]}"
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "": "pairs that move together",
                    "both": found.pairs_both,
                    "here": len(found.pairs_only_a),
                    "there": len(found.pairs_only_b),
                },
                {
                    "": "accounts in such pairs",
                    "both": found.accounts_both,
                    "here": len(found.accounts_only_a),
                    "there": len(found.accounts_only_b),
                },
            ]
        ),
        hide_index=True,
        width=620,
        column_config={"both": "in both", "here": f"only {here}", "there": f"only {there}"},
    )
    listed = changes(found)
    counts = {what: sum(one.what == what for one in listed) for what in dict.fromkeys(one.what for one in listed)}
    told = ", ".join(f"{count} {what}" for what, count in counts.items()) or "none in either"
    st.markdown(f"##### Groups, {here} and then {there}: {told}")
    keys = {key for one in listed for key in (*one.came[:_FEW], *one.went[:_FEW], *_some(one.before or one.after))}
    names = detections.names(case, [Ref("Account", key) for key in keys])
    if listed:
        st.dataframe(
            pd.DataFrame([_row(one, names) for one in listed]),
            hide_index=True,
            height=height(min(len(listed), 14)),
            column_config={
                "before": st.column_config.TextColumn(here, width=120),
                "after": st.column_config.TextColumn(there, width=120),
                "what": st.column_config.TextColumn("group is", width=80),
                "came": st.column_config.TextColumn("accounts that came", width="medium"),
                "went": st.column_config.TextColumn("accounts that went", width="medium"),
            },
        )
    st.caption(
        "A pair or group that one run lacks was not refuted by it: with another window other posts count as together."
    )


def _short(run: Run) -> str:
    return f"within {span(run.request.window)}"


def _some(group: Cluster | None) -> tuple[str, ...]:
    return group.accounts[:3] if group is not None else ()


def _row(change: Change, names: dict[Ref, str]) -> dict[str, object]:
    return {
        "what": change.what,
        "before": _group(change.before),
        "after": _group(change.after),
        "came": "" if change.before is None else _named(change.came, names),
        "went": "" if change.after is None else _named(change.went, names),
        "among them": _named(_some(change.before or change.after), names),
    }


def _group(group: Cluster | None) -> str:
    return f"{group.number}: {plural(group.size, 'account')}" if group is not None else "–"


def _named(keys: tuple[str, ...], names: dict[Ref, str]) -> str:
    told = [seen(names.get(Ref("Account", key), key), 30) for key in keys[:_FEW]]
    return ", ".join(told) + (f" and {len(keys) - _FEW:,} more" if len(keys) > _FEW else "")
