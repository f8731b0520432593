"""A question as text to take elsewhere: for a console, the shell and a notebook. Values are quoted, never pasted in."""

import keyword
import math
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from attribution.errors import CaseError
from attribution.words import UNSEEN, escaped
from queries.frontmatter import Query
from queries.result import Result

FORMS = ("cypher", "cli", "notebook")
"""Ways to copy a question."""

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def cypher(result: Result) -> str:
    """The query with every parameter as it was bound, for a database console or cypher-shell."""
    given = "".join(f":param {_name(name)} => {_literal(value)};\n" for name, value in sorted(result.bound.items()))
    return f"{given}\n{result.query.cypher.strip()};\n" if given else f"{result.query.cypher.strip()};\n"


def command(query: Query, values: Mapping[str, object], case: Path) -> str:
    """The line for a POSIX shell; CaseError where a value cannot be given there."""
    words = ["attribution", "query", query.id, "--case", str(case)]
    for name, value in given_of(query, values).items():
        words += ["-p", f"{name}={_on_the_shell(name, value)}"]
    return " ".join(map(_quoted, words))


def notebook(query: Query, values: Mapping[str, object], case: Path) -> str:
    """The cell for a notebook; the case is closed by whoever ends the notebook."""
    given = given_of(query, values)
    plain = [f"{name}={_python(value)}" for name, value in given.items() if not keyword.iskeyword(name)]
    odd = {name: _python(value) for name, value in given.items() if keyword.iskeyword(name)}
    # a name that Python keeps for itself
    more = [f"**{{{', '.join(f'{name!r}: {value}' for name, value in odd.items())}}}"] if odd else []
    arguments = ", ".join([repr(query.id), *plain, *more])
    return f"import attribution\n\ncase = attribution.open({str(case)!r})\ncase.query({arguments})\n"


def given_of(query: Query, values: Mapping[str, object]) -> dict[str, object]:
    """The values that are not what the query takes by itself, in the order of its parameters."""
    found: dict[str, object] = {}
    for name, parameter in query.parameters.items():
        if name not in values:
            continue
        value = values[name]
        if parameter.default is None or parameter.parse(value) != parameter.parse(parameter.default):
            found[name] = "" if value is None else value
    return found


def _on_the_shell(name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        if any("," in str(one) for one in value):
            raise CaseError(f"parameter {name}: an entry with a comma cannot be given on the shell; use the notebook")
        return ",".join(map(str, value))
    return str(value)


def _quoted(word: str) -> str:
    if not (UNSEEN.search(word) or "\n" in word or "\t" in word):
        return shlex.quote(word)
    # a terminal would obey what is pasted: bash, zsh and ksh undo this only inside the word
    return (
        "$'"
        + "".join(_PLAIN_ESCAPES.get(one) or (_shell_escape(one) if UNSEEN.match(one) else one) for one in word)
        + "'"
    )


def _shell_escape(one: str) -> str:
    code = ord(one)
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _python(value: object) -> str:
    if isinstance(value, tuple):
        value = list(value)
    return repr(value)


def _name(name: str) -> str:
    return name if _PLAIN_NAME.match(name) else "`" + name.replace("`", "``") + "`"


def _literal(value: object) -> str:
    """A value as Cypher writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "null"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_name(str(name))}: {_literal(one)}" for name, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_literal, value)) + "]"
    # before it parses, an engine may undo \u wherever it stands: a backslash of the data never stands before an u
    parts = re.split(r"(?<=\\)(?=u)", str(value))
    plain = "' + '".join("".join(_PLAIN_ESCAPES.get(one, one) for one in part) for part in parts)
    # as JSON: halves of a pair, which Cypher joins
    return f"'{escaped(plain)}'"


_PLAIN_ESCAPES = {"'": "\\'", "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
