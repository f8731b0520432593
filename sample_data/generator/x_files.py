"""X as twarc2 writes it: pages of search results, and one file of flattened tweets."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sample_data.generator.chance import Chance
from sample_data.generator.identities import RENAMED_AT
from sample_data.generator.output import Output
from sample_data.generator.settings import DAY, END
from sample_data.generator.world import Account, Post, World

Json = dict[str, Any]
_APPS = ("Twitter Web App", "Twitter for iPhone", "Twitter for Android", "Twitter Web App", "Twitter for iPad")
FILES = ("files/x/2022-10-17_pages.jsonl.gz", "files/x/2022-11-08_pages.jsonl.gz", "files/x/2022-11-08_flat.jsonl.gz")
MEDIA = "files/x-media"
_PAGE = 100
_OVERLAP = 150


class XFiles:
    """Writes the posts on X and the files that were kept of them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance: Chance = world.chance("x files")
        self._posts = sorted((p for p in world.posts if p.author.platform == "x"), key=lambda p: (p.at, p.id))
        self._short: dict[str, tuple[str, ...]] = {}

    def write(self, output: Output) -> None:
        """Three files that overlap, and a folder of media named after their posts."""
        flat_from = END - 12 * DAY
        first = [p for p in self._posts if p.at < RENAMED_AT]
        rest = [p for p in self._posts if RENAMED_AT <= p.at < flat_from]
        last = [p for p in self._posts if p.at >= flat_from]
        output.lines(FILES[0], self._pages(first, RENAMED_AT + 21_600))
        output.lines(FILES[1], self._pages([*first[-_OVERLAP:], *rest], END + 21_600))
        output.lines(FILES[2], (self._flat(post, END + 25_200) for post in reversed(last)))
        for post in self._posts:
            for number, file in enumerate(post.files, start=1):
                ending = file.name.rpartition(".")[2]
                output.put(f"{MEDIA}/x_{post.id}_{number}.{ending}", file.content)

    def _pages(self, posts: Sequence[Post], retrieved: int) -> Iterator[Json]:
        newest_first = list(reversed(posts))
        for begin in range(0, len(newest_first), _PAGE):
            page = newest_first[begin : begin + _PAGE]
            targets = list({p.target.id: p.target for p in page if p.target is not None}.values())
            people: dict[str, Account] = {}
            for post in (*page, *targets):
                for account in (post.author, *post.mentions):
                    people.setdefault(account.id, account)
            includes: Json = {"users": [self._user(a, retrieved) for a in people.values()]}
            if targets:
                includes["tweets"] = [self._tweet(p, retrieved) for p in targets]
            media = [m for p in (*page, *targets) for m in self._media(p)]
            if media:
                includes["media"] = media
            yield {
                "data": [self._tweet(p, retrieved) for p in page],
                "includes": includes,
                "meta": {"newest_id": page[0].id, "oldest_id": page[-1].id, "result_count": len(page)},
                "__twarc": self._twarc(retrieved + begin // _PAGE * 2),
            }

    def _flat(self, post: Post, retrieved: int) -> Json:
        tweet = self._tweet(post, retrieved)
        tweet["author"] = self._user(post.author, retrieved)
        if post.target is not None:
            target = self._tweet(post.target, retrieved)
            target["author"] = self._user(post.target.author, retrieved)
            tweet["referenced_tweets"] = [{**target, **tweet["referenced_tweets"][0]}]
            if post.kind == "reply":
                tweet["in_reply_to_user"] = target["author"]
        media = self._media(post)
        if media:
            tweet["attachments"]["media"] = media
        tweet["__twarc"] = self._twarc(retrieved)
        return tweet

    def _twarc(self, at: int) -> Json:
        url = "https://api.twitter.com/2/tweets/search/all?query=sample"
        return {"url": url, "version": "2.12.0", "retrieved_at": f"{_time(at)[:19]}+00:00"}

    def _user(self, account: Account, retrieved: int) -> Json:
        user: Json = {
            "id": account.id,
            "username": _handle(account, retrieved),
            "name": account.name,
            "created_at": _time(account.created),
            "verified": False,
            "protected": False,
            "public_metrics": {
                "followers_count": account.followers,
                "following_count": account.following,
                "tweet_count": account.followers * 3 + account.following,
                "listed_count": 0,
            },
        }
        if account.bio:
            user["description"] = account.bio
        return user

    def _tweet(self, post: Post, retrieved: int) -> Json:
        text, entities = self._text(post, retrieved)
        tweet: Json = {
            "id": post.id,
            "author_id": post.author.id,
            "created_at": _time(post.at),
            "text": text,
            "lang": post.lang,
            "conversation_id": post.target.id if post.target is not None and post.kind == "reply" else post.id,
            "source": _APPS[int(post.author.id[-2:]) % len(_APPS)],
            "edit_history_tweet_ids": [post.id],
            "public_metrics": self._metrics(post),
        }
        if entities:
            tweet["entities"] = entities
        if post.target is not None:
            name = {"repost": "retweeted", "quote": "quoted", "reply": "replied_to"}[post.kind]
            tweet["referenced_tweets"] = [{"type": name, "id": post.target.id}]
            if post.kind == "reply":
                tweet["in_reply_to_user_id"] = post.target.author.id
        media = self._media(post)
        if media:
            tweet["attachments"] = {"media_keys": [m["media_key"] for m in media]}
        return tweet

    @staticmethod
    def _metrics(post: Post) -> Json:
        if post.kind == "repost" and post.target is not None:
            # as the platform gives it: the original's reposts under the reposter's name
            return {"retweet_count": post.target.reposts, "reply_count": 0, "like_count": 0, "quote_count": 0}
        counts = {
            "retweet_count": post.reposts,
            "reply_count": post.replies,
            "like_count": post.likes,
            "quote_count": post.quotes,
        }
        return counts if post.views is None else {**counts, "impression_count": post.views}

    def _media(self, post: Post) -> list[Json]:
        if post.kind == "repost":
            return []
        kinds = [file.kind for file in post.files] + ["photo"] * post.pictures
        return [
            {"media_key": f"3_{int(post.id) - 7 - n}", "type": kind, "url": f"https://media.example/{post.id}-{n}.jpg"}
            for n, kind in enumerate(kinds)
        ]

    def _text(self, post: Post, retrieved: int) -> tuple[str, Json]:
        if post.kind == "repost" and post.target is not None:
            original, _ = self._text(post.target, retrieved)
            handle = _handle(post.target.author, retrieved)
            mention = {"start": 3, "end": 4 + len(handle), "username": handle, "id": post.target.author.id}
            return f"RT @{handle}: {original[:100]}…", {"mentions": [mention]}
        text, entities = "", Entities()
        for account in post.mentions:
            text = entities.mention(text, _handle(account, retrieved), account.id)
        text = f"{text} {post.text}".strip()
        for tag in post.tags:
            text = entities.tag(text, tag)
        for short, url in zip(self._shorts(post), post.urls, strict=True):
            text = entities.url(text, short, {"expanded_url": url})
        for number, media in enumerate(self._media(post)):
            page = f"https://twitter.com/{_handle(post.author, retrieved)}/status/{post.id}/photo/1"
            short = f"https://t.co/p{post.id[-8:]}{number}"
            text = entities.url(text, short, {"expanded_url": page, "media_key": media["media_key"]})
        return text, entities.found

    def _shorts(self, post: Post) -> tuple[str, ...]:
        known = self._short.get(post.id)
        if known is None:
            known = tuple(f"https://t.co/{self._chance.letters(10)}" for _ in post.urls)
            self._short[post.id] = known
        return known


class Entities:
    """Entities of a text that is being put together, with their places."""

    def __init__(self) -> None:
        self.found: Json = {}

    def mention(self, text: str, handle: str, id: str) -> str:
        """The text with a mention at its end."""
        return self._add("mentions", text, f"@{handle}", {"username": handle, "id": id})

    def tag(self, text: str, tag: str) -> str:
        """The text with a hashtag at its end."""
        return self._add("hashtags", text, f"#{tag}", {"tag": tag})

    def url(self, text: str, short: str, more: Json) -> str:
        """The text with a shortened link at its end."""
        return self._add("urls", text, short, {"url": short, **more})

    def _add(self, kind: str, text: str, token: str, more: Json) -> str:
        joined = f"{text} {token}".strip()
        place = {"start": len(joined) - len(token), "end": len(joined)}
        self.found.setdefault(kind, []).append({**place, **more})
        return joined


def _handle(account: Account, retrieved: int) -> str:
    return account.former_handle if account.former_handle and retrieved < RENAMED_AT + DAY else account.handle


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
