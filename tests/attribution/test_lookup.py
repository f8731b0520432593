from collections.abc import Callable

import pytest

from attribution.lookup import lookup
from graph.facts import Facts
from graph.records import Ref
from store.resolve import Reader

Stored = Callable[..., Reader]


@pytest.fixture
def reader(stored: Stored) -> Reader:
    facts = Facts()
    author = facts.account("x", id="7", handle="AnaB")
    facts.account("telegram", id="channel5", handle="anab")
    facts.account("facebook", handle="page.name")
    post = facts.post("x", "1001", author=author)
    facts.link_url(post, "https://www.news.example/story?utm_source=x")
    facts.link_url(post, "https://www.youtube.com/watch?v=abcdefghijk")
    facts.tag(post, "Vote")
    return stored([facts])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("@anab", ["Account/telegram:channel5", "Account/x:7"]),
        ("AnaB", ["Account/telegram:channel5", "Account/x:7"]),
        ("https://twitter.com/AnaB", ["Account/telegram:channel5", "Account/x:7"]),
        ("x:7", ["Account/x:7"]),
        ("X:@AnaB", ["Account/x:7"]),
        ("facebook:@page.name", ["Account/facebook:@page.name"]),
        ("7", ["Account/x:7"]),
        ("x:1001", ["Post/x:1001"]),
        ("https://x.com/AnaB/status/1001", ["Post/x:1001"]),
        ("hxxps://www.news[.]example/story", ["Url/https://www.news.example/story"]),
        ("news.example", ["Domain/news.example"]),
        ("youtu.be/abcdefghijk", ["Url/https://www.youtube.com/watch?v=abcdefghijk"]),
        ("#VOTE", ["Hashtag/vote"]),
        ("page.name", ["Account/facebook:@page.name"]),
    ],
)
def test_what_is_pasted_is_found(reader: Reader, line: str, expected: list[str]) -> None:
    found = lookup(reader, [line])
    assert sorted(str(r) for r in found.found if r.label != "Media") == expected
    assert found.missing == ()


@pytest.mark.parametrize(
    "line", ["@nobody", "https://x.com/nobody", "x:99", "facebook:@anab", "elsewhere.example", "#nothing"]
)
def test_what_the_case_lacks_is_said(reader: Reader, line: str) -> None:
    assert lookup(reader, [line]).missing == (line,)


@pytest.mark.parametrize("line", ["not a handle at all", "#"])
def test_what_names_nothing_is_said(reader: Reader, line: str) -> None:
    assert lookup(reader, [line]).unread == (line,)


def test_lines_are_asked_once_and_kept_in_order(reader: Reader) -> None:
    found = lookup(reader, ["#vote", "", "x:7", "#Vote", "x:7"])
    assert found.found == (Ref("Hashtag", "vote"), Ref("Account", "x:7"))


@pytest.mark.parametrize(
    "line", ["'}) DETACH DELETE n //", "<img src=x onerror=alert(1)>", "a" * 5_000, "\x00", "x:\ud800"]
)
def test_hostile_lines_find_nothing_and_break_nothing(reader: Reader, line: str) -> None:
    assert lookup(reader, [line]).found == ()


def test_what_only_a_set_names_is_not_here(stored: Stored) -> None:
    listed, posted = Facts(), Facts()
    for handle in ("known", "unknown"):
        listed.link("IN_SET", listed.account("x", handle=handle), listed.node("Set", "case/mine", {"name": "mine"}))
    posted.post("x", "1", author=posted.account("x", handle="known"))

    found = lookup(stored([listed], [posted]), ["@known", "@unknown"])

    assert found.found == (Ref("Account", "x:@known"),)
    assert found.missing == ("@unknown",)
