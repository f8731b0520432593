"""A small campaign that is delivered in two weeks, to try recurring checks on: what changes is planted and known.

All of it is invented. The same bytes each time; it can be loaded into an empty case or beside the sample.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

_MONDAY = datetime(2022, 11, 14, 8, 0, tzinfo=UTC)
_SNOWFLAKE_MS = 1_288_834_974_657
_HEADER = ("post", "author_id", "author", "posted_utc", "text", "links", "links_and_suggestions")

EXPECTED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "rare-domain": {
        "new": ("fresh-gazette.example",),
        "stronger": ("forum-lantern.example", "rising-courier.example"),
        "weaker": ("fading-mirror.example",),
        "gone": ("borrowed-herald.example", "crowded-square.example", "withdrawn-post.example"),
        "unchanged": ("newsletter-harbour.example", "steady-observer.example"),
    },
}
"""How each planted website stands in week 2 against week 1, by query."""

DROPPED, LEFT_OUT, VANISHED = EXPECTED["rare-domain"]["gone"]
"""Why the three are gone: the only file that said it was corrected and dropped; sixty others link to it by now; the
archive was read anew, without the addresses that it only suggests."""
DISMISSED = ("forum-lantern.example", "newsletter-harbour.example")
"""Two to dismiss in week 1: of these the first gets one account stronger in week 2."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file of a week, how it is to be read, and the file that it takes the place of."""

    name: str
    content: bytes
    map: Mapping[str, object]
    replaces: str | None = None


@dataclass(slots=True)
class _Table:
    """A table that is filled post by post."""

    week: int
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def share(self, accounts: Iterable[int], site: str, *, text: str = "", suggested: bool = False) -> None:
        """A post of each account with a page of the site; the times follow from who posts what."""
        for account in accounts:
            minutes = (account * 37 + sum(site.encode())) % 6_000
            at = _MONDAY + timedelta(days=7 * self.week, minutes=minutes)
            number = (account * 4_099 + sum(place * byte for place, byte in enumerate(site.encode(), 1))) % (1 << 22)
            id_ = ((int(at.timestamp() * 1_000) - _SNOWFLAKE_MS) << 22) + number
            link = f"https://{site}/story-{account % 3}"
            words = text or f"read number {account} on what {site.partition('.')[0]} has found out about the harbour"
            links = "" if suggested else link
            name = f"reader_{account}"
            moment = f"{at:%Y-%m-%d %H:%M:%S}"
            self.rows.append((str(id_), str(3_100_000_000 + account), name, moment, words, links, link))

    def content(self) -> bytes:
        """The table as CSV."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([_HEADER, *sorted(self.rows)])
        return out.getvalue().encode()


def week(number: int) -> tuple[Delivery, ...]:
    """The files of week 1 or 2, in the order of their loading; ValueError for another."""
    if number == 1:
        return (
            Delivery("monitor-2022-11-14.csv", _monitor_1().content(), _map("links")),
            Delivery("partner-2022-11-14.csv", _partner(corrected=False).content(), _map("links")),
            Delivery("archive-2022-11-14.csv", _archive().content(), _map("links_and_suggestions")),
        )
    if number == 2:
        return (
            Delivery("monitor-2022-11-21.csv", _monitor_2().content(), _map("links")),
            Delivery(
                "partner-2022-11-14-corrected.csv", _partner(corrected=True).content(), _map("links"),
                replaces="partner-2022-11-14.csv",
            ),
            Delivery("archive-2022-11-14.csv", _archive().content(), _map("links")),
        )  # fmt: skip
    raise ValueError(f"week {number}: there are two; use 1 or 2")


def _monitor_1() -> _Table:
    table = _Table(0)
    for account in range(100, 190):
        table.share([account], f"everyday-{account}.example")
    table.share(range(1, 5), "steady-observer.example", text=_COPIED)
    table.share(range(5, 8), "rising-courier.example")
    table.share(range(10, 13), "fading-mirror.example")
    table.share(range(20, 23), "crowded-square.example")
    table.share(range(30, 34), "newsletter-harbour.example")
    table.share(range(40, 43), "forum-lantern.example")
    return table


def _monitor_2() -> _Table:
    table = _Table(1)
    table.share(range(50, 53), "fresh-gazette.example", text=_NEWLY_COPIED)
    table.share(range(8, 10), "rising-courier.example")
    table.share([43], "forum-lantern.example")
    table.share(range(200, 260), "crowded-square.example")
    # the monitor delivers the last posts of the week before once more
    table.rows += sorted(_monitor_1().rows)[-10:]
    return table


def _partner(*, corrected: bool) -> _Table:
    table = _Table(0)
    for account in range(60, 66):
        table.share([account], f"everyday-{account}.example")
    # counted by mistake: two accounts that quoted a page, and three that only spoke of one
    table.share([13] if corrected else [13, 14], "fading-mirror.example")
    if not corrected:
        table.share(range(70, 73), "borrowed-herald.example")
    return table


def _archive() -> _Table:
    table = _Table(0)
    table.share(range(80, 83), "withdrawn-post.example", suggested=True)
    table.share(range(83, 85), "archive-page.example")
    return table


_COPIED = "Nobody asked the people of the harbour, and now the papers are signed without them: read it before it goes."
_NEWLY_COPIED = "The fresh papers from the harbour office show who knew of the contract long before the vote was taken."


def _map(links: str) -> dict[str, object]:
    return {
        "name": "monitor",
        "title": "Posts as a monitor delivers them each week",
        "kind": "posts",
        "platform": {"value": "x"},
        "post": {"id": "post", "text": "text"},
        "account": {"id": "author_id", "handle": "author"},
        "lists": {"urls": {"column": links, "split": " "}},
        "time": [{"column": "posted_utc", "format": "%Y-%m-%d %H:%M:%S", "precision": "second"}],
    }
