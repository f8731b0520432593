"""Files to measure with: posts as twarc2 and as a table gives them, of any size, the same for the same seed."""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

_WORDS = (
    "harbour council vote market weather river school election garden bridge festival team museum library "
    "storm ferry bakery railway budget concert mayor street island winter harvest letter signal radio"
).split()
_FIRST_ID = 1_580_000_000_000_000_000
_FIRST_MS = 1_665_000_000_000
_CONTEXTS = [
    {
        "domain": {"id": str(number), "name": name, "description": f"Entities of the kind {name.lower()}"},
        "entity": {"id": str(8_000 + number), "name": f"{name} {number}", "description": f"A {name.lower()} of note"},
    }
    for number, name in enumerate(("Politics", "News", "Person", "Place", "Interests", "Event"), 30)
]


def tweets(posts: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Flattened tweets with the fields that twarc2 asks for; authors, links and tags by a power law."""
    chance = random.Random(seed)
    for number in range(posts):
        author = int(posts / 8 * chance.random() ** 3)
        text = " ".join(chance.choices(_WORDS, k=chance.randint(8, 30)))
        page = int(posts / 5 * chance.random() ** 3)
        host = f"www.site{page % 300}.example"
        id_ = str(_FIRST_ID + number * 4_096 + 1)
        entities: dict[str, Any] = {
            "annotations": [
                {"start": 0, "end": 6, "probability": 0.87, "type": "Place", "normalized_text": text.split()[0]}
            ],
            "urls": [
                {
                    "start": 90, "end": 113, "url": f"https://t.co/{page:010x}",
                    "expanded_url": f"https://{host}/2022/10/{page}?utm_source=x", "display_url": f"{host}/2022/10/{page}",
                    "status": 200, "title": f"Report {page}", "description": "What was said and by whom, in full",
                    "unwound_url": f"https://{host}/2022/10/{page}?utm_source=x",
                }
            ],
        }  # fmt: skip
        if number % 3 == 0:
            tag = int(2_000 * chance.random() ** 3)
            entities["hashtags"] = [{"start": 70, "end": 80, "tag": f"Tag{tag}"}]
        if number % 4 == 0:
            other = int(posts / 8 * chance.random() ** 3)
            entities["mentions"] = [{"start": 0, "end": 9, "id": str(10_000_000 + other), "username": f"user{other}"}]
        yield {
            "id": id_, "author_id": str(10_000_000 + author), "conversation_id": id_, "lang": "en", "text": text,
            "created_at": _iso(_FIRST_MS + number * 3_000), "source": "Twitter Web App", "reply_settings": "everyone",
            "edit_history_tweet_ids": [id_], "possibly_sensitive": False, "entities": entities,
            "edit_controls": {"edits_remaining": 5, "is_edit_eligible": True, "editable_until": "2022-11-08T12:00:00.000Z"},
            "context_annotations": _CONTEXTS[: number % 6],
            "public_metrics": {"retweet_count": number % 3, "reply_count": 0, "like_count": number % 7, "quote_count": 0},
            "author": {
                "id": str(10_000_000 + author), "username": f"user{author}", "name": f"User number {author}",
                "created_at": "2017-07-09T00:00:00.000Z", "description": "Translator, student, walker of dogs",
                "location": "Harbour town", "protected": False, "verified": False,
                "profile_image_url": f"https://pbs.twimg.com/profile_images/{author}/a_normal.jpg",
                "public_metrics": {"followers_count": author, "following_count": 44, "tweet_count": 545, "listed_count": 0},
            },
            "__twarc": {"url": "https://api.twitter.com/2/tweets/search/all?query=sample", "version": "2.12.0",
                        "retrieved_at": "2022-11-08T07:00:00+00:00"},
        }  # fmt: skip


def write_jsonl(path: Path, posts: int, seed: int = 1) -> None:
    """The tweets, one a line."""
    with path.open("wb") as out:
        out.writelines(orjson.dumps(tweet) + b"\n" for tweet in tweets(posts, seed))


def write_table(path: Path, posts: int, seed: int = 1) -> None:
    """The same posts as a table: id, account, time, text, link, counts."""
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("post_id", "account_id", "username", "created_at", "text", "url", "likes", "reposts", "lang"))
        for tweet in tweets(posts, seed):
            counts = tweet["public_metrics"]
            table.writerow(
                (
                    tweet["id"], tweet["author_id"], tweet["author"]["username"], tweet["created_at"], tweet["text"],
                    tweet["entities"]["urls"][0]["expanded_url"], counts["like_count"], counts["retweet_count"], "en",
                )
            )  # fmt: skip


def write_links(path: Path, rows: int, seed: int = 1) -> None:
    """A light table, who posted which link when: one row in fifty comes again, one in a thousand names no post."""
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("account", "post", "url", "time"))
        for number in range(rows):
            source = number - 25 if number % 50 == 49 else number
            chance = random.Random(seed << 32 | source)
            account, page = (int(rows / many * chance.random() ** 3) for many in (8, 20))
            post = "" if number % 1_000 == 500 else str(_FIRST_ID + source * 4_096 + 1)
            url = f"https://site{page % 300}.example/2022/10/{page}"
            table.writerow((str(10_000_000 + account), post, url, _iso(_FIRST_MS + source * 3_000)))


def _iso(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
