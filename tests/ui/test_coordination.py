"""The page Coordination without a browser: what it asks, shows, compares and refuses."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import attribution
from analysis.judgement import IN_GROUP, SIGNIFICANT
from attribution.errors import CaseError
from attribution.group_report import changes, inside, links_of, members, q_by_group, things, timelines
from attribution.jobs import StoppedError
from attribution.runs import Comparison, Run
from attribution.share_kinds import Request
from graph.records import Ref
from store.folder import CaseFolder
from tests.ui import planted
from tests.ui.pages import WAIT_S, press, said, shown_on_cases
from ui import detections, opening
from ui.detection_words import asked, refs_of, seconds_of, span, thing_name

PAGE = "from ui.pages import coordination\ncoordination.show()"

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def ring_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted case."""
    return planted.build(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def run(ring_folder: Path) -> Run:
    """Its links within a minute."""
    with attribution.open(ring_folder) as case:
        return case.detect(objects=("url",))


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """The page on a case, run once."""
    return shown_on_cases(PAGE, monkeypatch)


def table(page: AppTest, column: str) -> pd.DataFrame:
    """The first table with this column."""
    return next(one.value for one in page.dataframe if column in one.value.columns)


def until_done(page: AppTest) -> AppTest:
    """The page once the work beside it has ended."""
    for _ in range(WAIT_S):
        if "Other pages can be used meanwhile" not in said(page):
            return page
        time.sleep(1)
        page.run()
    pytest.fail("the work did not end")


# -- words


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("60", 60),
        ("90 s", 90),
        ("0.5", 0.5),
        ("1,5 s", 1.5),
        ("5 min", 300),
        ("2m", 120),
        ("1 h", 3600),
        ("1 day", 86_400),
    ],
)
def test_windows_are_read_as_they_are_written(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "1 e 5", "nan", "60 parsecs", "![x](http://evil.example)"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(CaseError, match="is no span of time"):
        seconds_of(text)


@pytest.mark.parametrize(
    ("seconds", "text"), [(10, "10 s"), (60, "60 s"), (90, "90 s"), (300, "5 min"), (3600, "1 h"), (86_400 * 2, "2 d")]
)
def test_windows_are_told_in_the_unit_that_reads_best(seconds: float, text: str) -> None:
    assert span(seconds) == text
    assert seconds_of(text) == seconds


def test_a_question_in_words() -> None:
    assert asked(Request(objects=("url", "media"), window=300)) == "links and pictures and videos within 5 min"
    assert asked(Request(objects=("url",), platforms=("x",))) == "links within 60 s; on x"


@pytest.mark.parametrize(
    ("shared", "refs"),
    [
        ("url:https://a.example/x:y", (Ref("Url", "https://a.example/x:y"),)),
        ("repost:x:12", (Ref("Post", "x:12"),)),
        ("hashtags:one two", (Ref("Hashtag", "one"), Ref("Hashtag", "two"))),
        ("unheard:of", ()),
    ],
)
def test_what_was_shared_is_a_node(shared: str, refs: tuple[Ref, ...]) -> None:
    assert refs_of(shared) == refs


def test_addresses_are_defanged_once() -> None:
    url = "url:https://a.example/x"
    assert thing_name(url, {}) == "hxxps://a[.]example/x"
    assert thing_name(url, {Ref("Url", "https://a.example/x"): "hxxps://a[.]example/x"}) == "hxxps://a[.]example/x"


# -- rows


def test_the_group_as_rows(ring_folder: Path, run: Run) -> None:
    case = attribution.open(ring_folder)
    pairs, met = case.run_pairs(run.id), case.run_meetings(run.id)
    group = run.clusters[0]

    links = links_of(pairs, group)
    own = inside(met, group.accounts)
    counts, days = timelines(run)

    assert group.accounts == planted.RING
    assert len(links) == 6
    assert not links["disagrees"].any()
    assert (links["accepted_q"] < 0.05).all()
    assert links["p"].is_monotonic_increasing
    assert members(group, links, own)["links"].tolist() == [3] * 4
    assert members(group, links, own)["things"].tolist() == [8] * 4
    assert things(own)["accounts"].tolist() == [4] * 8
    assert things(own)["sharers"].tolist() == [4] * 8
    assert (sum(counts[1]), days) == (48, 1)


def test_a_link_that_others_link_is_told_by_its_q_among_these(ring_folder: Path, run: Run) -> None:
    pairs = attribution.open(ring_folder).run_pairs(run.id)
    pairs = pairs[pairs["significant"]].assign(q=0.9, q_group=0.01)
    half = [SIGNIFICANT, IN_GROUP] * 3

    pairs = pairs.assign(reading=half)

    assert sorted(links_of(pairs, run.clusters[0])["accepted_q"]) == [0.01] * 3 + [0.9] * 3
    assert q_by_group(pairs)[1] == pytest.approx((0.455, 0.9))


def test_what_appears_goes_and_grows(run: Run) -> None:
    one = run.clusters[0]
    less = replace(one, accounts=one.accounts[:2])
    other = replace(one, number=2, accounts=("x:1", "x:2", "x:3"))
    a, b = replace(run, clusters=(less, other)), replace(run, clusters=(one, replace(other, accounts=("x:7", "x:8"))))

    found = changes(Comparison(a, b, 1, (), (), 2, (), (), ((1, 1, 0.5), (2, None, 0.0), (None, 2, 0.0))))

    assert [(each.what, each.came, each.went) for each in found] == [
        ("new", ("x:7", "x:8"), ()),
        ("gone", (), ("x:1", "x:2", "x:3")),
        ("grown", one.accounts[2:], ()),
    ]


# -- the picture


def test_a_picture_of_a_group_holds_its_run_and_its_window_alone(ring_folder: Path, run: Run) -> None:
    with attribution.open(ring_folder) as case:
        other = case.detect(objects=("url",), window=15)
        view = opening.of_group(case, run, run.clusters[0], inside(case.run_meetings(run.id), planted.RING))
        receipts = case.receipts(next(e for e in view.subgraph.edges if e.type == "COORDINATED_WITH"))
        case.delete_run(other.id)

    linked = [edge for edge in view.subgraph.edges if edge.type == "COORDINATED_WITH"]
    assert {edge.properties["run"] for edge in linked} == {run.key}
    assert len(linked) == 6
    assert sum(edge.type == "SHARED" for edge in view.subgraph.edges) == 4 * 8
    assert {v.ref.label for v in view.subgraph.vertices} == {"Account", "Url"}
    assert "that one operator runs these accounts" in view.caveat
    assert any(view.caveat in line for line in view.beside(view.screen))
    assert receipts.total == 16
    assert all(post["places"] for post in receipts.posts)


@pytest.mark.parametrize("late", [False, True])
def test_of_stopped_work_nothing_is_kept(ring_folder: Path, run: Run, late: bool) -> None:
    with attribution.open(ring_folder) as case:

        def stop(what: str, rows: int, *, rejected: int = 0, share: float | None = None) -> None:
            # late: when it is committed, and the graph is not written yet
            if not late or len(case.runs()) > 1:
                raise StoppedError("stopped")

        with pytest.raises(StoppedError, match="nothing of this run is kept"):
            detections.make(case, case.request(objects=("url",), window=33), "Ana", stop)

        assert [one.id for one in case.runs()] == [run.id]
        kept = case.graph.read("MATCH (:Account)-[r:COORDINATED_WITH]->(:Account) RETURN DISTINCT r.run AS run")
        assert [row["run"] for row in kept] == [run.key]


# -- the page


def test_an_empty_case_says_what_to_do(show: Callable[..., AppTest], tmp_path: Path) -> None:
    CaseFolder(tmp_path / "empty").create()

    page = show(tmp_path / "empty")

    assert not page.exception
    assert "No posts are loaded yet" in said(page)
    assert "Does not prove" in said(page)


def test_the_ring_is_found_from_the_page_and_the_traps_are_not(show: Callable[..., AppTest], tmp_path: Path) -> None:
    page = show(planted.build(tmp_path))
    assert "Nothing was asked yet" in said(page)
    page.session_state["detect.kinds"] = ["url"]
    page.run()
    assert "848 shares** take part" in said(page)

    page = until_done(press(page, "Find them"))

    assert not page.exception
    found = table(page, "stability")
    assert found["accounts"].tolist() == [4]
    assert found["platforms"].tolist() == ["Facebook, Telegram, X"]
    assert found["engagement"].tolist()[0].startswith("too few: ")
    assert "Look again" not in said(page)
    assert "its answer is open" in said(page)
    accounts = table(page, "on")["account"].tolist()
    assert sorted(accounts) == ["@user900", "@user901", "@user902", "@user903"]

    page.session_state["coordination.tab"] = "Set apart and left out"
    page.run()
    assert "1 pair**: both repeat one source" in said(page)
    assert "16 rows**: time known only to the minute" in said(page)
    press(page, "Compute its receipts")
    assert not page.exception
    assert "40 things" in said(page)


def test_the_whole_page_says_nothing_of_who_runs_accounts(
    show: Callable[..., AppTest], ring_folder: Path, run: Run
) -> None:
    page = show(ring_folder)

    assert not page.exception
    assert "run by" not in said(page).lower()
    assert "Does not prove" in said(page)


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("detect.window", "soon", "is no span of time"),
        ("detect.window", "-5", "must be seconds between 0 and a year"),
        ("detect.window", "900 d", "must be seconds between 0 and a year"),
        ("detect.kinds", [], "name kinds once each"),
    ],
)
def test_absurd_questions_are_one_clear_line(
    show: Callable[..., AppTest], ring_folder: Path, run: Run, key: str, value: object, line: str
) -> None:
    page = show(ring_folder, {key: value})

    assert not page.exception
    assert line in "\n".join(str(one.value).replace("\\", "") for one in page.error)
    assert len(page.error) == 1


