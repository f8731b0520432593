"""The page Questions without a browser: what it finds, asks, shows, refuses and keeps."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import attribution
from graph.connection import GraphError
from queries.catalogue import catalogue
from queries.frontmatter import CATEGORIES
from store.folder import CaseFolder
from tests.ui import planted
from tests.ui.pages import WAIT_S, press, said, shown_on_cases
from ui import categories, opening
from ui.own_template import TEMPLATE, copied
from ui.question_search import matching

PAGE = "from ui.pages import questions\nquestions.show()"

pytestmark = pytest.mark.embedded

HOSTILE = TEMPLATE.replace(
    "Which accounts posted one link most often?", "<img src=x onerror=alert(1)> ![p](http://e.example/p.png)?"
)


@pytest.fixture(scope="module")
def ring_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted case."""
    return planted.build(tmp_path_factory.mktemp("planted"))


@pytest.fixture
def own(ring_folder: Path) -> Path:
    """The folder of its own queries, empty."""
    folder = CaseFolder(ring_folder).queries
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    return folder


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """The page on a case, run once."""
    return shown_on_cases(PAGE, monkeypatch)


def until_done(page: AppTest) -> AppTest:
    """The page once the question has been answered."""
    for _ in range(WAIT_S):
        if "Other pages can be used meanwhile" not in said(page):
            return page
        time.sleep(1)
        page.run()
    pytest.fail("the question was not answered")


def writing(text: str) -> dict[str, object]:
    """The editor is open, with this in it."""
    return {"questions.tab": "Try your own", "own.text": text}


# -- finding


@pytest.mark.parametrize(
    ("text", "found", "missing"),
    [
        ("rare domain", "rare-domain", "same-file"),
        ("RARELY websites", "rare-domain", "same-file"),
        ("bits: how telling a file", "same-file", "rare-domain"),
        ("set near", "near-a-set", "same-text"),
        ("", "same-text", None),
        ("wörter die nirgends stehen", None, "rare-domain"),
    ],
)
def test_questions_are_found_by_question_id_and_help(text: str, found: str | None, missing: str | None) -> None:
    ids = matching(catalogue(), text)

    assert found is None or found in ids
    assert missing is None or missing not in ids


def test_every_kind_of_the_catalogue_has_words() -> None:
    assert len({categories.title(one) for one in CATEGORIES}) == len(CATEGORIES)
    assert all(categories.title(one)[0].isupper() for one in (*CATEGORIES, "a-new-one"))


def test_all_questions_stand_in_the_list_and_the_search_narrows_it(
    show: Callable[..., AppTest], ring_folder: Path
) -> None:
    page = show(ring_folder)
    assert not page.exception
    assert f"{len(catalogue())} questions" in said(page)

    page = show(ring_folder, {"questions.text": "rarely linked"})

    assert page.radio(key="questions.pick").options == ["Which rarely linked websites do several accounts link to?"]
    # the open question stays open until another is chosen
    page.radio(key="questions.pick").set_value("rare-domain").run()
    assert "That the accounts own the website" in said(page)
    assert "A website that is rare only because little data was loaded" in said(page)
    assert "DISARM T0049.007" in said(page)


def test_a_kind_narrows_the_list(show: Callable[..., AppTest], ring_folder: Path) -> None:
    page = show(ring_folder)

    page.selectbox(key="questions.kind").select("links").run()

    expected = [q.question for q in catalogue().values() if q.category == "links"]
    options = [option.replace("\\", "") for option in page.radio(key="questions.pick").options]
    assert sorted(options) == sorted(expected)


# -- asking


@pytest.fixture
def asked(show: Callable[..., AppTest], case_folder: Path) -> AppTest:
    """Rare websites, asked."""
    page = show(case_folder, {"question": "rare-domain"})
    page.number_input(key="ask.rare-domain.min_accounts").set_value(4)
    return until_done(press(page, "Ask"))


def test_an_answer_says_what_it_rests_on(asked: AppTest) -> None:
    assert not asked.exception
    assert "##### 1 row" in said(asked)
    assert "Does not prove" in said(asked)
    assert "What is not loaded is not absent" in said(asked)
    assert asked.dataframe[0].value["domain"].tolist() == ["rare.example"]
    assert "because" in asked.dataframe[0].value.columns
    assert "caveat" in asked.dataframe[0].value.columns


def test_an_answer_is_there_after_another_question(asked: AppTest) -> None:
    asked.session_state["question"] = "same-file"
    asked.run()
    assert "##### 1 row" not in said(asked)

    asked.session_state["question"] = "rare-domain"
    asked.run()

    assert "##### 1 row" in said(asked)
    assert asked.number_input(key="ask.rare-domain.min_accounts").value == 4


