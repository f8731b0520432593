"""Notes on what a case holds: which things they can be on, what is gone, and how a figure says them."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from attribution import noting
from attribution.case import Case, open_case
from attribution.errors import CaseError
from attribution.figures import caption_of, names_within
from attribution.maps import read_map
from briefing.html import html
from briefing.svg import svg
from graph.embedded import ended
from graph.facts import Facts
from graph.records import Ref
from loaders.base import Options
from store import StoreError
from store.notes import Note
from store.resolve import Reader

Stored = Callable[..., Reader]
ANA, BEN = Ref("Account", "x:@ana"), Ref("Account", "x:@ben")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("POSTED|Account/x:1|Post/x:2", [("Account/x:1", "Post/x:2")]),
        # a bar within an address, and one that looks like the next end
        (
            "SHARED|Account/x:1|Url/https://e.example/a|b|Domain/c",
            [
                ("Account/x:1", "Url/https://e.example/a|b|Domain/c"),
                ("Account/x:1|Url/https://e.example/a|b", "Domain/c"),
            ],
        ),
        ("COORDINATED_WITH|Account/x:1|Account/x:2|abc", [("Account/x:1", "Account/x:2")]),
        ("SAME_AS|Account/x:@a|Account/x:1|handle", [("Account/x:@a", "Account/x:1")]),
        ("Account/x:1", []),
        ("NOTHING|Account/x:1|Post/x:2", []),
        ("POSTED|Post/x:2|Post/x:2", []),
        ("POSTED|" + "|" * 100_000, []),
    ],
)
def test_ends_of_a_link_are_read_from_its_key(key: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(start), str(end)) for start, end in noting.ends_of(key)] == expected


def test_many_bars_take_no_time() -> None:
    begun = time.monotonic()
    assert len(noting.ends_of("SHARED|Account/" + "|Url/" * 20_000)) <= 20
    assert time.monotonic() - begun < 2


def note(about: str, text: str, *, by: str = "ana", confidence: str = "", mark: str = "") -> Note:
    return Note("0" * 16, 1, about, text, confidence, mark, False, by, 1_700_000_000_000, by, 1_700_000_000_000)


def test_a_figure_numbers_notes_and_says_who_when_and_how_sure() -> None:
    notes = [
        note("Account/x:1", "Runs\nthe page", confidence="moderate", mark="question"),
        note("Account/x:2", "y" * 900, by="ben"),
    ]

    first, second = noting.lines(notes, {"Account/x:1": "@one"})

    assert first == "1 on @one: “Runs the page”, says ana (2023-11-14; open question; moderate confidence)"
    assert second.startswith("2 on Account/x:2: “yyy")
    assert len(second) < 600


def test_names_in_notes_are_found_also_where_nobody_is_drawn(stored: Stored) -> None:
    facts = Facts()
    facts.account("x", id="77001", handle="QuietHelper", properties={"name": "Peter Quiet"})
    facts.account("x", id="77002", handle="elsewhere", properties={"name": "Old Name"})
    facts.account("x", id="77003", handle="third", properties={"name": "Eve"})
    facts.account("x", id="77004", handle="fourth", properties={"name": "note"})
    lines = noting.lines([note("Account/x:9", "peter quiet runs it, not Every one")], {})

    said = caption_of("", None, None, {"notes": ("Old Name was left out",), "analyst": lines})

    found = names_within(stored([facts]), said)
    assert "Peter Quiet" in found
    # of what no note says, display names stay as words of the language; and a part of a word is no name
    assert "Old Name" not in found
    assert "Eve" not in found


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small case whose engine has ended."""
    folder = tmp_path_factory.mktemp("noting")
    (folder / "one.csv").write_text(
        "account_id,content_id,object_id,timestamp_share\ntw_10001,p1,o1,1663000000\ntw_10002,p2,o1,1663000005\n"
    )
    with open_case(folder / "case", create=True) as opened:
        options = Options(map=read_map("coortweet")[0], extra={"case": "case"})
        opened.load([folder / "one.csv"], format="mapped-csv", options=options)
        _ = opened.graph
    deadline = time.monotonic() + 60
    while not ended(folder / "case") and time.monotonic() < deadline:
        time.sleep(0.1)
    return folder / "case"


@pytest.fixture
def case(tmp_path: Path, template: Path) -> Iterator[Case]:
    shutil.copytree(template, tmp_path / "case")
    with open_case(tmp_path / "case") as opened:
        yield opened


def two(case: Case) -> tuple[Ref, Ref]:
    one, other = case.graph.read("MATCH (a:Account) RETURN a.id AS id ORDER BY id")
    return Ref("Account", one["id"]), Ref("Account", other["id"])


@pytest.mark.embedded
def test_notes_outlive_what_they_are_on(case: Case) -> None:
    one, other = two(case)
    (post,) = case.neighbours(one, labels=["Post"]).subgraph.edges[:1]
    kept = [case.note(one, "first", by="ana"), case.note(post, "a link", mark="checked"), case.note(other, "other")]
    assert case.notes() == tuple(kept)
    assert case.notes([one, post]) == tuple(kept[:2])
    assert case.gone(found.about for found in kept) == frozenset()

    case.drop("one.csv")

    assert case.notes() == tuple(kept)
    assert case.gone(found.about for found in kept) == {str(one), post.key, str(other)}


@pytest.mark.embedded
def test_what_can_be_no_note_is_refused(case: Case) -> None:
    for on in ("Nonsense/1", "", "POSTED|x", "Account/"):
        with pytest.raises(CaseError, match="names no node"):
            case.note(on, "text")
    with pytest.raises(StoreError, match="is unknown"):
        case.note(ANA, "text", confidence="certain")


@pytest.mark.embedded
def test_edit_and_removal_keep_who_wrote_what(case: Case) -> None:
    made = case.note(ANA, "first", confidence="low", by="ana")

    case.remove_note(case.edit_note(made, "second", by="ben"), by="eve")

    assert case.notes() == ()
    assert [(v.by, v.text, v.removed) for v in case.note_history(made.id)] == [
        ("ana", "first", False), ("ben", "second", False), ("eve", "second", True),
    ]  # fmt: skip


@pytest.mark.embedded
def test_pseudonyms_take_names_out_of_notes(case: Case) -> None:
    one, other = two(case)
    shown = case.view([one])
    case.note(
        one, f"Same hand as {other.key} and @somebody_else; <script>alert(1)</script> \u202eevil", by="agent smith"
    )
    lines = noting.lines(case.notes([one]), noting.names(shown))
    drawn = case.scene(shown, analyst=lines)
    assert other.key in drawn.caption.analyst[0]
    assert "agent smith" in drawn.caption.analyst[0]

    hidden = case.redacted(drawn)

    for content in (svg(hidden).decode(), html(hidden)):
        assert "Same hand as" in content
        for name in (
            other.key,
            other.key.partition(":")[2],
            one.key,
            "somebody_else",
            "agent smith",
            "<script>alert",
            "\u202e",
        ):
            assert name not in content