def test_nothing_to_compare_is_said_before_anything_runs(
    show: Callable[..., AppTest], ring_folder: Path, run: Run
) -> None:
    page = show(ring_folder)
    page.session_state["detect.kinds"] = ["hashtag"]
    page.run()

    assert "Nothing to compare" in said(page)
    assert next(one for one in page.button if one.label == "Find them").disabled


def test_a_run_deleted_meanwhile_is_one_line(show: Callable[..., AppTest], ring_folder: Path, run: Run) -> None:
    with attribution.open(ring_folder) as case:
        other = case.detect(objects=("url",), window=20)
    page = show(ring_folder)
    assert page.selectbox(key="runs.chosen").value == other.hash

    with attribution.open(ring_folder) as case:
        case.delete_run(other.id)
    page.run()

    assert not page.exception
    assert "is not in the case any more" in said(page)
    assert page.selectbox(key="runs.chosen").value == run.hash


def test_another_window_is_compared(show: Callable[..., AppTest], ring_folder: Path, run: Run) -> None:
    page = show(ring_folder)
    page.session_state["coordination.tab"] = "Another window"
    page.session_state["changes.window"] = "10 s"
    page.run()

    page = until_done(press(page, "Look again, within 10 s"))

    assert not page.exception
    assert page.selectbox(key="runs.chosen").value == run.hash
    numbers = table(page, "both")
    assert numbers["both"].tolist()[0] < 6
    assert "was not refuted by it" in said(page)
    with attribution.open(ring_folder) as case:
        for one in case.runs():
            if one.id != run.id:
                case.delete_run(one.id)
