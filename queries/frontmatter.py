"""One saved query: its front matter, checked, and its Cypher."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph.schema import NODES
from queries.errors import QueryError, mend
from queries.parameters import TYPES, Parameter, Value, shortened

CATEGORIES = (
    "identity",
    "content",
    "links",
    "timing",
    "infrastructure",
    "sets",
    "topics",
    "amplification",
    "impact",
    "quality",
)

_FIELDS = (
    "id",
    "question",
    "category",
    "does_not_prove",
    "false_positives",
    "references",
    "parameters",
    "nodes",
    "hit",
)
_HIT_FIELDS = ("key", "strength")
_PARAMETER_FIELDS = ("type", "help", "default", "minimum", "maximum", "choices")
ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
"""What an id looks like: it is the name of a file."""
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_LONGEST_FRONT = 10_000
"""Characters of front matter that are read: a key of very many parts takes TOML's reader very long."""
_FRONT = re.compile(r"\s*/\*(.*?)\*/", re.DOTALL)
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its typed parameters, its caveats and the Cypher that answers it."""

    id: str
    question: str
    category: str
    does_not_prove: str
    false_positives: tuple[str, ...]
    references: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    cypher: str
    nodes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Columns that name nodes, with their label, or "*" where the value is Label/key."""
    key: tuple[str, ...] = ()
    """Columns that make a row the same hit of a check, where the nodes do not."""
    strength: str = ""
    """Column that says how strong a hit is, where that is none of the usual ones."""
    file: str = ""
    line: int = 1
    """Line of `file` on which `cypher` starts."""

    def parameter_lines(self) -> list[str]:
        """A line per parameter: name, type, default and what it means."""
        return [_line(parameter) for parameter in self.parameters.values()]

    def as_json(self) -> dict[str, object]:
        """The query without its Cypher's engine, for other programs and for forms."""
        return {
            "id": self.id,
            "question": self.question,
            "category": self.category,
            "does_not_prove": self.does_not_prove,
            "false_positives": list(self.false_positives),
            "references": list(self.references),
            "parameters": [parameter.as_json() for parameter in self.parameters.values()],
            "cypher": self.cypher,
        }


