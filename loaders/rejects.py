"""What could not be used, said so that the analyst finds it and knows what to do."""

from graph.facts import Facts
from loaders.base import Reject

_LONGEST = 500
_REASONS = {
    "url": "bad_url",
    "hashtag": "bad_hashtag",
    "mention": "bad_handle",
    "handle": "bad_handle",
    "id": "id_maybe_damaged",
    "author_id": "bad_id",
    "referenced_tweets": "bad_id",
    "media_key": "bad_id",
}


def shown(value: object) -> str:
    """A value as reports keep it: cut, so that a whole file in one cell does not end up in them."""
    text = value if isinstance(value, str) else _described(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def refused(facts: Facts, location: str) -> tuple[Reject, ...]:
    """What `Facts` could not make canonical, as notes of a row that is loaded all the same."""
    return tuple(
        Reject(location, field, shown(value), _REASONS.get(field.rpartition(".")[2], f"bad_{field}"), why)
        for field, value, why in facts.refused
    )


def _described(value: object) -> str:
    # never the repr of a container: a hostile one nests deeper than Python's stack
    return str(value) if value is None or isinstance(value, int | float) else f"({type(value).__name__})"
