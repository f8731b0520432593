"""Add files: see what each was recognised as and how it begins, correct what is proposed, then load."""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from attribution.case import Case
from attribution.errors import CaseError
from attribution.preview import Chosen, Known, begin, chosen
from ui import auth, jobs, mapping, waiting
from ui.errors import told
from ui.words import inert, plural, seen

_MOST_FILES = 500


def show(case: Case) -> None:
    """The form; nothing is written before "Load"."""
    _choose(case)
    files = waiting.files(case)
    if not files:
        st.caption(
            "Known are takedown lists as Meta publishes them, twarc2 JSONL, Telegram Desktop exports, and tables "
            "(CooRTweet, CrowdTangle, 4CAT, Information Laundromat, lists, statements). Any other table can be mapped."
        )
        return
    edited = _table(case, files)
    _look_into(case, files)
    asked = (_chosen(case, known, row) for known, row in zip(files, edited, strict=True) if row["load"])
    wanted = [one for one in asked if one is not None]
    left, right = st.columns([1, 4])
    pressed = left.button(
        f"Load {plural(len(wanted), 'file')}", type="primary", disabled=not wanted or jobs.running(case)
    )
    right.button("Clear the list", on_click=waiting.clear, args=(case,))
    if pressed:
        with told():
            _load(case, wanted)
            st.rerun()


def _choose(case: Case) -> None:
    sent = st.file_uploader(
        f"Drop files of at most {waiting.largest()} each; larger ones are loaded on the shell: attribution load",
        accept_multiple_files=True,
        key=waiting.uploader_key(),
        help="They are read, never run or unpacked.",
    )
    with told():
        waiting.take(case, sent)
    # a path of the server is for who sits at it
    if not auth.is_local():
        return
    with st.form("by-path", border=False):
        path = st.text_input("… or name a file or folder on this machine")
        if st.form_submit_button("Look at it") and path.strip():
            with told():
                _by_path(case, _there(path.strip()))


def _there(named: str) -> Path:
    try:
        path = Path(named).expanduser()
        there = path.exists()
    except (OSError, RuntimeError):
        # too long for a path, not to be looked into, or the home of nobody
        there = False
    if not there:
        raise CaseError(f"{seen(named, 200)}: there is no such file or folder; check the path")
    return path


def _by_path(case: Case, path: Path) -> None:
    found = sorted(p for p in path.rglob("*") if p.is_file() and not p.is_symlink()) if path.is_dir() else [path]
    shown = [p for p in found if not p.name.startswith(".")]
    if len(shown) > _MOST_FILES:
        raise CaseError(f"{path}: holds {len(shown):,} files; name a folder of at most {_MOST_FILES}, or use the shell")
    waiting.add(case, shown)


def _table(case: Case, files: list[Known]) -> list[dict[str, Any]]:
    rows = [
        {
            "load": _ready(case, known),
            "file": seen(known.path.name),
            "size": f"{known.size / 1e6:,.1f} MB",
            "recognised as": _recognised(case, known),
            "network": known.proposed.network if known.proposed else None,
            "publisher": known.proposed.publisher if known.proposed else None,
            "country": known.proposed.country if known.proposed else None,
        }
        for known in files
    ]
    edited = st.data_editor(
        pd.DataFrame(rows),
        hide_index=True,
        key=waiting.table_key(),
        disabled=["file", "size", "recognised as"],
        column_config={
            "network": st.column_config.TextColumn(
                help="Proposed from the file's name. Only published lists have one."
            ),
            "country": st.column_config.TextColumn(help="As the publisher names it, proposed from the file's name."),
        },
    )
    return [{str(name): value for name, value in row.items()} for row in edited.to_dict("records")]


def _recognised(case: Case, known: Known) -> str:
    if known.loader is not None:
        return known.loader.name
    if waiting.map_of(case, known.path):
        return "your map"
    return "not known: say below what its columns are" if known.columns else "not known"


def _ready(case: Case, known: Known) -> bool:
    return known.loader is not None or waiting.map_of(case, known.path) is not None


def _look_into(case: Case, files: list[Known]) -> None:
    number = st.selectbox(
        "Look into", range(len(files)), format_func=lambda n: seen(files[n].path.name), key="data.look_into"
    )
    known = files[number or 0]
    if known.loader is None and known.columns:
        mapping.show(case, known)
    found = _chosen(case, known, {})
    if found is None:
        if not known.columns:
            st.warning(inert(known.why))
        return
    with told():
        first = begin(*found)
        st.caption("The first rows as they would be loaded. Nothing is written yet.")
        st.dataframe(pd.DataFrame([{k: seen(v) for k, v in one.items()} for one in first.records]), hide_index=True)
        if first.rejects:
            st.caption("Could not be used:")
            st.dataframe(pd.DataFrame([{k: seen(v) for k, v in one.items()} for one in first.rejects]), hide_index=True)


def _chosen(case: Case, known: Known, row: dict[str, Any]) -> Chosen | None:
    """The file with what the analyst said of it in its row."""
    said = {name: str(row.get(name) or "") for name in ("network", "publisher", "country") if known.proposed}
    return chosen(known, map=waiting.map_of(case, known.path), **said)


def _load(case: Case, wanted: list[Chosen]) -> None:
    by = auth.who()
    jobs.start(
        case,
        f"Loading {plural(len(wanted), 'file')}",
        lambda progress: case.load_recognised(wanted, who=by, progress=progress),
    )
