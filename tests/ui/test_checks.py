"""The page Checks without a browser: two weeks of a case, what it tells, what can be said of it, and what it refuses."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import attribution
from attribution.case import open_case
from attribution.check_history import history_of
from attribution.check_receipts import answer_of, difference_of
from attribution.errors import CaseError
from attribution.jobs import StoppedError
from attribution.weeks import load_into
from queries.catalogue import catalogue
from queries.checks import hit_key
from queries.errors import QueryError
from sample_data.generator.weeks import DISMISSED, DROPPED, EXPECTED, LEFT_OUT, VANISHED
from store.folder import CaseFolder
from tests.attribution.killed import kill_a_run
from tests.ui.pages import WAIT_S, press, said, shown_on_cases
from ui import check_runs, opening
from ui.check_form import parameters_of
from ui.check_hits import sections

PAGE = "from ui.pages import checks\nchecks.show()"
ROOT = Path(__file__).parent.parent.parent
FORUM, NEWSLETTER = DISMISSED
PLANTED = EXPECTED["rare-domain"]
STEADY, FRESH = "steady-observer.example", "fresh-gazette.example"
HOSTILE = "<img src=x onerror=alert(1)> ![p](http://evil.example/p.png) [c](javascript:alert(2))"

pytestmark = pytest.mark.embedded


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """The page on a case, run once."""
    return shown_on_cases(PAGE, monkeypatch)


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case after its second week: two runs, a dismissal that holds, one that does not, a check that fails."""
    root = tmp_path_factory.mktemp("weeks") / "case"
    with attribution.open(root, create=True) as case:
        load_into(case, 1)
        case.checks.add("sites", "rare-domain", every="7d", by="ana")
        case.checks.run(by="ana")
        case.checks.dismiss("sites", FORUM, "a forum of anglers", by="ana")
        case.checks.dismiss("sites", NEWSLETTER, HOSTILE, by="ben")
        case.checks.confirm("sites", STEADY, "read all four", by="ana")
        case.checks.comment("sites", STEADY, HOSTILE, by=HOSTILE)
        load_into(case, 2)
        case.checks.run(by="ana")
        case.checks.add("near", "near-a-set", {"set": "nobody"}, every="1d", by="ana")
        case.checks.run(["near"], by="ana")
    return root


def listed(page: AppTest) -> dict[str, list[str]]:
    """The hits under each head, as the list shows them: how each stands, and its name."""
    heads = ("New or stronger", "The rest", "Dismissed and silent")
    found: dict[str, list[str]] = {}
    for element in _walk(page.main):
        text = str(getattr(element, "value", "") if element.type == "markdown" else "")
        head = next((one for one in heads if text.startswith(f"**{one} (")), None)
        if head is not None:
            found[head] = []
        elif element.type == "button" and str(element.key).startswith("checks.hit."):
            label = element.label.replace("\\", "")
            found[list(found)[-1]].append(f"{label.partition('[')[2].partition(']')[0]} {label.split('**')[1]}")
    return found