def test_a_question_is_copied_in_three_ways(asked: AppTest, case_folder: Path) -> None:
    shell, cell, console = (one.value for one in asked.code)

    assert shell == f"attribution query rare-domain --case {case_folder} -p min_accounts=4"
    assert "case.query('rare-domain', min_accounts=4)" in cell
    assert ":param min_accounts => 4;" in console
    assert catalogue()["rare-domain"].cypher.strip() in console


def test_a_limit_that_was_reached_is_told(show: Callable[..., AppTest], ring_folder: Path) -> None:
    page = show(ring_folder, {"question": "rare-domain"})
    page.number_input(key="ask.rare-domain.limit").set_value(2)

    page = until_done(press(page, "Ask"))

    assert "the answer ends at limit = 2; there may be more rows" in said(page)


def test_a_value_that_cannot_be_is_one_line(show: Callable[..., AppTest], ring_folder: Path) -> None:
    page = show(ring_folder, {"question": "same-link-across-platforms"})
    page.text_input(key="ask.same-link-across-platforms.window").set_value("soon")

    page = press(page, "Ask")

    assert not page.exception
    assert len(page.error) == 1
    assert "parameter window" in page.error[0].value.replace("\\", "")


def test_a_lost_graph_is_one_line(
    show: Callable[..., AppTest], ring_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show(ring_folder, {"question": "rare-domain"})

    def lost(*_: object, **__: object) -> None:
        raise GraphError("bolt://127.0.0.1:1: no graph database answers")

    monkeypatch.setattr("attribution.case.Case.ask", lost)
    page = until_done(press(page, "Ask"))

    assert not page.exception
    assert "no graph database answers" in said(page)


def test_a_question_that_takes_long_is_stopped(show: Callable[..., AppTest], ring_folder: Path, own: Path) -> None:
    slow = TEMPLATE.replace("busiest-on-a-link", "slow").replace(
        "MATCH (a:Account)", "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y\nWITH sum(x * y) AS n\nMATCH (a:Account)"
    )  # fmt: skip
    (own / "slow.cypher").write_text(slow, "utf-8")
    page = show(ring_folder, {"question": "slow"})

    page = press(page, "Ask")
    assert "Other pages can be used meanwhile" in said(page)
    page = until_done(press(page, "Stop"))

    assert not page.exception
    assert "the query was stopped on request" in said(page)
    # the graph is as good as new
    assert "lost" not in page.session_state or not page.session_state["lost"]


def test_one_row_is_a_picture_of_its_own(ring_folder: Path) -> None:
    with attribution.open(ring_folder) as case:
        answer = case.answer("rare-domain", min_accounts=4)
        number = next(n for n, row in enumerate(answer.result.rows) if row["domain"] == "ring3.example")
        whole, one = opening.of_answer(case, answer), opening.of_row(case, answer, number)

    assert len(whole.subgraph.vertices) == len(answer.result.refs)
    assert {v.ref.key for v in one.subgraph.vertices} == {*planted.RING, "ring3.example"}
    assert one.answer is not None
    assert f"Row {number + 1} of {len(answer.result.rows)} rows that the question gave" in one.answer.result.notes


# -- one's own


def test_the_template_is_clean_and_no_question_of_the_library() -> None:
    with pytest.raises(KeyError):
        catalogue()["busiest-on-a-link"]
    assert 'id = "my-busiest-on-a-link"' in copied(TEMPLATE)


def test_own_queries_stand_in_the_list_and_broken_ones_are_named(
    show: Callable[..., AppTest], ring_folder: Path, own: Path
) -> None:
    (own / "busiest-on-a-link.cypher").write_text(HOSTILE, "utf-8")
    (own / "broken.cypher").write_text("nothing", "utf-8")

    page = show(ring_folder, {"question": "busiest-on-a-link"})

    assert not page.exception
    assert f"{len(catalogue()) + 1} questions" in said(page)
    assert "your own, from the folder queries/ of the case" in said(page)
    assert "broken.cypher:1: has no front matter" in said(page)
    # what a file says is text and nothing else
    assert "![p](http:" not in "\n".join(str(one.value) for one in page.markdown)
    page = until_done(press(page, "Ask"))
    assert "##### 0 rows" in said(page)


def test_an_own_query_is_checked_run_and_saved(show: Callable[..., AppTest], ring_folder: Path, own: Path) -> None:
    page = show(ring_folder, writing(TEMPLATE.replace("default = 3", "default = 2")))
    assert "The text is clean" in said(page)

    page = until_done(press(page, "Check"))
    assert not page.exception
    assert "Clean, and it runs." in said(page)

    page = until_done(press(page, "Run"))
    assert "It gave " in said(page)
    assert "account" in page.dataframe[0].value.columns

    page = press(page, "Save")
    assert "Saved as queries/busiest-on-a-link.cypher" in said(page)
    assert (own / "busiest-on-a-link.cypher").read_text("utf-8") == page.text_area(key="own.text").value
    assert [path.name for path in own.iterdir()] == ["busiest-on-a-link.cypher"]
    with attribution.open(ring_folder) as case:
        assert "busiest-on-a-link" in case.queries()
    # a second time only on purpose
    assert next(one for one in page.button if one.label == "Save").disabled


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("MATCH (a:Account)", "CREATE (x) WITH x MATCH (a:Account)", "the clause CREATE does not belong"),
        ("MATCH (a:Account)", "CALL db.clearQueryCaches() MATCH (a:Account)", "the procedure db.clearQueryCaches"),
        ('"busiest-on-a-link"', '"../../evil"', "is not a name in lower case with hyphens"),
        ('"busiest-on-a-link"', '"same-file"', "is one of the library's"),
        ('"busiest-on-a-link"', '"lint"', "is a word of the command"),
        ("minimum = 2", "minimum = 5000", "out of bounds"),
        ("default = 3", "default = 99999999999999999", "out of bounds"),
        ('type = "integer"\ndefault = 3\nminimum = 2\nmaximum = 1000', 'type = "integer"\nminimum = 9\nmaximum = 1', "minimum is above maximum"),
        ('type = "integer"\ndefault = 3\nminimum = 2\nmaximum = 1000', 'type = "integer"\ndefault = 99999999999999999', "cannot be asked for in a form"),
        ('type = "integer"\ndefault = 3\nminimum = 2\nmaximum = 1000', 'type = "time"\ndefault = "0001-01-01"', "between the years 2000 and 2100"),
        ("/*", "", "has no front matter"),
        (TEMPLATE, "\x00" * 50, "has no front matter"),
        (TEMPLATE, "", "has no front matter"),
    ],
)  # fmt: skip
def test_a_query_that_may_not_be_is_neither_run_nor_saved(
    show: Callable[..., AppTest], ring_folder: Path, own: Path, old: str, new: str, line: str
) -> None:
    page = show(ring_folder, writing(TEMPLATE.replace(old, new, 1)))

    assert not page.exception
    assert line in said(page)
    assert next(one for one in page.button if one.label == "Save").disabled
    assert not any(one.label == "Run" for one in page.button)
    page = until_done(press(page, "Check"))
    assert not page.exception
    assert line in said(page)
    assert list(own.iterdir()) == []


