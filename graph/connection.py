"""One way to an engine: Bolt through the official driver, explicit transactions, clear errors."""

import os
import random
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten
from types import TracebackType
from typing import Any, Protocol, TypeAlias, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    CypherSyntaxError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graph.engines import Engine, engine_of
from graph.errors import UserError
from graph.read_only import plan_refusal, refusal
from graph.values import plain

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

CONNECT_TIMEOUT_S = 3.5
"""Seconds for each step of getting in: of these a server that accepts and says nothing takes two."""
WRITE_TIMEOUT_S = 600.0
_ATTEMPTS = 6
_KNOWN = 1_000
"""Texts of queries of which is remembered that they only read."""

Parameters: TypeAlias = Mapping[str, Any]
T = TypeVar("T")


class GraphError(UserError):
    """The graph cannot be reached or asked: what, where and how to mend, in one line."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a graph is and as whom to enter; passwords never show in its text."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str | None = None
    reader_user: str | None = None
    reader_password: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.uri)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            # what stands before an @ may be a password
            said = self.uri.rpartition("@")[2][:200]
            raise GraphError(
                f"{said}: the graph's address is not a URI; write it like bolt://localhost:7687"
            ) from error
        if parts.username or parts.password:
            raise GraphError(
                f"{parts.scheme}://{host}: the address holds a user or password; use NEO4J_USERNAME and NEO4J_PASSWORD"
            )
        if parts.scheme not in SCHEMES:
            raise GraphError(
                f"{self.uri}: scheme {parts.scheme!r} is not one of {', '.join(SCHEMES)}; write it like bolt://localhost:7687"
            )
        if not host:
            raise GraphError(f"{self.uri}: names no host; write it like bolt://localhost:7687")

    @property
    def mend(self) -> str:
        """What to do where nobody answers."""
        return "start it, or check NEO4J_URI and the port"


def target_from_environment(uri: str | None = None) -> Target | None:
    """The target that NEO4J_URI and its siblings name (`uri` goes before NEO4J_URI); None without an address."""
    address = uri or os.environ.get("NEO4J_URI")
    if not address:
        return None
    user = os.environ.get("NEO4J_USERNAME") or os.environ.get("NEO4J_USER") or "neo4j"
    password = os.environ.get("NEO4J_PASSWORD")
    path = os.environ.get("NEO4J_PASSWORD_FILE")
    if password is None and path:
        try:
            password = Path(path).read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise GraphError(f"NEO4J_PASSWORD_FILE {path}: cannot be read; name a readable UTF-8 file") from error
    return Target(address, user, password or "", os.environ.get("NEO4J_DATABASE") or None)


class Reads(Protocol):
    """Whatever answers queries that only read."""

    def read(
        self, query: str, parameters: Parameters | None = None, *, timeout_s: float = 30.0, max_rows: int | None = None
    ) -> list[dict[str, Any]]:
        """Rows of a query that only reads."""
        ...


class Graph:
    """A connection to one graph. Reads cannot write; writes are explicit transactions."""

    def __init__(self, target: Target, writer: neo4j.Driver, reader: neo4j.Driver, engine: Engine, agent: str) -> None:
        self.target = target
        self.engine = engine
        self.agent = agent
        """How the server names itself and its version."""
        self._writer, self._reader = writer, reader
        self._only_reading: set[str] = set()
        self._database = target.database or engine.database

    def __enter__(self) -> "Graph":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every connection; the graph cannot be used afterwards."""
        self._reader.close()
        self._writer.close()

    def read(
        self,
        query: str,
        parameters: Parameters | None = None,
        *,
        timeout_s: float = 30.0,
        max_rows: int | None = None,
        mark: str | None = None,
    ) -> list[dict[str, Any]]:
        """Rows of a query that only reads; GraphError if it could write, fails or takes longer than `timeout_s`.

        At most `max_rows` rows are fetched and held. `mark`: a comment by which the server's list tells the query, so
        that it can be ended; one that has it is not asked again where the server broke off, since it may have been the
        reason. Times of the engine come back as epoch ms.
        """
        reason = refusal(query, parameters)
        if reason is not None:
            raise refused(reason)
        text = neo4j.Query(query if mark is None else f"{query}\n// {mark}", timeout=timeout_s)
        given = dict(parameters or {})

        def rows(found: neo4j.Result) -> list[dict[str, Any]]:
            records: Iterable[neo4j.Record] = found if max_rows is None else found.fetch(max_rows)
            return [_row(record) for record in records]

        @neo4j.unit_of_work(timeout=timeout_s)
        def again(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            return rows(tx.run(text.text, given))

        with self._session(self._reader, neo4j.READ_ACCESS) as session:
            try:
                self._hold_to_reading(session, query, timeout_s)
                # a transaction that is begun and ended by messages of its own takes three times as long
                return rows(session.run(text, given))
            except (DriverError, Neo4jError) as error:
                if mark is not None or not error.is_retryable():
                    raise explained(error, self.target, self._database) from error
            try:
                return session.execute_read(again)
            except (DriverError, Neo4jError) as error:
                raise explained(error, self.target, self._database) from error

    def _hold_to_reading(self, session: neo4j.Session, query: str, timeout_s: float) -> None:
        """GraphError where the server says that the query would do more than read; it is asked once for each text."""
        if not self.engine.explains or query in self._only_reading:
            return
        summary = session.run(neo4j.Query(f"EXPLAIN {query}", timeout=timeout_s)).consume()
        reason = plan_refusal(summary.query_type, summary.plan)
        if reason is not None:
            raise refused(reason)
        if len(self._only_reading) >= _KNOWN:
            self._only_reading.clear()
        self._only_reading.add(query)

    def write(self, query: str, parameters: Parameters | None = None) -> list[dict[str, Any]]:
        """Rows of a query that may write, in a transaction of its own."""
        return self.write_all([(query, parameters or {})])

    def write_all(self, statements: Iterable[tuple[str, Parameters]]) -> list[dict[str, Any]]:
        """Rows of the last statement; all of them are one transaction: all stand, or none."""
        listed = list(statements)

        @neo4j.unit_of_work(timeout=WRITE_TIMEOUT_S)
        def work(tx: neo4j.ManagedTransaction | neo4j.Transaction) -> list[dict[str, Any]]:
            rows: list[dict[str, Any]] = []
            for query, parameters in listed:
                rows = [_row(record) for record in tx.run(query, dict(parameters))]
            return rows

        return self.transaction(work)

    def transaction(
        self, work: Callable[[neo4j.ManagedTransaction | neo4j.Transaction], T], *, once: bool = False
    ) -> T:
        """What `work` gives, run in one write transaction and run again where others were in its way.

        `once`: never run again, for work that would do harm the second time. When the connection
        breaks during the commit nobody can tell whether the first time counted.
        """
        with self._session(self._writer, neo4j.WRITE_ACCESS) as session:
            attempt = 0
            while True:
                attempt += 1
                try:
                    if once:
                        with session.begin_transaction(timeout=WRITE_TIMEOUT_S) as tx:
                            done: T = work(tx)
                            tx.commit()
                    else:
                        done = session.execute_write(work)
                except (DriverError, Neo4jError) as error:
                    # two writers merged one new key at once: one of them finds it there the next time
                    again = isinstance(error, ConstraintError | TransientError) and not once
                    if again and attempt < _ATTEMPTS:
                        time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311  # a pause, not a secret
                        continue
                    raise explained(error, self.target, self._database) from error
                return done

    def _session(self, driver: neo4j.Driver, access: str) -> neo4j.Session:
        return driver.session(database=self._database, default_access_mode=access)


def connect(target: Target) -> Graph:
    """A graph that answers; GraphError within about ten seconds if there is none, or it lets us not in."""
    with ExitStack() as opened:
        writer = reader = opened.enter_context(_driver(target, target.user, target.password))
        if target.reader_user is not None:
            reader = opened.enter_context(_driver(target, target.reader_user, target.reader_password or ""))
        try:
            agent = writer.get_server_info().agent
        except (AuthError, ClientError) as error:
            raise explained(error, target, target.database) from error
        except (DriverError, Neo4jError, OSError) as error:
            # whatever goes wrong before the first answer: it is not a server for us
            raise unreachable(error, target) from error
        engine = engine_of(agent)
        if engine is None:
            raise GraphError(f"{target.uri}: {agent!r} is neither Neo4j nor the embedded engine; name a Neo4j server")
        graph = Graph(target, writer, reader, engine, agent)
        graph.read("RETURN 1 AS one", timeout_s=2 * CONNECT_TIMEOUT_S)
        # everything answers: the drivers outlive this function
        opened.pop_all()
    return graph


def server_version(graph: Graph) -> str:
    """Name and version of the server behind a graph."""
    return f"{graph.engine.title}, {graph.agent}"


def refused(reason: str) -> GraphError:
    """The error of a query that could do more than read; `reason` as `graph.read_only` names it."""
    return GraphError(f"query refused: {reason} does not belong in a query that only reads; remove it")


def explained(error: Exception, target: Target, database: str | None) -> GraphError:
    """The error as one line that says what, where and how to mend, without any secret."""
    where = target.uri
    text = " ".join((getattr(error, "message", None) or str(error)).split())[:300]
    code = getattr(error, "code", None) or ""
    if isinstance(error, AuthError):
        return GraphError(
            f"{where}: the server refuses user {target.user!r} or the password; check NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    if isinstance(error, Forbidden):
        return GraphError(f"{where}: the user may not do this ({text}); use a user with the right to it")
    if code.endswith("DatabaseNotFound"):
        return GraphError(f"{where}: has no database {database!r}; check NEO4J_DATABASE or leave it out")
    if "TimedOut" in code or "timeout" in text.lower():
        return GraphError(f"{where}: the query took too long and was stopped; narrow it or lower its limit")
    if isinstance(error, CypherSyntaxError):
        return GraphError(f"query refused: {text}")
    if isinstance(error, ServiceUnavailable | SessionExpired | OSError):
        return unreachable(error, target)
    if isinstance(error, ConfigurationError):
        return GraphError(f"{where}: cannot be used ({text}); write it like bolt://localhost:7687")
    if isinstance(error, ClientError | Neo4jError):
        return GraphError(f"{where}: {code.rpartition('.')[2]}: {text}")
    return GraphError(f"{where}: {text or type(error).__name__}")


def unreachable(error: Exception, target: Target) -> GraphError:
    """The error as one line that says that nobody answers."""
    text = " ".join(str(error).split())
    # the driver tells the address again and again, and the reason last
    _, found, reason = text.rpartition("(reason ")
    said = shorten(reason.removesuffix(")") if found else text, 120, placeholder=" …")
    detail = f" ({said})" if isinstance(error, ServiceUnavailable | OSError) else ""
    return GraphError(f"{target.uri}: no graph database answers Bolt there{detail}; {target.mend}")


def _row(record: neo4j.Record) -> dict[str, Any]:
    return {key: plain(record[key]) for key in record.keys()}  # noqa: SIM118  # a record iterates over its values


def _driver(target: Target, user: str, password: str) -> neo4j.Driver:
    try:
        return neo4j.GraphDatabase.driver(
            target.uri,
            auth=(user, password),
            connection_timeout=CONNECT_TIMEOUT_S,
            connection_acquisition_timeout=2 * CONNECT_TIMEOUT_S,
            max_transaction_retry_time=CONNECT_TIMEOUT_S,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="attribution-explorer",
        )
    except (DriverError, Neo4jError, ValueError) as error:
        raise explained(error, target, target.database) from error
