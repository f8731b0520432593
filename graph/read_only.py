"""Whether a query does more than read: locks beside the reader's rights, since not every server has a reader.

`refusal` reads the text, for every engine; `plan_refusal` reads what the server says that it would do.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_WRITING = frozenset(
    {"CREATE", "INSERT", "MERGE", "DELETE", "DETACH", "SET", "REMOVE", "DROP", "FOREACH", "TRANSACTIONS"}
    | {"ALTER", "GRANT", "DENY", "REVOKE", "RENAME", "TERMINATE", "ENABLE", "DEALLOCATE", "REALLOCATE"}
)

READING_PROCEDURES = frozenset(
    {"db.labels", "db.relationshiptypes", "db.propertykeys", "db.index.fulltext.querynodes", "dbms.components"}
)
"""Procedures that a read may call, in lower case."""

_READING_FUNCTIONS = frozenset(
    {"date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector"}
)
"""First parts, in lower case, of dotted functions that only compute: date.truncate, point.distance …"""

LONGEST_RANGE = 1_000_000
"""Numbers of a range(): where it becomes a list, no engine counts its memory, and some die of it."""

DEEPEST = 200
"""Brackets within brackets: Neo4j plans for minutes over thousands, and neither limit nor request ends it."""

_READING_KINDS = ("r", "s")
"""What a server calls queries that only read; one that calls a procedure on the server itself is "s"."""

_BEYOND_THE_DATA = ("Show", "Terminate", "AdministrationCommand")
"""Beginnings of operators that tell of the server, its users and its settings, or end what others do."""

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


def refusal(query: str, parameters: Mapping[str, Any] | None = None) -> str | None:
    """Why the query may not run as a read, naming the clause; None if it only reads.

    With `parameters` their values count as if they stood in the text.
    """
    # nothing else of a text hangs on what is given
    return _refusal(query, parameters) if parameters and "range" in query.lower() else _known_refusal(query)


@lru_cache(maxsize=512)
def _known_refusal(query: str) -> str | None:
    return _refusal(query, {})


def _refusal(query: str, parameters: Mapping[str, Any]) -> str | None:
    for found in _ESCAPE.finditer(query):
        if int(found.group(1), 16) < 0x80:
            # some engines undo this before they parse: it could close a string or spell a clause
            return f"the escape {found.group()}; write the character itself"
    if re.search(r"\r(?!\n)", query):
        return "a carriage return without a line feed; end lines with a line feed"
    tokens = list(_tokens(query))
    if _depth(tokens) > DEEPEST:
        return f"a nesting of more than {DEEPEST} brackets, over which a server plans for minutes,"
    long_range = _long_range(tokens, parameters)
    for position, token in enumerate(tokens):
        before = tokens[position - 1] if position else None
        after = tokens[position + 1] if position + 1 < len(tokens) else None
        if token.kind == "open":
            return f"{token.text} that is opened and never closed"
        if position == long_range:
            return f"a range() of more than {LONGEST_RANGE:,} numbers, which may become a list that no server can hold,"
        if token.text == "(" and (function := _function(tokens, position)) is not None:
            return f"the function {function}"
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


def _tokens(query: str) -> Iterator[_Token]:
    """The tokens up to the first that is opened and never closed: nothing behind that is read."""
    for found in _TOKEN.finditer(query):
        if found.lastgroup != "comment":
            yield _Token(found.lastgroup or "", found.group())
        if found.lastgroup == "open":
            return


def _is_name(tokens: list[_Token], position: int, before: _Token | None, after: _Token | None) -> bool:
    """Whether a word stands where only the name of a property, label, parameter or column can."""
    if before is not None:
        if before.text == ".":
            # `1. SET`: that dot ends a number
            return position < 2 or tokens[position - 2].kind != "number"
        if before.text in (":", "$") or before.text.upper() == "AS":
            return True
    return after is not None and after.text == ":"


def plan_refusal(kind: str | None, plan: Mapping[str, Any] | None) -> str | None:
    """Why a query with this kind and plan, as EXPLAIN gives them, may not run as a read; None if it only reads."""
    if kind not in _READING_KINDS or plan is None:
        return "what changes the graph"
    for operator, details in _operators(plan):
        if operator == "LoadCSV":
            return "the clause LOAD CSV"
        if operator.startswith(_BEYOND_THE_DATA):
            return "what asks or changes the server itself"
        procedure = details.partition("(")[0].strip()
        if operator == "ProcedureCall" and procedure.lower() not in READING_PROCEDURES:
            return f"the procedure {procedure}"
    return None


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    waiting = [plan]
    while waiting:
        step = waiting.pop()
        # PlainName@database
        yield str(step.get("operatorType")).partition("@")[0], str(step.get("args", {}).get("Details", ""))
        waiting += step.get("children", [])


def _function(tokens: list[_Token], bracket: int) -> str | None:
    """The dotted function that a bracket calls, if it may not be called; procedures are told by their CALL."""
    parts: list[str] = []
    at = bracket - 1
    while at >= 0 and tokens[at].kind in ("word", "name"):
        parts.insert(0, tokens[at].text.strip("`"))
        if at < 2 or tokens[at - 1].text != ".":
            break
        at -= 2
    if len(parts) < 2 or parts[0].lower() in _READING_FUNCTIONS:
        return None
    called = at > 0 and tokens[at - 1].text.upper() == "CALL"
    return None if called else ".".join(parts)


def _depth(tokens: list[_Token]) -> int:
    """How many brackets stand open at most."""
    steps = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
    return max(itertools.accumulate(steps.get(token.text, 0) for token in tokens), default=0)


def _long_range(tokens: list[_Token], parameters: Mapping[str, Any]) -> int | None:
    """Where the bracket opens of a range() whose ends are written out, or given, and lie far; of ranges in it, the outer."""
    opened: list[int | None] = []
    for position, token in enumerate(tokens):
        if token.text == "(":
            outer = opened[-1] if opened else None
            ranges = position > 0 and tokens[position - 1].text.strip("`").lower() == "range"
            opened.append(position if ranges and outer is None else outer)
        elif token.text == ")" and opened:
            opened.pop()
        elif opened and opened[-1] is not None and _is_far(tokens, position, parameters):
            return opened[-1]
    return None


def _is_far(tokens: list[_Token], position: int, parameters: Mapping[str, Any]) -> bool:
    """Whether a number is greater than a range() may be long; a parameter counts as what it is given."""
    token = tokens[position]
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if token.kind == "number":
        # 2e9, 0x77359400
        odd = after is not None and after.kind == "word" and after.text[0].lower() in "ex"
        return odd or len(token.text) > len(str(LONGEST_RANGE)) or int(token.text) > LONGEST_RANGE
    given = parameters.get(after.text.strip("`")) if token.text == "$" and after is not None else None
    return isinstance(given, int | float) and abs(given) > LONGEST_RANGE


def _dotted(tokens: list[_Token], position: int) -> str:
    """The dotted name that starts at a position, without space."""
    parts: list[str] = []
    while position < len(tokens) and tokens[position].kind == "word":
        parts.append(tokens[position].text)
        if position + 1 >= len(tokens) or tokens[position + 1].text != ".":
            break
        position += 2
    return ".".join(parts)
