"""Reads a sample back in plain Python, without the project's loaders, store or queries."""

import csv
import gzip
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sample_data.generator.settings import Settings

Json = dict[str, Any]

OTHERS = {
    "seed 7, 143/47/61": Settings(seed=7, scale=0.1, set_a=143, election=47, stated=61),
    "seed 12": Settings(seed=12, scale=0.2),
}
"""Samples that the shipped one is compared with: other seeds, scales and counts."""


@dataclass(slots=True)
class Plain:
    """A post as it stands in a file."""

    key: str
    account: str
    at: int
    kind: str
    text: str
    urls: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    target: str | None = None
    media: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def platform(self) -> str:
        return self.account.partition(":")[0]


@dataclass(slots=True)
class Sample:
    """A sample that was read back."""

    root: Path
    truth: Json
    posts: dict[str, Plain]
    handles: dict[str, set[str]]
    names: dict[str, str]
    _sharers: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def of(self, accounts: list[str]) -> list[Plain]:
        wanted = set(accounts)
        return [post for post in self.posts.values() if post.account in wanted]

    def sharers(self) -> dict[tuple[str, str], set[str]]:
        """Accounts by label and key of what they shared themselves."""
        if not self._sharers:
            for post in self.posts.values():
                for thing in shared_by(post):
                    self._sharers.setdefault(thing, set()).add(post.account)
        return self._sharers

    def planted(self) -> list[str]:
        """Keys of every account that the campaign ties together."""
        near = self.truth["associated"]
        return [*self.truth["set_a"]["accounts"], *near["two_types"], *near["one_type"], *self.truth["off_x"]]


