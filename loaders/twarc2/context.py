"""What a line tells beside its tweets: users, media and the tweets that they refer to, and when it was fetched."""

from dataclasses import dataclass, field

from graph.records import Record, Ref
from loaders import times
from loaders.twarc2.parts import Object, id_of, inner, objects, text


@dataclass(frozen=True, slots=True)
class Made:
    """Records made once for all rows of a line; `ref` is None where the id is unusable."""

    ref: Ref | None
    records: tuple[Record, ...]


@dataclass(slots=True)
class Known:
    """Accounts that were described before in this piece: of most authors, line after line says the same."""

    accounts: dict[tuple[str, int], tuple[Object, Made]] = field(default_factory=dict)

    def account(self, id_: str, user: Object, at: int | None) -> Made | None:
        """The records that this user object gave before, dated `at`."""
        found = self.accounts.get((id_, len(user)))
        if found is None or found[0] != user:
            return None
        made = found[1]
        if made.records and made.records[0].observed_at != at:
            return Made(made.ref, tuple(record._replace(observed_at=at) for record in made.records))
        return made


@dataclass(frozen=True, slots=True)
class Context:
    """Lookups of one line. In pages they come from `includes`, in flattened lines out of the tweet itself."""

    users: dict[str, Object] = field(default_factory=dict)
    tweets: dict[str, Object] = field(default_factory=dict)
    media: dict[str, Object] = field(default_factory=dict)
    retrieved_at: int | None = None
    known: Known = field(default_factory=Known)
    made: dict[tuple[str, int], Made] = field(default_factory=dict)
    """Records of tweets that were referred to, by id and depth: pages name them many times."""

    def first_id(self, id_: str) -> str:
        """The id under which a post stands: of an edited one, its first, so that all versions are one post."""
        tweet = self.tweets.get(id_)
        return first_id(tweet, id_) if tweet is not None else id_

    def add_user(self, user: Object) -> None:
        """Take note of a user, unless the object gives only an id."""
        id_ = id_of(user.get("id"))
        if id_ and text(user.get("username")) and (id_ not in self.users or len(user) > len(self.users[id_])):
            self.users[id_] = user


def of_page(page: Object, known: Known) -> Context:
    """The context of a page of the API."""
    includes = inner(page.get("includes"))
    context = Context(retrieved_at=_retrieved_at(page), known=known)
    for user in objects(includes.get("users")):
        context.add_user(user)
    for tweet in objects(includes.get("tweets")):
        if id_ := id_of(tweet.get("id")):
            context.tweets[id_] = tweet
    for one in objects(includes.get("media")):
        if key := text(one.get("media_key")):
            context.media[key] = one
    return context


def of_flattened(tweet: Object, known: Known) -> Context:
    """The context that a flattened tweet carries in itself."""
    context = Context(retrieved_at=_retrieved_at(tweet), known=known)
    _unfold(context, tweet, depth=0)
    return context


def first_id(tweet: Object, own: str) -> str:
    """The first id of a tweet's edit history, or its own."""
    history = tweet.get("edit_history_tweet_ids")
    if not isinstance(history, list) or len(history) < 2:
        return own
    ids = [id_ for one in history if (id_ := id_of(one)) and id_.isdecimal() and len(id_) < 30]
    return min(ids, key=int) if own in ids else own


def _unfold(context: Context, tweet: Object, depth: int) -> None:
    for name in ("author", "in_reply_to_user"):
        context.add_user(inner(tweet.get(name)))
    for mention in objects(inner(tweet.get("entities")).get("mentions")):
        context.add_user(mention)
    for one in objects(inner(tweet.get("attachments")).get("media")):
        if key := text(one.get("media_key")):
            context.media[key] = one
    for referenced in objects(tweet.get("referenced_tweets")):
        # a reference that was not found keeps only type and id
        if (id_ := id_of(referenced.get("id"))) and "text" in referenced and depth < 3:
            context.tweets[id_] = referenced
            _unfold(context, referenced, depth + 1)


def _retrieved_at(line: Object) -> int | None:
    stamp = text(inner(line.get("__twarc")).get("retrieved_at"))
    try:
        return times.written(stamp).ms if stamp else None
    except ValueError:
        return None
