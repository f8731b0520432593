"""Pairs of a group with what was computed of each, and the receipts of one: posts, times, files, rows."""

import math
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from attribution.case import Case
from attribution.detect_report import when
from attribution.group_report import reading
from attribution.runs import Run
from briefing.style import platform_name
from graph.records import Ref
from ui import detections, state
from ui.columns import BITS, bits, height
from ui.detection_words import kind_word, refs_of, thing_name
from ui.words import inert, plural, seen

_MOST_MEETINGS = 200


def show(
    case: Case, run: Run, links: pd.DataFrame, met: pd.DataFrame, names: dict[Ref, str], *, total: int, key: str
) -> None:
    """The table of pairs, whether the two checks agree, and the receipts of the pair that is chosen."""
    chosen_key, table_key = f"pairs.chosen.{key}", f"pairs.table.{key}"
    ends = list(zip(links["account_a"], links["account_b"], strict=True))
    if not ends:
        return

    def pressed() -> None:
        event = state.value(table_key)
        chosen = event["selection"]["rows"] if isinstance(event, dict) else []
        if chosen:
            state.put(chosen_key, chosen[0])

    st.dataframe(
        pd.DataFrame([_row(row, names) for row in rows_of(links)]),
        hide_index=True,
        key=table_key,
        on_select=pressed,
        selection_mode="single-row",
        placeholder="–",
        height=height(min(len(ends), 8)),
        column_config=heads(),
    )
    if total > len(ends):
        st.caption(f"These are the first {len(ends):,} of {total:,}.")
    _checks(run, links)
    state.keep(**{chosen_key: 0})
    number = st.selectbox(
        "Receipts of",
        range(len(ends)),
        format_func=lambda one: pair_name(ends[one], names),
        key=chosen_key,
    )
    a, b = ends[number]
    row = links.iloc[number]
    st.caption(inert(f"{reading(str(row['reading'])).capitalize()}. {_said(rows_of(links.iloc[[number]])[0])}"))
    own = met[(met["account_a"] == a) & (met["account_b"] == b)]
    meetings(case, own, names, (a, b))


