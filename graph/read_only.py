"""Whether a query could write: a second lock beside the reader's rights, since not every server has a reader."""

import re
from dataclasses import dataclass

_WRITING = frozenset(
    {"CREATE", "INSERT", "MERGE", "DELETE", "DETACH", "SET", "REMOVE", "DROP", "FOREACH", "TRANSACTIONS"}
    | {"ALTER", "GRANT", "DENY", "REVOKE", "RENAME", "TERMINATE", "ENABLE", "DEALLOCATE", "REALLOCATE"}
)

READING_PROCEDURES = frozenset(
    {"db.labels", "db.relationshiptypes", "db.propertykeys", "db.index.fulltext.querynodes", "dbms.components"}
)
"""Procedures that a read may call, in lower case."""

# in this order: what could hide a word comes before words
_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<name>`(?:[^`]|``)*`)
    | (?P<number>[0-9]+)
    | (?P<word>[^\W\d]\w*)
    | (?P<open>/\*|['"`])
    | (?P<symbol>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def refusal(query: str) -> str | None:
    """Why the query may not run as a read, naming the clause; None if it only reads."""
    for found in _ESCAPE.finditer(query):
        if int(found.group(1), 16) < 0x80:
            # some engines undo this before they parse: it could close a string or spell a clause
            return f"the escape {found.group()}; write the character itself"
    if re.search(r"\r(?!\n)", query):
        return "a carriage return without a line feed; end lines with a line feed"
    tokens = [
        _Token(found.lastgroup or "", found.group()) for found in _TOKEN.finditer(query) if found.lastgroup != "comment"
    ]
    for position, token in enumerate(tokens):
        before = tokens[position - 1] if position else None
        after = tokens[position + 1] if position + 1 < len(tokens) else None
        if token.kind == "open":
            return f"{token.text} that is opened and never closed"
        if token.kind != "word" or _is_name(tokens, position, before, after):
            continue
        word = token.text.upper()
        if word in _WRITING:
            return f"the clause {word}"
        if word == "LOAD" and after is not None and after.text.upper() == "CSV":
            return "the clause LOAD CSV"
        if word == "CALL" and (after is None or after.text not in ("{", "(")):
            procedure = _dotted(tokens, position + 1)
            if procedure.lower() not in READING_PROCEDURES:
                return f"the procedure {procedure or 'after CALL'}"
    return None


def _is_name(tokens: list[_Token], position: int, before: _Token | None, after: _Token | None) -> bool:
    """Whether a word stands where only the name of a property, label, parameter or column can."""
    if before is not None:
        if before.text == ".":
            # `1. SET`: that dot ends a number
            return position < 2 or tokens[position - 2].kind != "number"
        if before.text in (":", "$") or before.text.upper() == "AS":
            return True
    return after is not None and after.text == ":"


def _dotted(tokens: list[_Token], position: int) -> str:
    """The dotted name that starts at a position, without space."""
    parts: list[str] = []
    while position < len(tokens) and tokens[position].kind == "word":
        parts.append(tokens[position].text)
        if position + 1 >= len(tokens) or tokens[position + 1].text != ".":
            break
        position += 2
    return ".".join(parts)
