"""The pages without a browser: what they ask, say and refuse."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import attribution
from attribution import serve
from graph.connection import GraphError
from store.folder import CaseFolder

APP = str(Path(__file__).parent.parent.parent / "app.py")
WAIT_S = 120

pytestmark = pytest.mark.embedded


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No login, whatever this machine has."""
    for name in (serve.PASSWORD, f"{serve.PASSWORD}_FILE", serve.URI, "NEO4J_URI"):
        monkeypatch.delenv(name, raising=False)
    # a test of the app has no connection, and a stand-in for its address
    monkeypatch.setattr("ui.auth._from_here", lambda: True)
    return monkeypatch


@pytest.fixture
def app(environment: pytest.MonkeyPatch) -> Callable[[Path], AppTest]:
    """The app on a case, run once."""

    def _app(case: Path) -> AppTest:
        environment.setenv(serve.CASE, str(case))
        return AppTest.from_file(APP, default_timeout=WAIT_S).run()

    return _app


def texts(app: AppTest) -> str:
    """Everything that stands on the page as text."""
    parts = [*app.markdown, *app.caption, *app.text, *app.error, *app.warning, *app.info, *app.success, *app.header]
    return "\n".join(str(part.value) for part in parts)


def button(app: AppTest, label: str) -> None:
    """Press a button and run."""
    next(one for one in app.button if one.label == label).click().run()


def data_page(tab: str) -> AppTest:
    """The Data page with one of its tabs open."""
    page = AppTest.from_string("from ui.pages import data\ndata.show()", default_timeout=WAIT_S)
    page.session_state["data.tab"] = tab
    return page.run()


def ask(app: AppTest, kind: str, question: str) -> None:
    """Choose a question; its form is there afterwards."""
    app.selectbox(key="category").select(kind).run()
    app.radio(key=f"question.{kind}").set_value(question).run()


def test_an_empty_case_says_how_to_begin(app: Callable[[Path], AppTest], tmp_path: Path) -> None:
    CaseFolder(tmp_path / "empty").create()

    page = app(tmp_path / "empty")

    assert not page.exception
    assert "Nothing is loaded yet" in texts(page)
    assert "Begin on the left" in texts(page)


def test_a_question_is_answered_with_caveat_and_coverage(app: Callable[[Path], AppTest], case_folder: Path) -> None:
    page = app(case_folder)
    ask(page, "links", "rare-domain")

    button(page, "Ask")

    assert not page.exception
    assert "Does not prove" in texts(page)
    assert "519 posts by 510 accounts" in texts(page)
    assert "##### 1 row" in texts(page)
    assert page.dataframe[0].value["domain"].tolist() == ["rare.example"]


def test_an_answer_without_rows_says_that_absence_is_no_proof(
    app: Callable[[Path], AppTest], case_folder: Path
) -> None:
    page = app(case_folder)
    ask(page, "links", "rare-domain")
    page.number_input(key="ask.rare-domain.min_accounts").set_value(500)

    button(page, "Ask")

    assert "what is not loaded is not absent" in texts(page)
    assert not page.exception


def test_a_wrong_value_is_one_clear_line(app: Callable[[Path], AppTest], case_folder: Path) -> None:
    page = app(case_folder)
    ask(page, "links", "same-link-across-platforms")
    page.text_input(key="ask.same-link-across-platforms.window").set_value("![x](http://evil.example) soon")

    button(page, "Ask")

    assert not page.exception
    assert len(page.error) == 1
    assert "window" in page.error[0].value
    assert "http:" not in page.error[0].value


def test_a_graph_that_does_not_answer_can_be_connected_again(
    app: Callable[[Path], AppTest], case_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = app(case_folder)
    ask(page, "links", "rare-domain")

    def lost(*_: object, **__: object) -> None:
        raise GraphError("bolt://127.0.0.1:1: no graph database answers")

    with monkeypatch.context() as broken:
        broken.setattr("attribution.case.Case.ask", lost)
        button(page, "Ask")
    assert "no graph database answers" in texts(page)
    assert "Connect to the graph again" in [one.label for one in page.button]

    page.run()
    assert not page.exception
    assert "Connect to the graph again" not in [one.label for one in page.button]


def test_pasted_lines_are_sorted_into_found_and_missing(app: Callable[[Path], AppTest], case_folder: Path) -> None:
    page = app(case_folder)
    page.segmented_control(key="way").set_value("List").run()
    page.text_area(key="list.lines").set_value("@mirror_1\n@nobody_here")

    button(page, "Find them")

    assert not page.exception
    assert "1 entry found." in texts(page)
    assert "@nobody_here" in texts(page)
    assert any(one.label == "1 line: not in this case" for one in page.expander)
    # a picture without a question has its caveat, too, and the list is there again after another page
    assert "Does not prove" in texts(page)
    assert page.selectbox(key="set.platform").value == "x"
    page.segmented_control(key="way").set_value("Search").run()
    page.segmented_control(key="way").set_value("List").run()
    assert page.text_area(key="list.lines").value == "@mirror_1\n@nobody_here"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("w" * 10_000, "has 10,000 characters; at most 120 are kept"),
        ("\N{FAMILY}" * 120, "is too long for the name of a file"),
        ("mirrors\u202e", "which is not seen; type it without"),
    ],
)
def test_a_name_that_no_set_can_have_is_refused_in_one_line(
    app: Callable[[Path], AppTest], case_folder: Path, name: str, message: str
) -> None:
    page = app(case_folder)
    page.segmented_control(key="way").set_value("List").run()
    page.text_area(key="list.lines").set_value("https://rare.example/story")
    page.text_input(key="set.name").set_value(name).run()

    button(page, "Keep")

    assert not page.exception
    assert message in texts(page)
    assert not list((case_folder / "sets").glob(f"*{name[:9]}*"))


