"""What one line is: a page of the API, a flattened tweet, or something else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from loaders.twarc2.context import Context, Known, of_flattened, of_page
from loaders.twarc2.parts import Object, id_of, inner, text


@dataclass(frozen=True, slots=True)
class Entry:
    """One input row of a line."""

    location: str
    kind: str
    """tweet, user, error, includes, nothing, or other."""
    content: object
    context: Context


class BadLineError(ValueError):
    """The line is no JSON object; `cut` if it ends too early."""

    def __init__(self, message: str, *, cut: bool) -> None:
        super().__init__(message)
        self.cut = cut


def parsed(line: bytes) -> object:
    """The line's JSON; BadLineError if it is none, or nests too deep to be a tweet."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        if "surrogate" in str(error):
            # half a character, as cut texts have them, is valid JSON for others
            return _leniently(line)
        raise BadLineError(str(error), cut="end of data" in str(error)) from error


def _leniently(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLineError(str(error), cut=False) from error


def entries(number: int, line: Object, known: Known) -> Iterator[Entry]:
    """The input rows of a line: every item of `data` and of `errors` of a page; else the line is one row."""
    where = f"line {number}"
    if is_tweet(line) or is_user(line):
        yield Entry(where, "tweet" if is_tweet(line) else "user", line, of_flattened(line, known))
        return
    if not is_page(line):
        yield Entry(where, "other", line, Context())
        return
    context = of_page(line, known)
    found = False
    for name in ("data", "errors"):
        held = line.get(name)
        if isinstance(held, dict):
            found = True
            yield _entry(f"{where} {name}", name, held, context)
        elif isinstance(held, list):
            for place, one in enumerate(held):
                found = True
                yield _entry(f"{where} {name}[{place}]", name, one, context)
    if not found and (context.users or context.tweets):
        yield Entry(f"{where} includes", "includes", line, context)
    elif not found:
        yield Entry(where, "nothing", line, context)


def is_page(line: Object) -> bool:
    """Whether the object is a response of version 2 of the API."""
    if "__twarc" in line:
        return True
    held = line.get("data")
    first = held[0] if isinstance(held, list) and held else held
    if isinstance(first, dict):
        return "includes" in line or "meta" in line or is_tweet(first) or is_user(first)
    errors = line.get("errors")
    if isinstance(errors, list) and errors:
        return (text(inner(errors[0]).get("type")) or "").startswith(
            ("https://api.twitter.com/2/", "https://api.x.com/2/")
        )
    return "result_count" in inner(line.get("meta"))


def is_tweet(found: Object) -> bool:
    """Whether the object is a tweet of version 2 (version 1 has `id_str`)."""
    return id_of(found.get("id")) is not None and "text" in found and "id_str" not in found and (
        "author_id" in found or "edit_history_tweet_ids" in found or "public_metrics" in found or "conversation_id" in found
    )  # fmt: skip


def is_user(found: Object) -> bool:
    """Whether the object is a user of version 2."""
    return id_of(found.get("id")) is not None and "username" in found and "name" in found and "text" not in found


def _entry(location: str, name: str, held: object, context: Context) -> Entry:
    if name == "errors":
        return Entry(location, "error", held, context)
    if isinstance(held, dict):
        # default fields give a tweet no more than id and text
        if "text" in held and "id_str" not in held:
            return Entry(location, "tweet", held, context)
        if is_user(held):
            return Entry(location, "user", held, context)
    return Entry(location, "other", held, context)
