from collections.abc import Callable

from attribution.coverage import coverage
from graph.facts import Facts
from store.resolve import Reader

Stored = Callable[..., Reader]
DAY = 86_400_000


def post(id: str, handle: str, platform: str = "x", **properties: object) -> Facts:
    facts = Facts()
    facts.post(platform, id, properties, author=facts.account(platform, id=handle, handle=handle))  # type: ignore[arg-type]
    return facts


def test_missing_is_counted_per_platform_and_is_not_zero(stored: Stored) -> None:
    reader = stored(
        [post("1", "ana", created_at=19_000 * DAY, views=0, text="a"), post("2", "ben", created_at=19_001 * DAY)],
        [post("1", "ana", views=3), post("5", "eve", "telegram", ts_precision="minute", created_at=19_002 * DAY)],
    )

    found = coverage(reader)

    x = found.platforms.set_index("platform").loc["x"]
    assert (x["posts"], x["accounts"], x["posting"]) == (2, 2, 2)
    assert (x["first"], x["last"]) == ("2022-01-08", "2022-01-09")
    assert x["no_views"] == 0.5
    assert found.platforms.set_index("platform").loc["telegram", "imprecise_times"] == 1
    assert "3 posts by 3 accounts on 2 platforms (telegram, x)" in found.line
    assert "view counts missing for 67%" in found.line


def test_posts_that_are_only_referred_to_are_counted_apart(stored: Stored) -> None:
    facts = post("1", "ana", created_at=DAY)
    facts.link("REPLY_TO", facts.post("x", "1"), facts.post("x", "elsewhere"))

    found = coverage(stored([facts]))

    assert found.referred_posts == 1
    assert found.platforms["posts"].sum() == 1


def test_an_empty_case_says_so(stored: Stored) -> None:
    assert coverage(stored()).line == "Nothing is loaded yet."
    named = Facts()
    named.account("x", handle="ana")
    assert "no posts" in coverage(stored([named])).line
