"""What a figure says beside its picture, and the key by which names are replaced."""

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version

from attribution.answers import Answer
from briefing.scene import Caption
from store.folder import CaseFolder

VERSION = version("attribution-explorer")


def caption_of(coverage: str, answer: Answer | None, data_date: str | None, said: Mapping[str, object]) -> Caption:
    """The caption of a figure: from the answer where there is one; what the analyst says comes first."""
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
            "parameters": {name: str(value) for name, value in answer.result.parameters.items()},
            "notes": tuple(answer.result.notes),
        }
    given |= {name: value for name, value in said.items() if value is not None}
    return Caption(**given)  # type: ignore[arg-type]  # a wrong name or value is refused there


def span_of(times: list[int]) -> str | None:
    """First to last day of epoch milliseconds, or None."""
    if not times:
        return None
    first, last = (datetime.fromtimestamp(t / 1000, UTC).date().isoformat() for t in (min(times), max(times)))
    return first if first == last else f"{first} to {last}"


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
