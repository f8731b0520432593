"""What Explore takes from outside, as somebody hostile would send it: events, saved views, links, searches."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import attribution
from attribution.answers import csv_of
from attribution.case import Case
from attribution.errors import UserError
from graph.records import Ref
from graph.subgraph import Edge, Vertex
from store.analyst_file import reading
from store.notes import Notes
from tests.ui.pages import said, shown_on_cases
from ui import finding, growth, opening, several, state
from ui.chosen import MOST, Chosen
from ui.graph_component.payload import packed, payload
from ui.screen import Screen, Selected
from ui.view import View

BIG = 10**400
HALF = "\ud800"
NODES = ["Account/x:1001", "Account/x:1002", "Domain/rare.example"]
PLACES = {id_: [10.0 * n, -7.25 * n] for n, id_ in enumerate(NODES)}
ID = "0123456789abcdef"


def _deep() -> object:
    found: object = []
    for _ in range(500):
        found = [found]
    return found


ANYTHING = [
    None, True, float("nan"), float("-inf"), BIG, -BIG, 1e308, HALF, "\0", "x" * 10_000, b"x", _deep(), [], {}, [{}],
    [[]], [BIG, BIG], [float("nan")] * 2, {"a": [BIG, 1]}, {"a": [1, float("inf")]}, {HALF: [1, 2]}, {1: 2},
    ["x"] * 200_000, [{"name": HALF * 300, "members": ["a", HALF]}] * 1_500, [{"came": [1, "a"], "common": BIG}],
]  # fmt: skip


@pytest.mark.parametrize(
    "part",
    "removed hiddenLabels hiddenTypes moved layout folds hiddenPlatforms hiddenDatasets minDegree minWeight maxQ time dims".split(),
)
def test_no_part_of_a_screen_breaks_it(part: str) -> None:
    for value in ANYTHING:
        screen = Screen.read({part: value})

        json.dumps(screen.as_json(), allow_nan=False)
        "\n".join(screen.left_out()).encode()


def test_what_is_far_beyond_any_picture_moves_nothing() -> None:
    screen = Screen.read({"moved": {"a": [1e308, 0], "b": [0, -1e10], "c": [BIG, 0], "d": [True, 0], "e": [1, 2]}})

    assert screen.moved == {"e": (1.0, 2.0)}


def test_whole_numbers_of_any_length_filter_nothing() -> None:
    given = {"minDegree": BIG, "minWeight": -BIG, "maxQ": BIG, "time": [-BIG, BIG]}

    assert not Screen.read(given).filters.any


def test_platforms_that_are_no_text_are_told_in_text() -> None:
    told = Screen.read({"hiddenPlatforms": [HALF, "x" * 10_000]}).filters.words

    told.encode()
    assert len(told) < 200


@pytest.mark.parametrize("value", ANYTHING, ids=lambda value: type(value).__name__)
def test_no_selection_breaks(value: object) -> None:
    assert Selected.read({"kind": value, "id": value}) is None
    chosen = Chosen.read({"kind": "node", "id": value, "nodes": value, "edges": value})
    assert len(chosen.nodes) <= MOST
    assert all(isinstance(one, str) for one in (*chosen.nodes, *chosen.edges))


@pytest.mark.parametrize("part", ["name", "came", "common", "with_common", "how"])
def test_no_growth_breaks(part: str) -> None:
    for value in ANYTHING:
        for one in growth.read([{"came": ["a"], part: value}]):
            line = one.line({"a"})

            line.encode()
            assert len(line) < 700
        growth.read(value)


# -- the engine behind


@pytest.fixture(scope="module")
def case(case_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    own = tmp_path_factory.mktemp("hostile") / "case"
    shutil.copytree(case_folder, own)
    with attribution.open(own) as opened:
        yield opened


def _drawn(case: Case, **payload_: object) -> View:
    view = opening.of_saved(case, {"places": PLACES, **payload_}, "kept")
    packed(payload(view, chosen=(0, Chosen()), height=100, fallback=None))
    "\n".join(view.beside(view.screen)).encode("utf-8", "strict")
    return view


@pytest.mark.embedded
@pytest.mark.parametrize("part", ["title", "screen", "asked", "run", "caveat", "growths", "parameters", "places"])
def test_no_part_of_a_saved_view_breaks_its_picture(case: Case, part: str) -> None:
    # the engine draws each of them: some are enough
    for value in ANYTHING[1::3]:
        assert len(_drawn(case, **{part: value}).subgraph.vertices) in (0, len(NODES))


@pytest.mark.embedded
@pytest.mark.parametrize("value", ANYTHING[2:12], ids=lambda value: type(value).__name__)
def test_a_saved_question_with_nonsense_is_told(case: Case, value: object) -> None:
    with pytest.raises(UserError):
        _drawn(case, query="near-a-set", parameters={"set": value, "limit": value, "min_types": value})


@pytest.mark.embedded
def test_a_saved_view_with_too_many_nodes_is_told(case: Case) -> None:
    many = {f"Account/x:{n}": [n, n] for n in range(100_000)}

    with pytest.raises(UserError, match="100,000 nodes, more than"):
        _drawn(case, places=many)
    _drawn(case, asked=["line"] * 100_000 + ["x" * 100_000])


@pytest.mark.embedded
@pytest.mark.parametrize("value", ["\0", "9e999", b"\xff", "[" * 100_000], ids=["nul", "endless", "bytes", "deep"])
@pytest.mark.parametrize("column", ["name", "version", "nodes", "made_by", "made_at", "payload"])
def test_views_that_others_wrote_into_the_file_are_told(case: Case, column: str, value: object) -> None:
    row = {"id": ID, "name": "n", "version": 1, "nodes": 1, "made_by": "b", "made_at": 1, "payload": "{}"}
    _write(case, "views", {**row, column: value})

    _told_or_read(lambda: case.views.opened(ID))
    _told_or_read(case.views.all)


@pytest.mark.embedded
@pytest.mark.parametrize("value", ["\0", "9e999", b"\xff"], ids=["nul", "endless", "bytes"])
@pytest.mark.parametrize("column", ["version", "about", "text", "confidence", "mark", "removed", "made_by", "made_at"])
def test_notes_that_others_wrote_into_the_file_are_told(case: Case, column: str, value: object) -> None:
    row = {"note": ID, "version": 1, "about": "Account/x:1001", "text": "t", "confidence": "", "mark": ""}
    _write(case, "notes", {**row, "removed": 0, "made_by": "b", "made_at": 1, column: value})

    _told_or_read(Notes(case.folder).all)
    _told_or_read(lambda: Notes(case.folder).about(["Account/x:1001", HALF]))


def _told_or_read(do: object) -> None:
    try:
        do()  # type: ignore[operator]
    except UserError:
        return


def _write(case: Case, table: str, row: dict[str, object]) -> None:
    with reading(case.folder):
        pass
    with sqlite3.connect(case.folder.notebook) as db:
        db.execute(f"DELETE FROM {table}")
        names = ", ".join(row)
        given = [float("inf") if value == "9e999" else value for value in row.values()]
        db.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", given)
    db.close()


@pytest.mark.embedded
@pytest.mark.parametrize(
    "text",
    [
        HALF,
        "a\0b",
        "\0",
        ".*",
        "(?i)a",
        "name:[* TO *]",
        '"' * 50,
        "\\",
        "%",
        "https://[",
        "x" * 10_000,
        "e\u0301" * 5_000,
    ],
)
def test_no_search_breaks_and_none_is_a_pattern(case: Case, text: str) -> None:
    found = case.find(text)

    assert not found.hits


@pytest.mark.embedded
@pytest.mark.parametrize("id_", [HALF, f"Account/{HALF}", "Account/", "Nonsense/x", BIG, None, [], {"a": 1}], ids=ascii)
def test_a_hit_that_no_search_gave_is_not_taken(case: Case, id_: object, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, object] = {finding._KEY: SimpleNamespace(taken={"id": id_, "text": _deep()}, typed={"text": id_})}
    monkeypatch.setattr("streamlit.session_state", kept)

    finding._taken(case)
    finding._typed(case)

    assert state.wanted() is None


@pytest.mark.embedded
@pytest.mark.parametrize(
    "link",
    [("../case", ID), ("/etc", ""), ("a\0b", ID), ("x" * 10_000, "y" * 10_000), ("", "' OR 1=1 --"), ("", "../x")],
)
def test_a_link_leads_to_no_more_than_a_line(
    case: Case, link: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    show = shown_on_cases(LINKED, monkeypatch)

    page = show(case.folder.root, {"asked": link})

    assert not page.exception
    assert "no such case" not in said(page)
    assert "told:" in said(page)


LINKED = """
import streamlit as st
from attribution.errors import UserError
from ui import cases, state
for name, value in zip(("case", "view"), st.session_state["asked"]):
    st.query_params[name] = value
cases._follow_link()
wanted = state.wanted()
try:
    wanted.open()
except UserError as error:
    st.text(f"told: {error}"[:500])
"""


def test_a_table_of_what_is_selected_holds_no_formula_and_no_half_of_a_character() -> None:
    evil = Ref("Account", '=HYPERLINK("http://evil.example")')
    vertex = Vertex(evil, {"handle": HALF * 10_000, "name": "@SUM(1)", "platform": HALF})
    bare = Vertex(Ref("Hashtag", "-1+1|cmd"))

    frame = pd.DataFrame([several._node(vertex, 1), several._node(bare, 0)])
    link = several._link(Edge("SHARED", evil, bare.ref), {evil: "=1+1", bare.ref: "+1"})
    text = csv_of(frame).decode() + csv_of(pd.DataFrame([link])).decode()

    assert frame["on"][0].isprintable()
    assert not [
        cell
        for line in text.splitlines()
        for cell in line.replace('"', "").split(",")
        if cell[:1] in ("=", "+", "@", "-")
    ]