def normal(text: str) -> str:
    bare = re.sub(r"https?://\S+|(?<![\w.])@\w+", " ", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", " ", bare.casefold()).strip()


def canonical(raw: str) -> str:
    parts = urlsplit(raw)
    query = parse_qs(parts.query)
    if parts.hostname == "youtu.be":
        return f"https://www.youtube.com/watch?v={parts.path[1:]}"
    if parts.hostname and parts.hostname.endswith("youtube.com") and "v" in query:
        return f"https://www.youtube.com/watch?v={query['v'][0]}"
    return f"https://{parts.hostname}{parts.path}"


def media_of(url: str) -> str | None:
    if found := re.fullmatch(r"https://www\.youtube\.com/watch\?v=([\w-]{11})", url):
        return f"youtube:{found[1]}"
    if found := re.fullmatch(r"https://www\.tiktok\.com/@\w+/video/(\d+)", url):
        return f"tiktok:{found[1]}"
    return None


def shared_by(post: Plain) -> Iterator[tuple[str, str]]:
    """What the post shares: nothing of its own if it is a repost."""
    if post.kind in ("repost", "quote") and post.target:
        yield "Post", post.target
    if post.kind == "repost":
        return
    words = normal(post.text)
    if len(words) >= 40:
        yield "Text", hashlib.sha256(words.encode()).hexdigest()
    for tag in post.tags:
        yield "Hashtag", tag.casefold()
    for media in post.media:
        yield "Media", media
    for raw in post.urls:
        url = canonical(raw)
        yield "Url", url
        yield "Domain", ".".join(url.split("/")[2].split(".")[-2:])
        if shown := media_of(url):
            yield "Media", shown


def unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def rows_of(path: Path) -> list[dict[str, str]]:
    text = unpacked(path).decode("utf-8-sig").replace("\r\r\n", "\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _x(root: Path, handles: dict[str, set[str]], names: dict[str, str]) -> Iterator[Plain]:
    for path in sorted((root / "files/x").glob("*.jsonl.gz")):
        for line in unpacked(path).splitlines():
            page = json.loads(line)
            flat = "includes" not in page
            for user in [page["author"]] if flat else page["includes"]["users"]:
                handles.setdefault(f"x:{user['id']}", set()).add(user["username"])
                names[f"x:{user['id']}"] = user["name"]
            for tweet in [page] if flat else page["data"]:
                yield _tweet(root, tweet)


@cache
def _kept(root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((root / "files/x-media").iterdir()):
        found.setdefault(path.name.split("_")[1], []).append(f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}")
    return found


def _tweet(root: Path, tweet: Json) -> Plain:
    referenced = tweet.get("referenced_tweets", [{}])[0]
    kind = {"retweeted": "repost", "quoted": "quote", "replied_to": "reply"}.get(referenced.get("type", ""), "post")
    entities = tweet.get("entities", {})
    metrics = tweet["public_metrics"]
    counts = {"engagement": sum(n for name, n in metrics.items() if name != "impression_count")}
    if "impression_count" in metrics:
        counts["views"] = metrics["impression_count"]
    return Plain(
        key=f"x:{tweet['id']}",
        account=f"x:{tweet['author_id']}",
        at=int(datetime.fromisoformat(tweet["created_at"]).timestamp()),
        kind=kind,
        text=tweet["text"],
        urls=tuple(u["expanded_url"] for u in entities.get("urls", []) if "media_key" not in u),
        tags=tuple(h["tag"] for h in entities.get("hashtags", [])),
        target=f"x:{referenced['id']}" if referenced else None,
        media=tuple(_kept(root).get(tweet["id"], ())),
        counts=counts,
    )


def _telegram(root: Path, names: dict[str, str]) -> Iterator[Plain]:
    for path in sorted((root / "files/telegram").glob("*/result.json.gz")):
        export = json.loads(unpacked(path).replace(b"\\x01", b"\\u0001"))
        for chat in export["chats"]["list"] if "chats" in export else [export]:
            names[f"telegram:channel{chat['id']}"] = chat["name"]
            for message in chat["messages"]:
                if message["type"] == "message":
                    yield _message(path.parent, chat, message)


def _message(folder: Path, chat: Json, message: Json) -> Plain:
    entities = message["text_entities"]
    files = [message[name] for name in ("photo", "file") if name in message]
    return Plain(
        key=f"telegram:{chat['id']}/{message['id']}",
        account=f"telegram:{message['from_id']}",
        at=int(message["date_unixtime"]),
        # what a forward says is somebody else's
        kind="repost" if "forwarded_from" in message else "post",
        text="".join(e["text"] for e in entities).replace("\x01", ""),
        urls=tuple(e.get("href", e["text"]) for e in entities if e["type"] in ("link", "text_link")),
        tags=tuple(e["text"][1:] for e in entities if e["type"] == "hashtag"),
        media=tuple(f"sha256:{hashlib.sha256((folder / name).read_bytes()).hexdigest()}" for name in files),
    )


def _tables(root: Path, names: dict[str, str], handles: dict[str, set[str]]) -> Iterator[Plain]:
    for row in rows_of(root / "files/telegram-minutes/messages.csv.gz"):
        at = datetime.strptime(row["posted_utc"], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        yield Plain(f"telegram:{row['message']}", f"telegram:{row['channel']}", int(at.timestamp()), "post", row["text"],
                    tuple(row["links"].split()))  # fmt: skip
    for row in rows_of(root / "files/facebook/pages.csv.gz"):
        clock, zone = row["Post Created"].rsplit(" ", 1)
        at = datetime.strptime(clock, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) + timedelta(
            hours={"EDT": 4, "EST": 5}[zone]
        )
        post = _row("facebook", row["URL"].rsplit("/", 1)[1], row["Facebook Id"], at, row["Message"])
        post.urls = (row["Final Link"],) if row["Final Link"] else ()
        post.counts = _counted(row, ("Likes", "Comments", "Shares"), "Post Views")
        yield post
    for row in rows_of(root / "files/youtube/videos.csv.gz"):
        at = datetime.fromisoformat(row["publishedAt"])
        post = _row("youtube", row["videoId"], row["channelId"], at, row["videoDescription"])
        post.urls = tuple(re.findall(r"https?://\S+", row["videoDescription"]))
        post.media = (post.key,)
        post.counts = _counted(row, ("likeCount", "commentCount"), "viewCount")
        yield post
    for row in rows_of(root / "files/tiktok/posts.csv.gz"):
        post = _row(
            "tiktok", row["id"], row["author_id"], datetime.fromtimestamp(int(row["unix_timestamp"]), UTC), row["body"]
        )
        post.media = (post.key,)
        post.counts = _counted(row, ("likes", "comments", "shares"), "plays")
        handles.setdefault(post.account, set()).add(row["author"])
        names[post.account] = row["author_full"]
        yield post


def _row(platform: str, id_: str, author: str, at: datetime, text: str) -> Plain:
    tags = tuple(re.findall(r"#(\w+)", text))
    return Plain(f"{platform}:{id_}", f"{platform}:{author}", int(at.timestamp()), "post", text, tags=tags)


def _counted(row: dict[str, str], names: tuple[str, ...], views: str) -> dict[str, int]:
    counts = {"engagement": sum(int(row[name].replace(",", "")) for name in names)}
    if row[views] not in ("", "0"):
        counts["views"] = int(row[views].replace(",", ""))
    return counts


def read_back(root: Path) -> Sample:
    handles: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    posts = {}
    for source in (_x(root, handles, names), _telegram(root, names), _tables(root, names, handles)):
        for post in source:
            posts[post.key] = post
    return Sample(root, json.loads((root / "truth.json").read_bytes()), posts, handles, names)


def matcher(terms: list[str]) -> re.Pattern[str]:
    # \b would stand between a Chinese character and a digit too; the terms are Latin or Chinese as a whole
    parts = [re.escape(t) if re.match(r"[\u4e00-\u9fff]", t) else rf"\b{re.escape(t)}\b" for t in terms]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
