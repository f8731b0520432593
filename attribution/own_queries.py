"""Queries of the analyst's own: looked over, tried on the engines that are there, and kept beside the case."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from attribution.errors import CaseError, UserError
from graph.connection import Graph, connect
from graph.embedded import Embedded
from graph.engine_http import EngineTarget
from graph.stopping import Stop
from queries.catalogue import catalogue
from queries.errors import QueryError, mend
from queries.frontmatter import ID, Query
from queries.linting import Linted, alike, linted
from queries.own import LONGEST, Own, own_queries, taken
from queries.parameters import Parameter, written_duration, written_time
from queries.runner import Context, run
from store.folder import CaseFolder, replace_file

TRIAL_S = 10.0
"""Longest time that a query which is tried may take."""
TRIAL_ROWS = 500
"""Most rows of a query which is tried."""

_FEW_ROWS = 50
_ID_LINE = re.compile(r"^\s*id\s*=\s*[\"']([^\"'\n]*)[\"']", re.MULTILINE)
_LONGEST_ID = 80


@dataclass(frozen=True, slots=True)
class Known:
    """What a case has to try queries with."""

    sets: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    ref: str | None = None
    """Some node of the graph, as Label/key."""


def with_own(folder: CaseFolder) -> dict[str, Query]:
    """The library and the case's own queries by id, the own ones last."""
    return {**catalogue(), **own_queries(folder.queries).queries}


def found_query(folder: CaseFolder, id_: str) -> Query:
    """The query with this id; QueryError says what is wrong with an own one, or which was probably meant."""
    known = with_own(folder)
    if id_ in known:
        return known[id_]
    own: Own = own_queries(folder.queries)
    for broken in own.broken:
        if broken.file == f"{id_}.cypher":
            raise QueryError(f"query {id_[:80]!r}: cannot be asked before its file is mended: {broken.lines[0]}")
    raise QueryError(f"query {id_[:80]!r}: is unknown; {mend(id_, known, 'there are none')}")


def file_of(text: str) -> str:
    """The file that a query's text belongs into, by its id; query.cypher where it says none."""
    found = _ID_LINE.search(text)
    return f"{found.group(1)}.cypher" if found and _is_id(found.group(1)) else "query.cypher"


def looked_over(text: str, file: str | None = None) -> Linted:
    """What is wrong with an own query's text, without running it."""
    name = file or file_of(text)
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        return Linted(None, (f"{name}: is longer than {LONGEST:,} bytes; shorten it",))
    found = linted(text, name)
    if found.query is None:
        return found
    return replace(found, wrong=(*found.wrong, *taken(found.query.id, name)))


def tried(
    found: Linted, graphs: Mapping[str, Graph], context: Context, known: Known, stop: Stop | None = None
) -> Linted:
    """The same, run for a few rows on each engine by its name; one with mistakes in its text is not run."""
    query = found.query
    if query is None or found.wrong:
        return found
    values, lacking = trial_values(query, known)
    if lacking:
        return replace(found, unseen=(*found.unseen, f"{query.file}: was not run: {lacking}"))
    wrong: list[str] = []
    for name, graph in graphs.items():
        try:
            result = run(graph, query, values, context, timeout_s=TRIAL_S, stop=stop or Stop())
        except UserError as error:
            wrong.append(f"{query.file}: {name}: {error}")
            continue
        missing = [column for column in result.columns if result.rows and column not in result.rows[0]]
        wrong += [f"{query.file}: {name}: gives no column {column}; name it with AS" for column in missing]
        wrong += alike(query, result.rows)
    return replace(found, wrong=tuple(dict.fromkeys(wrong)))


@contextmanager
def engines(folder: CaseFolder, graph: Graph) -> Iterator[dict[str, Graph]]:
    """The engines that a case has, by name: the one in use, and its embedded one where it was used before."""
    with ExitStack() as opened:
        found = {graph.engine.title: graph}
        if not isinstance(graph.target, EngineTarget) and (folder.root / "engine" / "databases").is_dir():
            embedded = opened.enter_context(Embedded.open(folder.root))
            other = opened.enter_context(connect(embedded.target))
            found[other.engine.title] = other
        yield found


def trial_values(query: Query, known: Known) -> tuple[dict[str, object], str]:
    """Values to try a query with: defaults, the case's first set or topic, the smallest of everything else; or what lacks."""
    values: dict[str, object] = {"limit": _limit(query, _FEW_ROWS)}
    for parameter in query.parameters.values():
        if parameter.required and parameter.name != "limit":
            value = _value(parameter, known)
            if value is None:
                return {}, f"parameter {parameter.name} takes a {parameter.type}, and this case has none"
            values[parameter.name] = value
    return values, ""


def trial_limited(query: Query, values: Mapping[str, object]) -> dict[str, object]:
    """The values with a limit of at most TRIAL_ROWS rows."""
    return {**values, "limit": _limit(query, TRIAL_ROWS, values.get("limit"))}


def save(folder: CaseFolder, text: str) -> Path:
    """Write a clean query's text into the case, whole or not at all; CaseError with what is wrong, else."""
    found = looked_over(text)
    if found.query is None or found.wrong:
        raise CaseError(f"is not saved: {found.wrong[0]}")
    id_ = found.query.id
    if not _is_id(id_):
        raise CaseError(f"id {id_[:80]!r}: is no name of a file; use at most {_LONGEST_ID} letters, digits and hyphens")
    path = folder.queries / f"{id_}.cypher"
    try:
        folder.queries.mkdir(exist_ok=True)
        if folder.queries.is_symlink() or path.is_symlink():
            raise CaseError(f"{path.name}: leads out of the case by a link; remove the link")
        replace_file(path, text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise CaseError(f"{path}: cannot be written ({error.strerror}); check rights and room on the drive") from error
    return path


def _is_id(id_: str) -> bool:
    return len(id_) <= _LONGEST_ID and ID.match(id_) is not None


def _limit(query: Query, most: int, given: object = None) -> int:
    declared = query.parameters["limit"]
    wanted = declared.parse(declared.default if given is None or given == "" else given)
    least = declared.minimum if isinstance(declared.minimum, int) else 1
    if least > most:
        raise QueryError(f"{query.file}: parameter limit begins at {least}; let it begin at 1")
    return min(wanted if isinstance(wanted, int) else most, most)


def _value(parameter: Parameter, known: Known) -> object:
    least = parameter.minimum
    number = least if isinstance(least, int | float) else 1
    match parameter.type:
        case "set":
            return next(iter([*known.sets, *(f"network:{name}" for name in known.networks)]), None)
        case "topic":
            return next(iter(known.topics), None)
        case "ref":
            return known.ref
        case "choice" | "list":
            return parameter.choices[0] if parameter.choices else "a"
        case "duration":
            return written_duration(max(int(number), 60))
        case "time":
            return written_time(least if isinstance(least, int) else 0)
        case "string":
            return "a" * max(int(number), 1)
        case _:
            return number
