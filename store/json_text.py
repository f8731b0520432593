"""JSON as the store writes and reads it."""

import json
from typing import Any


def to_json(value: object) -> bytes:
    """JSON as the store writes it: sorted, readable, UTF-8."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def of_json(content: str | bytes) -> Any:
    """What a text of the store says; ValueError for what is no JSON, and for what is nested too deep to be read."""
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("is nested too deep") from error