def _walk(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _walk(child)


def expected() -> dict[str, list[str]]:
    """What was planted, under the head where it has to stand."""
    loud = [f"{kind} {site}" for kind in ("new", "stronger") for site in PLANTED[kind]]
    rest = [f"{kind} {site}" for kind in ("weaker", "gone", "unchanged") for site in PLANTED[kind]]
    silent = [f"unchanged {NEWSLETTER}"]
    return {
        "New or stronger": sorted(loud),
        "The rest": sorted(one for one in rest if one not in silent),
        "Dismissed and silent": silent,
    }


def in_order(found: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {head: sorted(hits) for head, hits in found.items()}


def open_hit(page: AppTest, site: str) -> AppTest:
    return next(
        one for one in page.button if str(one.key).startswith("checks.hit.") and site in one.label.replace("\\", "")
    ).click().run()  # fmt: skip


def dismiss(page: AppTest, site: str, reason: str) -> AppTest:
    page = open_hit(page, site)
    page = page.button(key="checks.do.D").click().run()
    next(one for one in page.text_input if one.label == "Why need it not be told?").set_value(reason)
    return _send(page, "Dismiss")


def _send(page: AppTest, label: str) -> AppTest:
    """Press the button of a form, and not the one of the same name that opened it."""
    form = [one for one in page.button if one.label == label and not str(one.key or "").startswith("checks.do")]
    return form[-1].click().run()


def until_done(page: AppTest) -> AppTest:
    """The page once what runs in the background has ended."""
    for _ in range(WAIT_S):
        if "Other pages can be used meanwhile" not in said(page):
            return page
        time.sleep(1)
        page.run()
    pytest.fail("the checks were not answered")


def test_two_weeks_with_a_run_that_is_killed(show: Callable[..., AppTest], tmp_path: Path) -> None:
    root = tmp_path / "case"
    with attribution.open(root, create=True) as case:
        load_into(case, 1)
        case.checks.add("sites", "rare-domain", every="7d", by="ana")
    page = show(root)
    assert "This check was never asked" in said(page)

    page = until_done(press(page, "Run what is due (1)"))
    first = [site for kind, sites in PLANTED.items() if kind != "new" for site in sites]
    assert in_order(listed(page)) == {"New or stronger": sorted(f"new {site}" for site in first)}
    assert "Run what is due (0)" in [one.label for one in page.button]

    page = dismiss(page, FORUM, "a forum of anglers")
    page = dismiss(page, NEWSLETTER, "our own newsletter")
    assert in_order(listed(page))["Dismissed and silent"] == [f"new {FORUM}", f"new {NEWSLETTER}"]

    with attribution.open(root) as case:
        load_into(case, 2)
    kill_a_run(root)
    page.run()
    assert "Run 2 of" in said(page)
    assert "has no answer: its process ended in the middle" in said(page)
    assert "What is shown is run 1" in said(page)

    page = until_done(press(page, "Run now"))
    assert not page.exception
    assert in_order(listed(page)) == expected()
    came_to = "1 new, 2 stronger, 1 weaker, 3 gone, 2 unchanged; of these 1 dismissed and silent (1 unchanged)"
    assert came_to in said(page)


# -- what is shown


def test_what_is_new_stands_first_with_what_it_does_not_prove(show: Callable[..., AppTest], weeks: Path) -> None:
    page = show(weeks, {"checks.check": "sites"})

    assert not page.exception
    assert in_order(listed(page)) == expected()
    assert list(listed(page)) == ["New or stronger", "The rest", "Dismissed and silent"]
    assert "That the accounts own the website or are run together" in said(page)
    assert "What is not loaded is not absent" in said(page)
    # the first is open
    assert f"#### {FRESH}" in said(page)
    assert "3 posts came with monitor-2022-11-21.csv" in said(page)


@pytest.mark.parametrize(
    ("site", "words"),
    [
        (DROPPED, "partner-2022-11-14-corrected.csv was loaded in its place"),
        (VANISHED, "vanished from the data: 3 of its 3 posts no longer stand behind it"),
        (LEFT_OUT, "all 3 posts behind it are still in the data"),
        (FORUM, "dismissed by ana (a forum of anglers) unless above 3, and it has 4"),
        (NEWSLETTER, "Dismissed by ben"),
        (STEADY, "Confirmed by ana"),
    ],
)
def test_each_hit_says_why(show: Callable[..., AppTest], weeks: Path, site: str, words: str) -> None:
    page = open_hit(show(weeks, {"checks.check": "sites"}), site)

    assert f"#### {site}" in said(page)
    assert words in said(page)


def test_a_check_that_failed_says_so_and_leaves_the_others(show: Callable[..., AppTest], weeks: Path) -> None:
    page = show(weeks, {"checks.check": "near"})

    assert not page.exception
    assert "has no answer" in said(page)
    assert "nobody" in said(page)
    assert "last run failed" in said(page)
    # a check without an answer stays due
    assert "Run what is due (1)" in [one.label for one in page.button]


def test_the_hits_are_walked_in_the_order_of_the_list(show: Callable[..., AppTest], weeks: Path) -> None:
    page = show(weeks, {"checks.check": "sites"})
    order = [one.split(" ", 1)[1] for hits in listed(page).values() for one in hits]
    seen = []
    for _ in order:
        heads = [str(one.value).replace("\\", "") for one in page.markdown if str(one.value).startswith("#### ")]
        seen.append(heads[-1].removeprefix("#### "))
        if not page.button(key="checks.next").disabled:
            page = page.button(key="checks.next").click().run()

    assert seen == order
    assert page.button(key="checks.next").disabled


def test_receipts_and_history_stay_open_from_hit_to_hit(show: Callable[..., AppTest], weeks: Path) -> None:
    page = show(weeks, {"checks.check": "sites"})
    page = page.button(key="checks.do.P").click().run()
    assert "3 posts made the difference" in said(page)
    assert "From monitor-2022-11-21.csv, row" in said(page)

    page = open_hit(page, DROPPED)
    assert "3 of them the case does not hold any more" in said(page)
    assert "said by partner-2022-11-14.csv" in said(page)

    page = open_hit(page.button(key="checks.do.H").click().run(), STEADY)
    runs, entries = (one.value for one in page.dataframe)
    assert runs["stood"].tolist() == ["unchanged", "new"]
    assert runs["strength"].tolist() == [4, 4]
    assert entries["did"].tolist() == ["comment", "confirm"]


def test_what_others_wrote_is_text(show: Callable[..., AppTest], weeks: Path) -> None:
    page = open_hit(show(weeks, {"checks.check": "sites", "checks.below": "history"}), STEADY)

    raw = "\n".join(str(part.value) for part in (*page.markdown, *page.caption))
    assert not re.search(r"(?<!\\)(<img|\]\()", raw)
    assert "http:" not in raw
    assert "img src" in said(page)


# -- what can be done


def test_a_hit_is_confirmed_and_commented(show: Callable[..., AppTest], weeks: Path) -> None:
    page = open_hit(show(weeks, {"checks.check": "sites"}), "fading-mirror.example")
    page = page.button(key="checks.do.Y").click().run()
    page = _send(page, "Confirm")
    assert "Confirmed by" in said(page)

    page = page.button(key="checks.do.N").click().run()
    page = _send(page, "Keep")
    assert "the comment is empty; write one" in said(page)
    next(one for one in page.text_input if one.label == "Comment").set_value("as before")
    page = _send(page, "Keep")
    assert "as before" in said(page)
    assert open_case(weeks).checks.log("sites")[-1].body["text"] == "as before"


def test_a_dismissal_needs_a_reason_and_can_be_undone(show: Callable[..., AppTest], weeks: Path) -> None:
    page = show(weeks, {"checks.check": "sites"})
    page = dismiss(page, LEFT_OUT, " ")
    assert "is dismissed for no reason; give one" in said(page)
    next(one for one in page.text_input if one.label == "Why need it not be told?").set_value("a square")
    page = _send(page, "Dismiss")
    assert f"gone {LEFT_OUT}" in listed(page)["Dismissed and silent"]

    page = open_hit(page, LEFT_OUT).button(key="checks.do.U").click().run()

    assert in_order(listed(page)) == expected()


def test_a_check_is_added_and_removed(show: Callable[..., AppTest], weeks: Path) -> None:
    page = show(weeks, {"checks.tab": "Add a check", "checks.add.query": "same-text"})
    page.text_input(key="checks.add.name.same-text").set_value("No Name!")
    page = press(page, "Add the check")
    assert "is no name; use small letters" in said(page)

    page.text_input(key="checks.add.name.same-text").set_value("texts")
    page.number_input(key="ask.same-text.min_accounts").set_value(3)
    page = press(page, "Add the check")
    assert "This check was never asked" in said(page)
    made = open_case(weeks).checks.check("texts")
    assert (made.query, made.parameters, made.every_ms) == ("same-text", {"min_accounts": "3"}, 86_400_000)

    assert next(one for one in page.button if one.label == "Remove").disabled
    page.checkbox(key="checks.sure.texts").check().run()
    page = press(page, "Remove")
    assert not page.exception
    assert "texts" not in open_case(weeks).checks.state().checks


def test_the_form_follows_another_page(show: Callable[..., AppTest], weeks: Path) -> None:
    wanted = ("rare-domain", {"min_accounts": 7, "limit": 40})
    page = show(weeks, {"checks.wanted": wanted, "checks.tab": "Add a check"})

    assert page.selectbox(key="checks.add.query").value == "rare-domain"
    assert page.number_input(key="ask.rare-domain.min_accounts").value == 7
    assert page.number_input(key="ask.rare-domain.limit").value == 40


def test_the_log_gives_its_head_and_knows_an_earlier_one(show: Callable[..., AppTest], weeks: Path) -> None:
    log = open_case(weeks).checks.log()
    page = show(weeks, {"checks.tab": "Log"})
    assert page.code[0].value == log[-1].hash
    assert page.dataframe[0].value["no."].tolist() == [one.number for one in reversed(log)]

    page.text_input(key="checks.head").set_value(log[2].hash[:16]).run()
    assert "Sound: the log holds this head" in said(page)
    page.text_input(key="checks.head").set_value("0123456789abcdef").run()
    assert "the log does not hold the head 0123456789abcdef" in said(page)


def test_two_runs_are_compared(show: Callable[..., AppTest], weeks: Path) -> None:
    page = show(weeks, {"checks.check": "sites", "checks.tab": "Runs"})

    assert page.dataframe[0].value["run"].tolist() == [2, 1]
    stands = page.dataframe[1].value.groupby("stands")["hit"].agg(set).to_dict()
    assert stands == {kind: set(sites) for kind, sites in PLANTED.items()}


def test_an_empty_case_offers_the_form(show: Callable[..., AppTest], tmp_path: Path) -> None:
    CaseFolder(tmp_path / "empty").create()

    page = show(tmp_path / "empty")

    assert not page.exception
    assert "Add the first" in said(page)
    assert any(one.label == "Add the check" for one in page.button)


def test_the_log_stays_when_the_last_check_is_removed(show: Callable[..., AppTest], tmp_path: Path) -> None:
    with attribution.open(tmp_path / "case", create=True) as case:
        case.checks.add("sites", "rare-domain", by="ana")
        case.checks.remove("sites", by="ana")

    page = show(tmp_path / "case")

    assert not page.exception
    assert page.dataframe[0].value["did"].tolist() == ["remove", "add"]


def test_a_name_that_is_taken_gets_a_number(show: Callable[..., AppTest], tmp_path: Path) -> None:
    with attribution.open(tmp_path / "case", create=True) as case:
        case.checks.add("same-file", "same-file", by="ana")

    page = show(tmp_path / "case", {"checks.tab": "Add a check", "checks.add.query": "same-file"})

    assert page.text_input(key="checks.add.name.same-file").value == "same-file-2"


# -- without a page


def test_checks_are_stopped_between_two_of_them(weeks: Path) -> None:
    asked: list[str] = []

    def progress(what: str, rows: int, *, rejected: int = 0, share: float | None = None) -> None:
        asked.append(what)
        if len(asked) > 1:
            raise StoppedError("stopped")

    with attribution.open(weeks) as case, pytest.raises(StoppedError, match="1 of 2 checks were asked"):
        check_runs.ask(case, ["near", "sites"], "ana", progress)


def test_a_hit_is_a_picture_of_its_own(weeks: Path) -> None:
    with attribution.open(weeks) as case:
        report = case.checks.report("sites", 2)
        hits = {one.change.hit.title: one for one in report.hits}
        query = catalogue()["rare-domain"]
        view = opening.of_answer(case, answer_of(case, query, report, hits[FRESH]))
        gone = opening.of_answer(case, answer_of(case, query, report, hits[VANISHED]))
        made = difference_of(case, report, hits[FRESH])

    assert {v.ref.label for v in view.subgraph.vertices} == {"Account", "Domain"}
    assert len(view.subgraph.vertices) == 4
    assert view.answer is not None
    assert "One hit of check sites, run 2" in view.answer.result.notes[0]
    # what is gone is drawn as far as it is there
    assert f"Domain/{VANISHED}" not in {str(v.ref) for v in gone.subgraph.vertices}
    assert made is not None
    assert len(made.receipts.posts) == 3


def test_a_history_has_every_run(weeks: Path) -> None:
    checks = open_case(weeks).checks
    key = hit_key(("domain",), {"domain": FRESH})

    found = history_of(checks, "sites", key)

    kinds = [None if one.change is None else str(one.change.kind) for one in found.stands][:2]
    assert kinds == [None, "new"]
    assert not history_of(checks, "sites", '{"domain":"nowhere.example"}').entries


def test_damage_in_what_is_kept_is_one_line(weeks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = open_case(weeks).checks

    def damaged(*_: object) -> None:
        raise KeyError("asked")

    monkeypatch.setattr("attribution.check_history.compared", damaged)
    with pytest.raises(CaseError, match="is damaged"):
        history_of(checks, "sites", hit_key(("domain",), {"domain": FRESH}))


def test_the_list_has_every_hit_once(weeks: Path) -> None:
    report = open_case(weeks).checks.report("sites", 2)
    parts = sections(report)

    shown = [one.change.hit.id for _, hits in parts for one in hits]
    assert sorted(shown) == sorted(one.change.hit.id for one in report.hits)


@pytest.mark.parametrize(
    ("query", "values", "kept"),
    [
        ("rare-domain", {"min_accounts": 3, "limit": 200}, None),
        ("near-a-set", {"set": "Set A", "min_types": 2}, {"set": "Set A"}),
        ("same-link-across-platforms", {"window": "90s"}, {"window": "90s"}),
    ],
)
def test_defaults_are_left_to_the_query(query: str, values: dict[str, object], kept: dict[str, str] | None) -> None:
    found = parameters_of(catalogue()[query], values)

    if kept is None:
        defaults = {name: p.default for name, p in catalogue()[query].parameters.items()}
        assert all(str(defaults[name]) != value for name, value in found.items())
    else:
        assert kept.items() <= found.items()


def test_a_value_that_cannot_be_is_refused() -> None:
    with pytest.raises(QueryError, match="parameter min_accounts"):
        parameters_of(catalogue()["rare-domain"], {"min_accounts": "many"})
