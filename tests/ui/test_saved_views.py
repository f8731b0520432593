"""Saved views without a browser: the list, saving over another's work, links from outside, screens kept whole."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import attribution
from attribution import serve
from attribution.case import Case
from graph.records import Ref
from store.views import View
from tests.ui.pages import WAIT_S, press, said, shown_on_cases
from ui import opening
from ui.screen import Screen

pytestmark = pytest.mark.embedded

APP = str(Path(__file__).parents[2] / "app.py")
NODES = ["Account/x:1001", "Account/x:1002", "Domain/rare.example"]
PLACES = {id_: [10.0 * n, -7.25 * n] for n, id_ in enumerate(NODES)}
EVIL = "<script>alert(1)</script> [x](http://evil.example)"

# the form that stands below the picture, on a picture that is open
SAVING = """
import streamlit as st
from ui import opening, saved_views, state
from ui.cases import case
if state.view() is None:
    state.open_view(saved_views.request(case(), st.session_state["asked"]).open())
saved_views.save(case(), state.view())
"""
LISTING = """
from ui import saved_views
from ui.cases import case
saved_views.choose(case())
"""


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    monkeypatch.setenv("LOGNAME", "ana")
    return shown_on_cases(SAVING, monkeypatch)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    monkeypatch.setenv("LOGNAME", "ana")
    return shown_on_cases(LISTING, monkeypatch)


@pytest.fixture
def case(case_folder: Path) -> Iterator[Case]:
    with attribution.open(case_folder) as opened:
        for view in opened.views.all():
            opened.views.remove(view.id, view.version)
        yield opened


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, case_folder: Path) -> Callable[..., AppTest]:
    """The whole app at an address with parameters."""
    for name in (serve.PASSWORD, f"{serve.PASSWORD}_FILE", serve.URI, "NEO4J_URI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("ui.auth._from_here", lambda: True)
    monkeypatch.setenv(serve.CASE, str(case_folder))

    def _app(**parameters: str) -> AppTest:
        page = AppTest.from_file(APP, default_timeout=WAIT_S)
        for name, value in parameters.items():
            page.query_params[name] = value
        return page.run()

    return _app


def kept(case: Case, name: str = "ring", by: str = "ben", over: View | None = None, **more: object) -> View:
    return case.save_view(name, {"title": name, "places": PLACES, **more}, by, over=over)


def name_as(page: AppTest, name: str) -> AppTest:
    next(one for one in page.text_input if one.label == "Name").set_value(name)
    return page.run()


# -- saving


def test_a_view_that_was_opened_is_replaced_under_its_name(show: Callable[..., AppTest], case: Case) -> None:
    made = kept(case)
    page = show(case.folder.root, {"asked": made.id})

    press(page, "Save")

    assert not page.exception
    assert "Saved with positions" in said(page)
    (now,) = case.views.all()
    assert (now.id, now.name, now.version, now.by) == (made.id, "ring", 2, "ana")
    # and once more: the version that this tab made is the one that it knows
    press(page, "Save")
    assert case.views.view(made.id).version == 3


def test_what_another_changed_meanwhile_is_not_replaced_unseen(show: Callable[..., AppTest], case: Case) -> None:
    made = kept(case)
    page = show(case.folder.root, {"asked": made.id})
    kept(case, by="ben\u202e", over=made, note="ben's")

    press(page, "Save")

    assert not page.exception
    told = said(page)
    assert "Not saved" in told
    assert "was saved by ben" in told
    assert "version 2" in told
    assert case.views.opened(made.id)[1]["note"] == "ben's"
    # under another name it is another view
    press(name_as(page, "mine"), "Save")
    assert [one.name for one in case.views.all()] == ["mine", "ring"]
    assert case.views.opened(made.id)[1]["note"] == "ben's"


def test_it_is_replaced_all_the_same_when_that_is_said(show: Callable[..., AppTest], case: Case) -> None:
    made = kept(case)
    page = show(case.folder.root, {"asked": made.id})
    kept(case, over=made, note="ben's")
    press(page, "Save")

    press(page, "Replace it all the same")

    assert not page.exception
    assert "Saved with positions" in said(page)
    assert "Not saved" not in said(page)
    now, payload = case.views.opened(made.id)
    assert (now.version, now.by) == (3, "ana")
    assert "note" not in payload


def test_a_third_change_is_told_again(show: Callable[..., AppTest], case: Case) -> None:
    made = kept(case)
    page = show(case.folder.root, {"asked": made.id})
    second = kept(case, over=made)
    press(page, "Save")
    kept(case, by="eve", over=second, note="eve's")

    press(page, "Replace it all the same")

    assert "was saved by eve" in said(page)
    assert case.views.opened(made.id)[1]["note"] == "eve's"


def test_a_taken_name_is_told_and_a_bad_one_refused(show: Callable[..., AppTest], case: Case) -> None:
    made, other = kept(case), kept(case, "other")
    page = show(case.folder.root, {"asked": made.id})

    press(name_as(page, "other"), "Save")
    assert "“other” was saved by ben" in said(page)
    press(name_as(page, "o\u200bther"), "Save")
    assert "U+200B, which is not seen" in said(page)

    assert not page.exception
    assert case.views.all()[0].version == case.views.view(other.id).version == 1


# -- the list


def test_the_list_says_who_when_and_how_much(listed: Callable[..., AppTest], case: Case) -> None:
    kept(case, "first")
    kept(case, EVIL, "eve<b>")

    page = listed(case.folder.root)

    (radio,) = page.radio
    assert not page.exception
    assert len(radio.options) == 2
    assert "<script>" not in "".join(radio.options)
    assert "http://" not in "".join(radio.options)
    # the address of a test is unknown
    assert [one.value for one in page.code] == [f"?case={case.folder.root.name}&view={radio.value}"]
    assert case.views.view(str(radio.value)).by == "eve<b>"


def test_duplicate_rename_and_delete(listed: Callable[..., AppTest], case: Case) -> None:
    made = kept(case)
    page = press(listed(case.folder.root), "Duplicate")
    copy = next(one for one in case.views.all() if one.id != made.id)
    assert copy.name == "ring (2)"
    # what was made is chosen
    assert page.radio[0].value == copy.id

    press(page, "Rename …")
    page.text_input[-1].set_value("ring")
    press(page, "Rename")
    assert "is there already, saved by ben" in said(page)
    page.text_input[-1].set_value("the copy")
    press(page, "Rename")
    assert case.views.view(copy.id).name == "the copy"

    page = listed(case.folder.root)
    page.radio[0].set_value(copy.id).run()
    press(page, "Delete …")
    assert "deleted for everybody" in said(page)
    assert len(case.views.all()) == 2
    press(page, "Delete for good")
    assert not page.exception
    assert [one.id for one in case.views.all()] == [made.id]


def test_many_views_are_found_by_name(listed: Callable[..., AppTest], case: Case) -> None:
    for number in range(12):
        kept(case, f"look {number}")

    page = listed(case.folder.root)
    page.text_input[0].set_value("LOOK 1").run()

    assert sorted(page.radio[0].options) == ["look 1", "look 10", "look 11"]


# -- links


def test_a_link_opens_its_view(app: Callable[..., AppTest], case: Case) -> None:
    made = kept(case)

    page = app(case=case.folder.root.name, view=made.id)

    assert not page.exception
    assert "View “ring”, saved by ben" in said(page)
    # once: what is opened afterwards stays
    assert not page.run().exception
    assert page.query_params["view"] == made.id


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"case": "../case", "view": "VIEW"}, "not among those shown here"),
        ({"case": "/etc", "view": "VIEW"}, "not among those shown here"),
        ({"case": "nobody's", "view": "VIEW"}, "not among those shown here"),
        ({"case": "<script>alert(1)</script>\0\u202e", "view": "VIEW"}, "not among those shown here"),
        ({"case": "x" * 10_000, "view": "VIEW"}, "not among those shown here"),
        ({"case": "case", "view": "0123456789abcdef"}, "is not in this case, or was deleted"),
        ({"case": "case", "view": "' OR 1=1 --"}, "is not in this case, or was deleted"),
        ({"case": "case", "view": "../../secret\u202e"}, "is not in this case, or was deleted"),
        ({"view": "f" * 10_000}, "is not in this case, or was deleted"),
    ],
)
def test_a_wrong_link_is_one_clear_line(
    app: Callable[..., AppTest], case: Case, asked: dict[str, str], expected: str
) -> None:
    made = kept(case)

    page = app(**{name: value.replace("VIEW", made.id) for name, value in asked.items()})

    assert not page.exception
    (error,) = page.error
    assert expected in error.value.replace("\\", "")
    assert len(error.value) < 600
    assert "<script>" not in error.value.replace("\\<", "")
    assert "View “ring”" not in said(page)
    # the page goes on
    assert not page.run().exception


def test_a_link_leads_to_a_case_beside_this_one_only_as_long_as_it_is_served(
    app: Callable[..., AppTest], case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside, apart = case.folder.root.parent / "beside", tmp_path / "apart"
    if not beside.exists():
        for root in (beside, apart):
            attribution.open(root, create=True).close()
    with attribution.open(beside) as other:
        made = other.save_view("theirs", {"title": "theirs", "places": {}}, "ben")

    page = app(case="beside", view=made.id)
    assert not page.exception
    assert "View “theirs”, saved by ben" in said(page)
    # the identifier alone does not lead there
    assert "is not in this case" in said(app(view=made.id))
    (case.folder.root.parent / "link").symlink_to(apart)
    assert "not among those shown here" in said(app(case="link", view=made.id))
    # another case would be mixed into a graph that is named by its address
    monkeypatch.setattr("ui.cases._is_alone", lambda: True)
    assert "not among those shown here" in said(app(case="beside", view=made.id))


def test_a_link_shows_nothing_before_the_login(
    app: Callable[..., AppTest], case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept(case)
    monkeypatch.setattr("ui.auth.serve.login", lambda: "password")
    monkeypatch.setattr("ui.auth.serve.operator_password", lambda: "right horse battery")

    page = app(case=case.folder.root.name, view=made.id)

    assert "ring" not in said(page)
    assert not page.sidebar.children
    name, password = page.text_input
    name.set_value("ben")
    password.set_value("right horse battery")
    press(page, "Log in")
    assert "View “ring”, saved by ben" in said(page)


# -- what is kept


def test_a_screen_is_kept_whole(case: Case) -> None:
    sent: dict[str, Any] = {
        "removed": ["Account/x:1002"],
        "hiddenLabels": ["Domain"],
        "hiddenTypes": ["POSTED"],
        "moved": {"Account/x:1001": [123.456789012345, -0.1]},
    }
    refs = [Ref.parse(id_) for id_ in NODES]
    picture = opening.of_refs(case, refs, "three")
    screen = Screen.read(sent)

    made = case.save_view("whole", opening.saved(picture, screen))
    back = opening.of_saved(case, case.views.opened(made.id)[1], "")

    assert case.views.opened(made.id)[1]["screen"] == screen.as_json()
    assert back.screen == screen
    assert back.homes == picture.homes
    # what leaves stands where the screen has it
    drawn = case.scene(back.screen.on_screen(back.subgraph), back.screen.placed(back.homes))
    places = {str(node.ref): (node.x, node.y) for node in drawn.nodes}
    assert places["Account/x:1001"] == (123.456789012345, -0.1)
    assert "Account/x:1002" not in places


def test_the_caveat_of_a_picture_comes_back(case: Case) -> None:
    made = kept(case, caveat="That they know each other.")

    assert opening.of_saved(case, case.views.opened(made.id)[1], "").caveat == "That they know each other."


def test_what_is_gone_is_said(case: Case) -> None:
    made = case.save_view("old", {"places": {**PLACES, "Account/x:404": [0.0, 0.0], "Nonsense/1": [1.0, 1.0]}})

    assert "1 node of it is no longer in the case" in opening.of_saved(case, case.views.opened(made.id)[1], "Old").told


@pytest.mark.parametrize(
    "payload",
    [
        {"query": "rare-domain", "parameters": {"min_accounts": "x" * 10_000, "limit": [1], "nonsense": {}}},
        {"query": "rare-domain", "parameters": {"min_accounts": 10**400}},
        {"query": "../../etc/passwd", "parameters": {}},
        {"query": 5, "parameters": 5, "places": "no", "screen": 5, "growths": 7, "asked": 3, "caveat": 1, "title": 9},
        {"places": {"Account/x:1001": [1e308, -1e308], "Account/\ud800": [0.0, 0.0], "Account/a\0b": [0.0, 0.0]}},
        {"places": {EVIL: EVIL}, "asked": [EVIL], "title": EVIL, "growths": [{"name": EVIL, "came": [5]}]},
    ],
)
def test_a_view_from_elsewhere_may_hold_anything(
    app: Callable[..., AppTest], case: Case, payload: dict[str, Any]
) -> None:
    made = case.save_view("theirs", payload)

    page = app(view=made.id)

    assert not page.exception
    assert "<script>" not in "".join(one.value.replace("\\<", "") for one in page.markdown)
