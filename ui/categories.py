"""The kinds of questions in the words of an analyst, in the catalogue's order."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from queries.frontmatter import CATEGORIES, Query

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "identity": "Who is who",
        "content": "Same content",
        "links": "Same links",
        "timing": "Order in time",
        "infrastructure": "Sites and infrastructure",
        "sets": "Sets and networks",
        "topics": "Topics",
        "amplification": "Amplification",
        "impact": "Impact",
        "quality": "Quality of the data",
    }
)


def title(category: str) -> str:
    """The category as a person reads it; one that is new here by its own name."""
    return _WORDS.get(category, category.replace("-", " ").capitalize())


def present(queries: Iterable[Query]) -> list[str]:
    """The categories that have a question, in their order."""
    held = {query.category for query in queries}
    return [category for category in CATEGORIES if category in held]


def by_kind(queries: Mapping[str, Query]) -> dict[str, Query]:
    """The queries by kind, within it in their order."""
    return {q.id: q for kind in present(queries.values()) for q in queries.values() if q.category == kind}
