"""Posts of X from tweet objects, with what they refer to."""

import re
from collections.abc import Iterable

from graph.canonical import CanonicalError
from graph.canonical.accounts import looks_rounded
from graph.facts import Facts
from graph.records import Ref, Value
from loaders import times
from loaders.twarc2.context import Context, Made, first_id
from loaders.twarc2.parts import Object, count, id_of, inner, objects, text
from loaders.twarc2.users import account, describe_user

_REFERENCES = {"retweeted": "REPOST_OF", "quoted": "QUOTES", "replied_to": "REPLY_TO"}
_MEDIA_KINDS = {"photo": "photo", "video": "video", "animated_gif": "gif"}
_STATUS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/]+/status(?:es)?/(\d{1,25})", re.IGNORECASE)
_FIRST_VIEWS = 1_671_062_400_000
"""2022-12-15, when X began to count views: a zero on an older post means that nobody counted."""

_DEEPEST = 3


class Tweet:
    """Describes one tweet; what it refers to is made once a line and adopted."""

    def __init__(self, facts: Facts, context: Context, depth: int = 0) -> None:
        self._facts, self._context, self._depth = facts, context, depth

    def describe(self, tweet: Object) -> Ref:
        """The post of a tweet and everything it says; CanonicalError if it has no usable id."""
        facts, own = self._facts, id_of(tweet.get("id"))
        if own is None:
            raise CanonicalError("the tweet has no id")
        id_ = first_id(tweet, own)
        references = {
            kind: to for one in objects(tweet.get("referenced_tweets")) if (to := id_of(one.get("id")))
            and (kind := _REFERENCES.get(text(one.get("type")) or ""))
        }  # fmt: skip
        repost = "REPOST_OF" in references
        post = facts.post("x", id_, self._properties(tweet, id_, references), author=self._author(tweet))
        if looks_rounded(id_):
            facts.refused.append(("id", id_, "ends in 000; if the file went through a spreadsheet, take the original"))
        if not repost:
            self._content(post, tweet, {own, id_, references.get("QUOTES", "")})
        for type_, to in references.items():
            self._refer(post, tweet, type_, to)
        return post

    def _properties(self, tweet: Object, id_: str, references: dict[str, str]) -> dict[str, Value | None]:
        created = self._time(tweet)
        conversation = id_of(tweet.get("conversation_id"))
        properties: dict[str, Value | None] = {
            "kind": _kind(references),
            "url": f"https://x.com/i/status/{id_}",
            "source_app": text(tweet.get("source")),
            "conversation": f"x:{conversation}" if conversation else None,
            "collected_at": self._context.retrieved_at,
            "withheld": True if tweet.get("withheld") else None,
        }
        if created is not None:
            properties |= {"created_at": created.ms, "ts_precision": created.precision, "ts_origin": created.origin}
        if "REPOST_OF" in references:
            # text and counts that stand on a repost are the original's, the text cut
            return properties
        metrics = inner(tweet.get("public_metrics"))
        views = count(metrics.get("impression_count"))
        if views == 0 and created is not None and created.ms < _FIRST_VIEWS:
            views = None
        return properties | {
            "text": _text(tweet),
            "lang": text(tweet.get("lang")),
            "likes": count(metrics.get("like_count")),
            "reposts": count(metrics.get("retweet_count")),
            "replies": count(metrics.get("reply_count")),
            "quotes": count(metrics.get("quote_count")),
            "views": views,
        }

    def _time(self, tweet: Object) -> times.Instant | None:
        stamp = text(tweet.get("created_at"))
        try:
            return times.written(stamp) if stamp else None
        except ValueError as error:
            self._facts.refused.append(("time", stamp or "", str(error)))
            return None

    def _author(self, tweet: Object) -> Ref | None:
        id_ = id_of(tweet.get("author_id")) or id_of(inner(tweet.get("author")).get("id"))
        return self._user(id_) if id_ else None

    def _user(self, id_: str, handle: str | None = None) -> Ref | None:
        user = self._context.users.get(id_)
        if user is None:
            return account(self._facts, id_, handle)
        known = self._context.known
        made = known.account(id_, user, self._context.retrieved_at)
        if made is None:
            facts = Facts(self._context.retrieved_at, text_ids=True)
            ref = describe_user(facts, user)
            made = Made(ref, facts.records())
            known.accounts[id_, len(user)] = user, made
            # said once, with the row that met it first
            self._facts.refused.extend(facts.refused)
        self._facts.adopt(made.records)
        return made.ref

    def _tweet(self, id_: str, tweet: Object) -> Ref | None:
        depth = self._depth + 1
        made = self._context.made.get((id_, depth))
        if made is None:
            facts = Facts(self._context.retrieved_at, text_ids=True)
            ref = Tweet(facts, self._context, depth).describe(tweet)
            made = self._context.made[id_, depth] = Made(ref, facts.records())
            self._facts.refused.extend(facts.refused)
        self._facts.adopt(made.records)
        return made.ref

    def _content(self, post: Ref, tweet: Object, own: set[str]) -> None:
        facts = self._facts
        facts.text(post, _text(tweet))
        for entities in _entities(tweet):
            for tag in objects(entities.get("hashtags")):
                if raw := text(tag.get("tag")):
                    facts.tag(post, raw)
            for mention in objects(entities.get("mentions")):
                self._mention(post, mention)
            for link in objects(entities.get("urls")):
                self._link(post, link, own)
        self._media(post, inner(tweet.get("attachments")))

    def _mention(self, post: Ref, mention: Object) -> None:
        id_, handle = id_of(mention.get("id")), text(mention.get("username"))
        mentioned = self._user(id_, handle) if id_ else account(self._facts, None, handle)
        if mentioned is not None:
            self._facts.link("MENTIONS", post, mentioned)

    def _link(self, post: Ref, link: Object, own: set[str]) -> None:
        # with a media key it is the post's own picture
        if link.get("media_key"):
            return
        raw = text(link.get("unwound_url")) or text(link.get("expanded_url")) or text(link.get("url"))
        if raw is None:
            return
        # older files give no media key; a quoted post stands among the links too
        status = _STATUS.match(text(link.get("expanded_url")) or raw)
        if status is None or status.group(1) not in own:
            self._facts.link_url(post, raw)

    def _media(self, post: Ref, attachments: Object) -> None:
        keys = attachments.get("media_keys")
        given = keys if isinstance(keys, list) else [one.get("media_key") for one in objects(attachments.get("media"))]
        for one in given:
            key = text(one)
            if key is None:
                continue
            known = self._context.media.get(key, {})
            milliseconds = count(known.get("duration_ms"))
            try:
                media = self._facts.media(
                    platform="x",
                    id=key,
                    properties={
                        "kind": _MEDIA_KINDS.get(text(known.get("type")) or ""),
                        "url": text(known.get("url")) or _best_variant(known) or text(known.get("preview_image_url")),
                        "duration": milliseconds / 1000 if milliseconds is not None else None,
                    },
                )
            except CanonicalError as error:
                self._facts.refused.append(("media_key", key, str(error)))
                continue
            self._facts.attach(post, (media,))

    def _refer(self, post: Ref, tweet: Object, type_: str, to: str) -> None:
        known = self._context.tweets.get(to)
        id_ = self._context.first_id(to)
        try:
            other = self._tweet(to, known) if known is not None and self._depth < _DEEPEST else None
            if other is None:
                other = self._facts.post("x", id_)
        except CanonicalError as error:
            self._facts.refused.append(("referenced_tweets", to, str(error)))
            return
        if other == post:
            return
        self._facts.link(type_, post, other)
        if type_ == "REPLY_TO" and known is None and (parent := id_of(tweet.get("in_reply_to_user_id"))):
            author = self._user(parent)
            if author is not None:
                self._facts.link("POSTED", author, other)


def _kind(references: dict[str, str]) -> str:
    if "REPOST_OF" in references:
        return "repost"
    if "REPLY_TO" in references:
        return "reply"
    return "quote" if "QUOTES" in references else "post"


def _text(tweet: Object) -> str | None:
    # more than 280 characters stand in a note; &, < and > are escaped, as if for a web page
    found = text(inner(tweet.get("note_tweet")).get("text")) or text(tweet.get("text"))
    if found is None or "&" not in found:
        return found
    return found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _entities(tweet: Object) -> Iterable[Object]:
    yield inner(tweet.get("entities"))
    note = inner(tweet.get("note_tweet"))
    if note:
        yield inner(note.get("entities"))


def _best_variant(media: Object) -> str | None:
    rated = [
        (count(one.get("bit_rate")) or 0, url)
        for one in objects(media.get("variants"))
        if (url := text(one.get("url")))
    ]
    return max(rated)[1] if rated else None
