"""What a figure says beside its picture, and the key by which names are replaced."""

import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from unicodedata import normalize

from attribution.answers import Answer
from attribution.words import spelt
from briefing.scene import CAVEAT, Caption
from queries.result import Result
from store.folder import CaseFolder
from store.resolve import Reader

VERSION = version("attribution-explorer")
_MOST_FINDINGS = 5
_SHORTEST_NAME = 3


def caption_of(coverage: str, answer: Answer | None, data_date: str | None, said: Mapping[str, object]) -> Caption:
    """The caption of a figure: from the answer where there is one; what the analyst says comes first.

    The caveat is the query's, without a query that of every picture; what is said of it is added, never put in its place.
    """
    given: dict[str, object] = {
        "coverage": coverage,
        "data_date": data_date,
        "made_with": f"Attribution Explorer {VERSION}",
    }
    if answer is not None:
        query = answer.result.query
        given |= {
            "title": query.question,
            "question": query.question,
            "caveat": query.does_not_prove,
            "query": query.id,
            "parameters": {name: spelt(value) for name, value in answer.result.parameters.items()},
            "notes": tuple(answer.result.notes),
            "findings": _findings(answer.result),
        }
    # what is said of the picture stands after what the answer says of itself
    notes = (*given.pop("notes", ()), *said.get("notes", ()))  # type: ignore[misc]  # tuples of lines
    caveat = added(str(given.get("caveat") or CAVEAT), str(said.get("caveat") or ""))
    given |= {name: value for name, value in said.items() if value is not None}
    given |= {"notes": notes, "caveat": caveat}
    return Caption(**given)  # type: ignore[arg-type]  # a wrong name or value is refused there


def added(standing: str, said: str) -> str:
    """A caveat with what the analyst adds to it; nothing is added where the words are there already."""
    more = " ".join(said.split())
    if not more or more in standing:
        return standing
    return more if more.startswith(standing) else f"{standing} {more}"


def _findings(result: Result) -> tuple[str, ...]:
    """What stands where the picture would: the rows in words where they name no node."""
    if not result.rows:
        return ("No row: nothing in the loaded data meets this. What is not loaded is not absent.",)
    if result.refs:
        return ("Nothing is drawn: all of it was removed or switched off.",)
    told = [str(row["because"]) for row in result.rows if row.get("because")]
    more = len(told) - _MOST_FINDINGS
    return (*told[:_MOST_FINDINGS], *((f"and {more:,} more rows",) if more > 0 else ()))


def without_analysts(caption: Caption, analysts: Iterable[str]) -> Caption:
    """The caption without the names of those who labelled accounts or wrote notes."""
    names = sorted(set(analysts))

    def unsigned(notes: Iterable[str]) -> tuple[str, ...]:
        for name in names:
            notes = [note.replace(f", says {name} (", ", says an analyst (") for note in notes]
        return tuple(notes)

    return replace(caption, notes=unsigned(caption.notes), analyst=unsigned(caption.analyst))


def span_of(times: list[int]) -> str | None:
    """First to last day of epoch milliseconds, or None."""
    if not times:
        return None
    first, last = (datetime.fromtimestamp(t / 1000, UTC).date().isoformat() for t in (min(times), max(times)))
    return first if first == last else f"{first} to {last}"


_WORD = re.compile(r"[^\s,;:|\"'()\[\]{}<>]+")


def names_within(reader: Reader, caption: Caption) -> list[str]:
    """What of a caption is a handle or id of an account in the case, drawn or not; and display names within notes."""
    said = [caption.title, caption.question, caption.caveat, *caption.notes, *caption.parameters.values()]
    said += [*caption.analyst, *caption.findings]
    words = {word.lstrip("@").rstrip(".").casefold() for text in said for word in _WORD.findall(text)}
    names = [str(name) for (name,) in reader.sql(_NAMES, ("Account",), {"words": sorted(words)})]
    # short words are words of the language
    return [name for name in names if len(name) > 2] + _displayed(reader, caption.analyst)


def _displayed(reader: Reader, notes: Iterable[str]) -> list[str]:
    """Display names that an analyst's notes mention: elsewhere in a caption nobody is called by one alone."""
    text = "\n".join(normalize("NFC", note).lower() for note in notes)
    if not text:
        return []
    found = [str(name) for (name,) in reader.sql(_DISPLAYED, ("Account",), {"text": text})]
    return [name for name in found if re.search(rf"(?<!\w){re.escape(normalize('NFC', name).lower())}(?!\w)", text)]


_NAMES = """
SELECT DISTINCT name FROM (SELECT unnest([handle, account_id]) AS name FROM "Account")
WHERE name IS NOT NULL AND lower(name) IN (SELECT unnest($words))
ORDER BY name
"""


_DISPLAYED = f"""
SELECT DISTINCT trim(name) AS name FROM "Account"
WHERE length(trim(name)) >= {_SHORTEST_NAME} AND contains($text, lower(nfc_normalize(trim(name))))
ORDER BY name
"""


def secret_of(folder: CaseFolder) -> bytes:
    """The case's own key for pseudonyms, made when first asked for, readable by its owner only."""
    path = folder.root / "pseudonyms.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    secret = secrets.token_bytes(32)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as out:
        out.write(secret)
    return secret