def read_query(path: Path) -> Query:
    """The query in a .cypher file; QueryError names file, line and mend."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path.name}: cannot be read ({error}); save it as UTF-8") from error
    return parse_query(text, path.name)


def parse_query(text: str, file: str) -> Query:
    """The query in the text of a file called `file`; QueryError names file, line and mend."""
    front = _FRONT.match(text)
    if front is None:
        raise QueryError(f"{file}:1: has no front matter; begin with /* … */ that holds TOML")
    offset = text[: front.start(1)].count("\n")
    if len(front.group(1)) > _LONGEST_FRONT:
        raise QueryError(
            f"{file}:{offset + 1}: the front matter is longer than {_LONGEST_FRONT:,} characters; shorten it"
        )
    try:
        found = tomllib.loads(front.group(1))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _TOML_LINE.search(str(error))
        line = offset + int(place.group(1)) if place else offset + 1
        raise QueryError(
            f"{file}:{line}: the front matter is not TOML ({_TOML_LINE.sub('', str(error)).strip()})"
        ) from (error)
    return _Reading(file, text, offset, found).query(text[front.end() :], text[: front.end()].count("\n") + 1)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Front matter as it stands in a file, for messages with lines."""

    file: str
    text: str
    offset: int
    found: Mapping[str, Any]

    def wrong(self, field_: str, message: str) -> QueryError:
        return QueryError(f"{self.file}:{self.line_of(field_)}: {message}")

    def line_of(self, field_: str) -> int:
        """The line that gives a field or opens its table; the first of the front matter where none does."""
        last = re.escape(field_.rpartition(".")[2])
        pattern = rf"\s*(?:{last}\s*=|\[+{re.escape(field_)}\])"
        for number, line in enumerate(self.text.splitlines(), start=1):
            if number > self.offset and re.match(pattern, line):
                return number
        return self.offset + 1

    def query(self, cypher: str, line: int) -> Query:
        for name in self.found:
            if name not in _FIELDS:
                raise self.wrong(name, f"field {name} is unknown; {mend(name, _FIELDS, '')}")
        id_ = self.string("id")
        if not ID.match(id_):
            raise self.wrong("id", f"id {id_!r} is not a name in lower case with hyphens; write it like same-file")
        if f"{id_}.cypher" != self.file:
            raise self.wrong("id", f"id {id_!r} is not the file's name; call the file {id_}.cypher")
        category = self.string("category")
        if category not in CATEGORIES:
            raise self.wrong("category", f"category {category!r} is unknown; {mend(category, CATEGORIES, '')}")
        leading = len(cypher) - len(cypher.lstrip("\n"))
        return Query(
            id=id_,
            question=self.string("question"),
            category=category,
            does_not_prove=self.string("does_not_prove"),
            false_positives=self.strings("false_positives"),
            references=self.strings("references"),
            parameters=MappingProxyType(self.parameters()),
            cypher=cypher.strip() + "\n",
            nodes=MappingProxyType(self.nodes()),
            key=self.hit_key(),
            strength=self.hit_strength(),
            file=self.file,
            line=line + leading,
        )

    def string(self, name: str) -> str:
        value = self.found.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(name, f'field {name} is missing; write {name} = "…"')
        return " ".join(value.split())

    def strings(self, name: str) -> tuple[str, ...]:
        value = self.found.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.wrong(name, f'field {name} is missing; write {name} = ["…", "…"]')
        return tuple(" ".join(v.split()) for v in value)

    def table(self, name: str) -> Mapping[str, Any]:
        value = self.found.get(name, {})
        if not isinstance(value, dict):
            raise self.wrong(name, f"field {name} is no table; write [{name}]")
        return value

    def nodes(self) -> dict[str, str]:
        nodes = self.table("nodes")
        for column, label in nodes.items():
            if label != "*" and label not in NODES:
                raise self.wrong(
                    column, f"nodes.{column}: label {label!r} is not in the schema; {mend(str(label), NODES, '')}"
                )
        return dict(nodes)

    def hit_key(self) -> tuple[str, ...]:
        for name in self.table("hit"):
            if name not in _HIT_FIELDS:
                raise self.wrong("hit", f"hit: field {name} is unknown; {mend(name, _HIT_FIELDS, '')}")
        key = self.table("hit").get("key", [])
        if not isinstance(key, list) or not all(isinstance(one, str) for one in key):
            raise self.wrong("key", 'hit.key is no list of columns; write key = ["…", "…"]')
        return tuple(key)

    def hit_strength(self) -> str:
        strength = self.table("hit").get("strength", "")
        if not isinstance(strength, str):
            raise self.wrong("strength", 'hit.strength is no column; write strength = "…"')
        return strength

    def parameters(self) -> dict[str, Parameter]:
        found = {name: self.parameter(name, declared) for name, declared in self.table("parameters").items()}
        limit = found.get("limit")
        if limit is None or limit.type != "integer" or limit.maximum is None or limit.required:
            raise self.wrong("parameters", "parameter limit is missing; declare it as integer with default and maximum")
        return found

    def parameter(self, name: str, declared: object) -> Parameter:
        where = f"parameters.{name}"
        if not _NAME.match(name) or not isinstance(declared, dict):
            raise self.wrong(where, f"parameter {name} is no table with a lower_snake_case name; write [{where}]")
        for key in declared:
            if key not in _PARAMETER_FIELDS:
                raise self.wrong(where, f"parameter {name}: field {key} is unknown; {mend(key, _PARAMETER_FIELDS, '')}")
        type_, help_ = declared.get("type"), declared.get("help")
        if type_ not in TYPES:
            raise self.wrong(where, f"parameter {name}: type {type_!r} is unknown; {mend(str(type_), TYPES, '')}")
        if not isinstance(help_, str) or not help_.strip():
            raise self.wrong(where, f'parameter {name}: help is missing; write help = "…"')
        choices = declared.get("choices", [])
        if not isinstance(choices, list) or (type_ == "choice") > bool(choices):
            raise self.wrong(where, f'parameter {name}: choices are missing; write choices = ["…", "…"]')
        plain = Parameter(name, type_, " ".join(help_.split()), "", choices=tuple(str(c) for c in choices))
        parameter = Parameter(
            name,
            type_,
            plain.help,
            declared.get("default"),
            self.bound(where, plain, declared.get("minimum")),
            self.bound(where, plain, declared.get("maximum")),
            plain.choices,
        )
        if parameter.default is not None:
            try:
                parameter.parse(parameter.default)
            except QueryError as error:
                raise self.wrong(where, f"default: {error}") from error
        return parameter

    def bound(self, where: str, parameter: Parameter, value: object) -> Value:
        if value is None:
            return None
        if parameter.type in ("string", "list"):
            if isinstance(value, bool) or not isinstance(value, int):
                raise self.wrong(
                    where, f"bound: parameter {parameter.name}: {shortened(value)} is no whole number; give one"
                )
            return value
        try:
            return parameter.parse(value)
        except QueryError as error:
            raise self.wrong(where, f"bound: {error}") from error


def _line(parameter: Parameter) -> str:
    needed = "must be given" if parameter.required else f"default {parameter.default!r}" if parameter.default else ""
    told = "; ".join(part for part in (parameter.type, needed, parameter.mend) if part)
    return f"{parameter.name} ({told}): {parameter.help}"