def test_what_only_an_engine_refuses_is_one_line(show: Callable[..., AppTest], ring_folder: Path, own: Path) -> None:
    page = show(ring_folder, writing(TEMPLATE.replace("count(DISTINCT p.id)", "cuont(DISTINCT p.id)")))

    page = until_done(press(page, "Check"))

    assert not page.exception
    assert "busiest-on-a-link.cypher: embedded engine" in said(page)
    page = until_done(press(page, "Run"))
    assert not page.exception
    assert len(page.error) >= 1


def test_a_trial_has_ten_seconds(
    show: Callable[..., AppTest], ring_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.own_query.TRIAL_S", 1.0)
    slow = TEMPLATE.replace(
        "MATCH (a:Account)", "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y\nWITH sum(x * y) AS n\nMATCH (a:Account)"
    )  # fmt: skip
    page = show(ring_folder, writing(slow))

    began = time.monotonic()
    page = until_done(press(page, "Run"))

    assert "took longer than 1 s and was stopped" in said(page)
    assert time.monotonic() - began < 20


def test_what_one_begins_with_is_put_into_the_field(show: Callable[..., AppTest], ring_folder: Path, own: Path) -> None:
    page = show(ring_folder, writing("nothing"))
    page.selectbox(key="own.from").select("library: rare-domain").run()

    page = press(page, "Put it here")

    assert 'id = "my-rare-domain"' in str(page.text_area(key="own.text").value)
    assert "The text is clean" in said(page)


def test_an_empty_case_can_be_asked(show: Callable[..., AppTest], tmp_path: Path) -> None:
    CaseFolder(tmp_path / "empty").create()

    page = show(tmp_path / "empty", {"question": "rare-domain"})
    page = until_done(press(page, "Ask"))

    assert not page.exception
    assert "what is not loaded is not absent" in said(page)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_form_of_every_question_is_drawn(show: Callable[..., AppTest], ring_folder: Path, name: str) -> None:
    page = show(ring_folder, {"question": name})
    assert not page.exception
    assert any(button.label == "Ask" for button in page.button)