def rows_of(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a table by names of columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def pair_name(pair: tuple[str, str], names: Mapping[Ref, str]) -> str:
    """Two accounts in one line."""
    return " and ".join(_account(key, names) for key in pair)


def apart_rows(pairs: pd.DataFrame, names: Mapping[Ref, str]) -> pd.DataFrame:
    """Rows for pairs that were set apart: what was computed of each, without its reading."""
    found = pd.DataFrame([_row({**row, "disagrees": False}, names) for row in rows_of(pairs)])
    return found.drop(columns=["reading", "checks", "q_group", "p_shuffled"])


def _checks(run: Run, links: pd.DataFrame) -> None:
    if not run.request.shuffles:
        st.caption("Times were not shuffled in this run: the second check is missing.")
        return
    apart = int(links["disagrees"].sum())
    if apart:
        st.warning(
            f"In {plural(apart, 'pair')} the two checks disagree: the rate says more than chance, but with times shuffled "
            "by up to 4 hours the two meet as often in more than one shuffle of twenty."
        )
    else:
        st.caption(
            f"The second check ({run.request.shuffles} times shuffled by up to 4 hours) agrees in each of these pairs."
        )


def _said(row: Mapping[str, object]) -> str:
    shuffled = row["p_shuffled"]
    told = (
        f"{plural(_int(row['weight']), 'pair')} of posts over {plural(_int(row['objects']), 'thing')}, on "
        f"{plural(_int(row['occasions']), 'occasion')} where chance expects {row['expected']:.2g}: "
        f"p {row['p']:.1e}, q {row['q']:.1e}"
    )
    if _is_known(row["q_group"]):
        told += f", q among pairs that others link {row['q_group']:.1e}"
    if _is_known(shuffled):
        told += f"; p {shuffled:.2g} with times shuffled, the second check"
    return told + "."


def _is_known(value: object) -> bool:
    return isinstance(value, float) and not math.isnan(value)


def _int(value: object) -> int:
    return int(str(value))


def _account(key: str, names: Mapping[Ref, str]) -> str:
    name = names.get(Ref("Account", key))
    return seen(f"{name} on {platform_name(key.partition(':')[0])}" if name and key not in name else name or key, 60)


def _row(row: Mapping[str, object], names: Mapping[Ref, str]) -> dict[str, object]:
    return {
        "one": _account(str(row["account_a"]), names),
        "other": _account(str(row["account_b"]), names),
        "bits": row["information"],
        "objects": row["objects"],
        "occasions": row["occasions"],
        "expected": row["expected"],
        "p": row["p"],
        "q": row["q"],
        "q_group": row["q_group"],
        "p_shuffled": row["p_shuffled"],
        "checks": "disagree" if row["disagrees"] else "agree" if _is_known(row["p_shuffled"]) else "one only",
        "apart": row["median_dt"],
        "reading": reading(str(row["reading"])),
    }


def heads() -> dict[str, ColumnConfig]:
    """What the columns of a table of pairs mean."""
    column = st.column_config
    small = "%.1e"
    return {
        "one": column.TextColumn("account"),
        "other": column.TextColumn("and account"),
        "bits": column.NumberColumn(
            "bits", format="%.0f", width=50, help=f"Of all things over which the two met, together. {BITS}"
        ),
        "objects": column.NumberColumn("things", width=60),
        "occasions": column.NumberColumn(
            "occasions", width=80, help="Meetings, once what one post carries counts once."
        ),
        "expected": column.NumberColumn("by chance", format="%.2g", width=80, help="Occasions that chance explains."),
        "p": column.NumberColumn("p", format=small, width=70, help="How likely so much is by chance."),
        "q": column.NumberColumn(
            "q", format=small, width=70, help="p, corrected for all pairs of accounts that could have met."
        ),
        "q_group": column.NumberColumn(
            "q in groups", format=small, width=90, help="The same, among pairs alone that a third account links."
        ),
        "p_shuffled": column.NumberColumn(
            "shuffled", format="%.2f", width=75, help="Share of shuffles of times that bring the two together as often."
        ),
        "checks": column.TextColumn("checks", width=75, help="Whether shuffled times say the same as the rate."),
        "apart": column.NumberColumn("s apart", format="%.1f", width=70, help="Seconds between the two posts, median."),
        "reading": column.TextColumn("reading", width="large"),
    }


def meetings(case: Case, met: pd.DataFrame, names: dict[Ref, str], pair: tuple[str, str]) -> None:
    """The receipts of one pair: what both shared, with the two posts, their times, and where they stand."""
    rows = met.sort_values(["time_a", "time_b", "object"]).head(_MOST_MEETINGS)
    posts = sorted({*rows["post_a"], *rows["post_b"]})
    places = case.reader.places("Post", posts, limit=2)
    lacking = [ref for one in rows["object"] for ref in refs_of(one) if ref not in names]
    called = {**names, **(detections.names(case, lacking) if lacking else {})}
    st.dataframe(
        pd.DataFrame([_meeting(row, places, called) for row in rows_of(rows)]),
        hide_index=True,
        height=height(min(max(len(rows), 1), 8)),
        column_config={
            **{
                side: st.column_config.TextColumn(f"{_account(key, names)}, UTC")
                for side, key in zip("ab", pair, strict=True)
            },
            "thing": st.column_config.TextColumn(width="medium"),
            "apart": st.column_config.NumberColumn(
                "s apart",
                format="%+.1f",
                width=70,
                help="From the first account's post to the second's; negative where the second was first.",
            ),
            "bits": bits(50),
        },
    )
    if len(met) > len(rows):
        st.caption(f"These are the first {len(rows):,} of {len(met):,}.")


def _meeting(
    row: Mapping[str, object], places: Mapping[str, Sequence[Mapping[str, str]]], names: Mapping[Ref, str]
) -> dict[str, object]:
    object_, first, second = str(row["object"]), float(str(row["time_a"])), float(str(row["time_b"]))
    return {
        "thing": thing_name(object_, names),
        "kind": kind_word(object_),
        "bits": row["information"],
        "a": when(first),
        "b": when(second),
        "apart": second - first,
        "first post stands in": _place(places.get(str(row["post_a"]), ())),
        "second post stands in": _place(places.get(str(row["post_b"]), ())),
        "first post": seen(row["post_a"]),
        "second post": seen(row["post_b"]),
    }


def _place(places: Sequence[Mapping[str, str]]) -> str:
    return seen("; ".join(f"{one['file']}, {one['row']}" for one in places)) or "no loaded row"
