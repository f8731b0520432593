import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis import AnalysisError
from analysis.expansion import Settings
from attribution.case import Case
from attribution.errors import CaseError
from attribution.expanding import OBJECTS, Expanded, Seeds, expanded, seeds_of
from attribution.share_kinds import Request
from graph.connection import Graph
from graph.facts import Facts
from store.resolve import Reader
from tests.attribution.shell import Run

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
START = 1_664_000_000_000
RING = ("11", "12", "13", "14", "15", "16")
SEEDS = tuple((f"x:{id}",) for id in RING[:3])
Stored = Callable[..., Reader]


def post(number: int, account: str, at: int, url: str, kind: str = "post") -> Facts:
    """One row: an account posts a link."""
    facts = Facts(observed_at=START)
    author = facts.account("x", id=account, handle=f"name{account}")
    said = facts.post(
        "x",
        str(1_000 + number),
        {"created_at": START + at, "ts_precision": "second", "ts_origin": "utc", "kind": kind},
        author=author,
    )
    facts.link("LINKS_TO", said, facts.node("Url", url), {"raw": (url,)})
    return facts


def campaign(extra: list[tuple[str, int, str, str]]) -> list[Facts]:
    """A crowd, six acts of a ring, and what else is given (account, ms, url, kind)."""
    rows = [
        (str(100 + n % 90), (n * 7_919_000) % (6 * DAY_MS), f"https://news.example/{(n * n + 3 * n) % 120}", "post")
        for n in range(1_200)
    ]
    rows += [
        (member, act * DAY_MS + HOUR_MS + 4_000 * place, f"https://quarry.example/act{act}", "post")
        for act in range(6)
        for place, member in enumerate(RING)
    ]
    return [post(number, *row) for number, row in enumerate([*rows, *extra])]


def acts(account: str, lag: int, kind: str) -> list[tuple[str, int, str, str]]:
    return [(account, act * DAY_MS + HOUR_MS + lag, f"https://quarry.example/act{act}", kind) for act in range(6)]


def ranked(reader: Reader, seeds: tuple[tuple[str, ...], ...] = SEEDS, **said: Any) -> Expanded:
    return expanded(reader, Seeds("A", seeds), Request(objects=OBJECTS), Settings(**said), "Loaded: all.", 50)


def test_hidden_members_come_first_with_file_and_row(stored: Stored) -> None:
    found = ranked(stored(campaign([])))
    assert {one.account for one in found.ranked[:3]} == {"x:14", "x:15", "x:16"}
    assert found.beyond == 3
    assert found.handles["x:14"] == "x:@name14"
    first: Any = found.as_json()["accounts"]
    receipt = first[0]["receipts"][0]
    assert receipt["object"].startswith("url:https://quarry.example/act")
    assert receipt["place"].startswith("file0.csv, row ")
    assert receipt["seed_place"].startswith("file0.csv, row ")
    assert receipt["seed"] in {"x:11", "x:12", "x:13"}


@pytest.mark.parametrize("kind", ["quote", "reply", "comment"])
def test_whoever_quotes_does_not_rise_and_whoever_posts_the_same_does(stored: Stored, kind: str) -> None:
    reader = stored(campaign([*acts("77", 20_000, kind), *acts("78", 22_000, "post")]))
    names = [one.account for one in ranked(reader).ranked]
    assert "x:77" not in names
    assert "x:78" in names[:4]


def test_whoever_comes_hours_later_does_not_rise(stored: Stored) -> None:
    names = [one.account for one in ranked(stored(campaign(acts("77", 5 * HOUR_MS, "post")))).ranked]
    assert "x:77" not in names


def test_seeds_that_shared_nothing_are_told_and_a_second_key_is_no_second_seed(stored: Stored) -> None:
    found = ranked(stored(campaign([])), (*SEEDS, ("x:999",)))
    assert found.absent == ("x:999",)
    assert found.seeds == 3
    assert any("1 accounts of it shared nothing" in line for line in found.lines())


def test_a_known_date_of_publication_is_told(stored: Stored) -> None:
    found = ranked(stored(campaign([])), published=(START + 3 * DAY_MS) / 1_000)
    assert "3 of 6 shares came after the campaign was published" in found.ranked[0].against


def test_the_report_says_what_a_rank_is_not(stored: Stored) -> None:
    lines = ranked(stored(campaign([]))).lines()
    assert any("a high rank is a reason to look, not a finding" in line for line in lines)


def test_nothing_to_rank_is_one_line(stored: Stored) -> None:
    with pytest.raises(AnalysisError, match="none of 1"):
        ranked(stored(campaign([])), (("x:999",),))
    with pytest.raises(CaseError, match="--top 0"):
        expanded(stored(campaign([])), Seeds("A", SEEDS), Request(), Settings(), "", 0)


class _Answers(Graph):
    """A graph without any cluster."""

    def __init__(self) -> None:
        """Nothing to connect to."""

    def read(self, *_: Any, **__: Any) -> list[dict[str, Any]]:
        return []


@pytest.mark.parametrize("named", [{}, {"set": "A", "cluster": "c"}])
def test_one_of_set_network_and_cluster_is_named(named: dict[str, str]) -> None:
    with pytest.raises(CaseError, match="name one of --set, --network and --cluster"):
        seeds_of(_Answers(), "case", **named)


def test_an_unknown_cluster_is_one_line() -> None:
    with pytest.raises(CaseError, match="cluster 'c': is not in this case"):
        seeds_of(_Answers(), "case", cluster="c")


@pytest.mark.embedded
def test_the_sample(planted: tuple[Case, dict[str, Any]], run: Run, tmp_path: Path) -> None:
    case, truth = planted
    name = truth["set_a"]["name"]
    planted_ones = {*truth["off_x"], *(key for keys in truth["associated"].values() for key in keys)}
    first = [one.account for one in case.expand(set=name).ranked[:20]]
    assert sum(account in planted_ones for account in first) >= 19
    trapped = {key for trap in truth["traps"].values() for key in trap.get("accounts", [])} - planted_ones
    assert not trapped & set(first)
    said = case.impact(set=name).sentences
    assert "does not exceed that of matched posts; this does not show that there was no effect" in said[0]
    case.close()
    out = tmp_path / "expanded.csv"
    folder = case.folder.root
    assert run("expand", "--case", folder, "--set", name, "--top", "5", "--out", out).returncode == 0
    with out.open(encoding="utf-8", newline="") as file:
        assert [row["rank"] for row in csv.DictReader(file)] == ["1", "2", "3", "4", "5"]
    told = run("expand", "--case", folder, "--set", name, "--top", "3")
    assert "a reason to look, not a finding" in told.stdout
    told = run("expand", "--case", folder, "--set", "nobody")
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
