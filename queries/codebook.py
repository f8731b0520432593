"""The codebook: topics of a case as terms and exclusions, and the patterns that queries match with."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph.canonical.text import normal_text
from queries.errors import QueryError, mend
from queries.patterns import any_of, whole_text

KINDS = ("post", "reply", "quote", "repost", "comment")
OWN_WORDS = ("post", "reply")
"""Kinds of post whose words are the account's own, unless a topic says otherwise."""

LONGEST = 200
MOST_TERMS = 2_000

_TOPIC_FIELDS = ("title", "terms", "exclusions", "kinds", "minimum_posts", "within")
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. A post is on it that holds a term and no exclusion; an account, from `minimum_posts` such posts on."""

    id: str
    title: str
    terms: tuple[str, ...]
    exclusions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = OWN_WORDS
    minimum_posts: int = 1
    within: str | None = None
    """Topic among whose accounts alone this one is counted."""

    @property
    def include(self) -> str:
        """Pattern (Java syntax) of a whole normalised text that holds a term."""
        return whole_text(self.terms)

    @property
    def exclude(self) -> str:
        """Pattern (Java syntax) of a whole normalised text that holds an exclusion."""
        return whole_text(self.exclusions)


@dataclass(frozen=True, slots=True)
class Codebook:
    """The topics of a case, and the hash of the file that gave them."""

    topics: Mapping[str, Topic]
    sha256: str
    file: str = "codebook.toml"

    def topic(self, id_: str) -> Topic:
        """The topic with this id; QueryError names the one that was probably meant."""
        found = self.topics.get(id_)
        if found is None:
            raise QueryError(f"topic {id_[:80]!r}: is not in {self.file}; {mend(id_, self.topics, 'it holds none')}")
        return found

    @property
    def coded(self) -> str:
        """Pattern (Java syntax) of a whole normalised text that is on any topic."""
        return any_of((topic.include, topic.exclude) for topic in self.topics.values())


def read_codebook(path: Path) -> Codebook:
    """The codebook in a file; QueryError names file, field and mend."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise QueryError(f"{path}: cannot be read ({error.strerror}); put a codebook.toml beside the case") from error
    return parse_codebook(content, path.name)


def parse_codebook(content: bytes, file: str = "codebook.toml") -> Codebook:
    """The codebook in the bytes of a file called `file`; QueryError names file, field and mend."""
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise QueryError(f"{file}: is not TOML in UTF-8 ({error}); mend it there") from error
    for name in found:
        if name not in ("version", "topics"):
            raise QueryError(f"{file}: field {name} is unknown; {mend(name, ('version', 'topics'), '')}")
    if found.get("version") != 1:
        raise QueryError(f"{file}: version is {found.get('version')!r}; write version = 1")
    tables = found.get("topics")
    if not isinstance(tables, dict) or not tables:
        raise QueryError(f"{file}: holds no topic; write [topics.NAME] with title and terms")
    topics = {id_: _topic(file, id_, table) for id_, table in tables.items()}
    for topic in topics.values():
        _refuse_wrong_parent(file, topic, topics)
    return Codebook(MappingProxyType(topics), hashlib.sha256(content).hexdigest(), file)


def _refuse_wrong_parent(file: str, topic: Topic, topics: Mapping[str, Topic]) -> None:
    if topic.within is None:
        return
    parent = topics.get(topic.within)
    if parent is None or parent is topic:
        known = [id_ for id_ in topics if id_ != topic.id]
        raise QueryError(
            f"{file}: topics.{topic.id}.within names {topic.within!r}, which is no other topic; {mend(topic.within, known, 'leave it out')}"
        )
    if parent.within is not None:
        raise QueryError(
            f"{file}: topics.{topic.id}.within names {parent.id}, which itself stands within {parent.within}; name {parent.within}"
        )


def _topic(file: str, id_: str, table: Any) -> Topic:
    where = f"{file}: topics.{id_}"
    if not _ID.match(id_) or not isinstance(table, dict):
        raise QueryError(f"{where} is no table with a lower_snake_case name; write [topics.NAME]")
    for name in table:
        if name not in _TOPIC_FIELDS:
            raise QueryError(f"{where}.{name} is unknown; {mend(name, _TOPIC_FIELDS, '')}")
    title, minimum, within = table.get("title"), table.get("minimum_posts", 1), table.get("within")
    if not isinstance(title, str) or not title.strip():
        raise QueryError(f'{where}.title is missing; write title = "…"')
    if type(minimum) is not int or not 1 <= minimum <= 10_000:
        raise QueryError(f"{where}.minimum_posts is {minimum!r}; write a whole number from 1 to 10000")
    if within is not None and not isinstance(within, str):
        raise QueryError(f'{where}.within is {within!r}; write within = "TOPIC"')
    terms = _terms(where, "terms", table.get("terms"))
    if not terms:
        raise QueryError(f'{where}.terms is empty; write terms = ["…", "…"]')
    kinds = tuple(_strings(where, "kinds", table.get("kinds", list(OWN_WORDS))))
    for kind in kinds:
        if kind not in KINDS:
            raise QueryError(f"{where}.kinds names {kind!r}, which is unknown; {mend(kind, KINDS, '')}")
    exclusions = _terms(where, "exclusions", table.get("exclusions", []))
    return Topic(id_, title.strip(), terms, exclusions, kinds, minimum, within)


def _strings(where: str, name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value) or len(value) > MOST_TERMS:
        raise QueryError(f'{where}.{name} is no list of at most {MOST_TERMS} texts; write {name} = ["…", "…"]')
    return value


def _terms(where: str, name: str, value: Any) -> tuple[str, ...]:
    """Terms in the form in which texts are kept: NFKC, case-folded, spaces folded."""
    terms = []
    for raw in _strings(where, name, value):
        term = normal_text(raw)
        if not term or len(term) > LONGEST:
            raise QueryError(
                f"{where}.{name}: {raw[:80]!r} leaves nothing to match, or more than {LONGEST} characters; give words (no links or @names)"
            )
        terms.append(term)
    return tuple(dict.fromkeys(terms))
