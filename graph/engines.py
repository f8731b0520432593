"""The engines that the graph may stand on, and the few facts in which they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Engine:
    """What the rest of `graph/` must know of one engine; query files never ask."""

    name: str
    title: str
    agent: str
    """Part of the agent string by which a server says what it is."""
    database: str | None
    """Database that is used when none is named; None leaves the choice to the server."""
    explains: bool
    """Whether EXPLAIN says of a query what it would do: its kind and its plan."""
    honours_timeout: bool
    """Whether a transaction ends when the driver's timeout has passed (else only by the server's own setting)."""
    awaits_indexes: bool
    """Whether indexes fill in the background and can be waited for."""
    writers: int
    """Sessions that write at once: one where two that touch the same node would fail instead of waiting."""


ENGINES: Mapping[str, Engine] = MappingProxyType(
    {
        "arcadedb": Engine(
            name="arcadedb",
            title="embedded engine (ArcadeDB)",
            agent="ArcadeDB",
            database="case",
            explains=False,
            honours_timeout=False,
            awaits_indexes=False,
            writers=1,
        ),
        "neo4j": Engine(
            name="neo4j",
            title="Neo4j",
            agent="Neo4j/",
            database=None,
            explains=True,
            honours_timeout=True,
            awaits_indexes=True,
            writers=2,
        ),
    }
)
"""Every engine by name; the first whose agent fits is taken, so the more particular stands first."""


def engine_of(agent: str) -> Engine | None:
    """The engine that a server's agent string names, or None."""
    return next((engine for engine in ENGINES.values() if engine.agent in agent), None)
