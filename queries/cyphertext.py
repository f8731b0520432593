"""What can be read off the text of a query without running it: parameters, columns, order and limit."""

import re

# what is never closed hides the rest: looked for anew at each quote, that would take hours
_HIDING = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|\Z)|'(?:[^'\\]|\\.)*(?:'|\\?\Z)|"(?:[^"\\]|\\.)*(?:"|\\?\Z)|`(?:[^`]|``)*(?:`|\Z)""",
    re.DOTALL,
)
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
_MATCHED = re.compile(r"=~\s*(\$\w+|\S|\Z)")
_RETURN = re.compile(r"\bRETURN\b", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_LIMIT = re.compile(r"\bLIMIT\s+(\S+)\Z", re.IGNORECASE)
_ALIAS = re.compile(r"\b([A-Za-z_]\w*)\s*\Z")


def bare(cypher: str) -> str:
    """The text with comments, strings and quoted names blanked; lines and positions stay."""
    return _HIDING.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), cypher)


def used_parameters(cypher: str) -> dict[str, int]:
    """The parameters that the text uses, without $, each with the line of its first use, from 1."""
    text = bare(cypher)
    found: dict[str, int] = {}
    for use in _PARAMETER.finditer(text):
        found.setdefault(use.group(1), text.count("\n", 0, use.start()) + 1)
    return found


def matched_patterns(cypher: str) -> tuple[str, ...]:
    """What stands behind each =~, to its first blank: a parameter with its $, or the beginning of something else."""
    return tuple(_MATCHED.findall(bare(cypher)))


def returned_columns(cypher: str) -> tuple[str, ...]:
    """The columns of the last RETURN, in order; empty where it cannot be read."""
    tail = _last_return(cypher)
    ordered = re.search(r"\bORDER\s+BY\b|\bLIMIT\b", tail, re.IGNORECASE)
    items = _at_top_level(tail[: ordered.start()] if ordered else tail)
    found = [_ALIAS.search(item) for item in items]
    return tuple(alias.group(1) for alias in found if alias)


def order_and_limit(cypher: str) -> tuple[tuple[str, ...], str] | None:
    """What the last RETURN orders by and its limit; None if it lacks one of them or does not end with them."""
    text = _last_return(cypher).rstrip().removesuffix(";").rstrip()
    limit = _LIMIT.search(text)
    order = _ORDER.search(text, 0, limit.start()) if limit else None
    return (tuple(_at_top_level(text[order.end() : limit.start()])), limit.group(1)) if limit and order else None


def _last_return(cypher: str) -> str:
    text = bare(cypher)
    starts = list(_RETURN.finditer(text))
    return text[starts[-1].end() :] if starts else ""


def _at_top_level(items: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for position, character in enumerate(items):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(items[start:position].strip())
            start = position + 1
    parts.append(items[start:].strip())
    return [part for part in parts if part]