def test_a_name_that_no_folder_can_have_is_refused_in_one_line(
    app: Callable[[Path], AppTest], case_folder: Path
) -> None:
    page = app(case_folder)
    next(one for one in page.text_input if one.label == "Name of the new case").set_value("\N{FAMILY}" * 80)

    button(page, "Begin")

    assert not page.exception
    assert "is too long for the name of a folder" in texts(page)


@pytest.mark.parametrize("path", ["w" * 10_000, "~nobody-here/posts.jsonl", "../nothing"])
def test_a_path_that_leads_nowhere_is_refused_in_one_line(
    environment: pytest.MonkeyPatch, case_folder: Path, path: str
) -> None:
    environment.setenv(serve.CASE, str(case_folder))
    page = data_page("Add files")
    next(one for one in page.text_input if "name a file or folder" in one.label).set_value(path)

    button(page, "Look at it")

    assert not page.exception
    assert "there is no such file or folder" in texts(page)


def test_a_list_is_kept_as_a_set_under_ones_name(
    app: Callable[[Path], AppTest], case_folder: Path, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("LOGNAME", "ana")
    page = app(case_folder)
    page.segmented_control(key="way").set_value("List").run()
    page.text_area(key="list.lines").set_value("mirror_1\nmirror_2\nnobody_here")
    page.text_input(key="set.name").set_value("mirrors").run()
    button(page, "Keep")
    assert "choose above on which platform" in texts(page)
    page.selectbox(key="set.platform").select("x").run()

    button(page, "Keep")

    assert "3 listed, 2 with posts here" in texts(page)
    runs: list[object] = []
    environment.setattr("ui.table.head", runs.append)
    button(page, "Ask: who shares rare things with “mirrors”?")
    assert not page.exception
    # a second run would keep the picture waiting
    assert len(runs) == 1
    # the form follows the answer, so that its limit can be raised
    assert page.radio(key="question.sets").value == "near-a-set"
    assert page.number_input(key="ask.near-a-set.limit").value == 40
    assert page.selectbox(key="ask.near-a-set.set").value == "mirrors"
    with attribution.open(case_folder) as case:
        assert "mirrors" in case.sets()
        assert case.coverage().datasets["loaded_by"].tolist()[-1] == "ana"


def test_a_saved_view_brings_its_question_into_the_form(app: Callable[[Path], AppTest], case_folder: Path) -> None:
    with attribution.open(case_folder) as case:
        asked = case.answer("rare-domain", min_accounts=4)
        payload: dict[str, object] = {
            "query": "rare-domain",
            "parameters": dict(asked.result.parameters),
            "places": {str(ref): [0.0, 0.0] for ref in asked.result.refs},
        }
        case.save_view("rare ones", payload, by="ana")
    page = app(case_folder)
    page.segmented_control(key="way").set_value("Saved").run()

    button(page, "Open view")

    assert not page.exception
    assert "View “rare ones”, saved by ana" in texts(page)
    assert page.radio(key="question.links").value == "rare-domain"
    assert page.number_input(key="ask.rare-domain.min_accounts").value == 4


def test_a_missing_case_is_one_line(app: Callable[[Path], AppTest], tmp_path: Path) -> None:
    page = app(tmp_path / "nowhere")

    assert not page.exception
    assert "there is no such case" in page.error[0].value.replace("\\", "")


def test_coverage_accounts_for_every_row(app: Callable[[Path], AppTest], case_folder: Path) -> None:
    app(case_folder)
    page = data_page("Loaded")

    assert not page.exception
    files = page.dataframe[0].value
    assert (files["rows"] == files["loaded"] + files["merged"] + files["blank"] + files["rejected"]).all()
    assert "posts.jsonl" in files["file"].tolist()


@pytest.mark.parametrize(
    ("tab", "computed"), [("Add files", []), ("Loaded", ["files"]), ("Not used", ["rejects"]), ("Check", ["check"])]
)
def test_only_the_tab_that_is_open_is_computed(
    app: Callable[[Path], AppTest],
    case_folder: Path,
    environment: pytest.MonkeyPatch,
    tab: str,
    computed: list[str],
) -> None:
    app(case_folder)
    called: list[str] = []
    for name in ("files", "rejects", "check"):
        environment.setattr(f"ui.loaded.{name}", lambda _, name=name: called.append(name))

    page = data_page(tab)

    assert not page.exception
    assert called == computed
    # what waits to be loaded is kept, whichever tab is open
    assert len(page.get("file_uploader")) == 1


def test_a_password_stands_before_everything(
    app: Callable[[Path], AppTest], case_folder: Path, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv(serve.PASSWORD, "correct horse battery")
    page = app(case_folder)
    assert not page.selectbox
    page.text_input[0].set_value("Ana")
    page.text_input[1].set_value("wrong")
    button(page, "Log in")
    assert "not right" in texts(page)
    assert not page.selectbox

    page.text_input[1].set_value("correct horse battery")
    button(page, "Log in")

    assert not page.exception
    assert page.selectbox
    assert "Ana" in texts(page)


def test_beyond_loopback_without_a_login_nothing_is_shown(
    app: Callable[[Path], AppTest], case_folder: Path, environment: pytest.MonkeyPatch
) -> None:
    environment.setattr("streamlit.get_option", lambda name: "192.0.2.1" if name == "server.address" else None)

    page = app(case_folder)

    assert "only with a login" in page.error[0].value.replace("\\", "")
    assert not page.selectbox
