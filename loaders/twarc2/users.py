"""Accounts of X from user objects."""

from graph.canonical import CanonicalError
from graph.facts import Facts
from graph.records import Ref, Value
from loaders import times
from loaders.twarc2.parts import Object, count, flag, id_of, inner, objects, text


def describe_user(facts: Facts, user: Object) -> Ref | None:
    """The account of a user object; None (and a refusal) if its id is unusable."""
    id_ = id_of(user.get("id"))
    handle = text(user.get("username"))
    metrics = inner(user.get("public_metrics"))
    properties: dict[str, Value | None] = {
        "name": text(user.get("name")),
        "bio": text(user.get("description")),
        "location": text(user.get("location")),
        "url": _profile_link(user),
        "picture": text(user.get("profile_image_url")),
        "created_at": _time(facts, user),
        "followers": count(metrics.get("followers_count")),
        "following": count(metrics.get("following_count")),
        "posts": count(metrics.get("tweet_count")),
        "verified": flag(user.get("verified")),
    }
    return account(facts, id_, handle, properties)


def account(
    facts: Facts, id_: str | None, handle: str | None, properties: dict[str, Value | None] | None = None
) -> Ref | None:
    """An account by id, else by handle; what is unusable of them is refused, None if nothing is left."""
    try:
        return facts.account("x", id=id_, handle=handle, properties=properties)
    except CanonicalError as error:
        facts.refused.append(("handle" if handle else "author_id", handle or id_ or "", str(error)))
    if id_ is None or handle is None:
        return None
    # one of the two is sound, perhaps
    return account(facts, id_, None, properties)


def _profile_link(user: Object) -> str | None:
    links = objects(inner(inner(user.get("entities")).get("url")).get("urls"))
    first = next(links, None)
    return (text(first.get("expanded_url")) if first else None) or text(user.get("url"))


def _time(facts: Facts, user: Object) -> int | None:
    stamp = text(user.get("created_at"))
    try:
        return times.written(stamp).ms if stamp else None
    except ValueError as error:
        facts.refused.append(("time", stamp or "", str(error)))
        return None
