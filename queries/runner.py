"""Runs a saved query: values parsed, sets and topics resolved, rows bounded, and what has to be said with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.connection import Graph, Reads
from graph.records import Ref
from graph.stopping import Stop, read
from queries.catalogue import query_of
from queries.codebook import Codebook, Topic
from queries.cyphertext import returned_columns
from queries.errors import QueryError, mend
from queries.frontmatter import Query
from queries.parameters import Parameter, Value, written_duration, written_time
from queries.result import Result, refs_of
from queries.sets import members
from store.notebook import Label

TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Context:
    """What a query needs to know of the case beside the graph."""

    case: str
    codebook: Codebook | None = None
    labels: tuple[Label, ...] = ()


@dataclass(slots=True)
class _Binding:
    """What Cypher is given, and the notes that came with it."""

    graph: Reads
    context: Context
    values: dict[str, object] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    members: dict[str, frozenset[Ref]] = field(default_factory=dict)

    def add(self, parameter: Parameter, value: Value) -> None:
        if value is None:
            self.values.update(dict.fromkeys(parameter.bound_names))
        elif parameter.type == "set":
            found = members(self.graph, self.context.case, str(value))
            self.values.update(found.bound(parameter.name))
            self.notes.extend(found.notes)
            self.members[found.title] = found.refs
        elif parameter.type == "topic":
            self._add_topic(parameter.name, str(value))
        elif isinstance(value, Ref):
            self.values.update({parameter.name: value.key, f"{parameter.name}_label": value.label})
            # the label was checked against the schema when the value was parsed
            if not self.graph.read(f"MATCH (n:{value.label} {{id: $key}}) RETURN n.id AS id", {"key": value.key}):
                self.notes.append(f"{value} is not in the loaded data")
        else:
            self.values[parameter.name] = list(value) if isinstance(value, tuple) else value

    def _add_topic(self, name: str, id_: str) -> None:
        codebook = self.context.codebook
        if codebook is None:
            raise QueryError(f"topic {id_[:80]!r}: this case has no codebook.toml; put one beside it")
        topic = codebook.topic(id_)
        parent = codebook.topic(topic.within) if topic.within else None
        self.values |= {**_topic(name, topic, self.context.labels), f"{name}_coded": codebook.coded}
        within = f"{name}_within"
        self.values |= (
            _topic(within, parent, self.context.labels)
            if parent
            else dict.fromkeys(f"{within}{ending}" for ending in ("", *_TOPIC_ENDINGS))
        )
        self.notes.append(
            f"topic {topic.id} ({topic.title}): {len(topic.terms)} terms, {len(topic.exclusions)} exclusions, "
            f"from {topic.minimum_posts} posts on{f', within {topic.within}' if topic.within else ''}; "
            f"{codebook.file} sha256 {codebook.sha256[:12]}"
        )
        self.notes.extend(_told(label) for label in self.context.labels if label.topic in (topic.id, topic.within))


_TOPIC_ENDINGS = ("_title", "_include", "_exclude", "_kinds", "_minimum", "_overrides")


def _topic(name: str, topic: Topic, labels: tuple[Label, ...]) -> dict[str, object]:
    # the label made last stands, where an account has two keys with one each
    own = sorted(
        (label for label in labels if label.topic == topic.id), key=lambda label: (-label.made_at, label.account)
    )
    return {
        name: topic.id,
        f"{name}_title": topic.title,
        f"{name}_include": topic.include,
        f"{name}_exclude": topic.exclude,
        f"{name}_kinds": list(topic.kinds),
        f"{name}_minimum": topic.minimum_posts,
        f"{name}_overrides": [
            {
                "account": o.account,
                "on": o.on_topic,
                "by": o.made_by,
                "day": written_time(o.made_at - o.made_at % 86_400_000),
            }
            for o in own
        ],
    }


def _told(label: Label) -> str:
    day = written_time(label.made_at - label.made_at % 86_400_000)
    return f"label: {label.account} is {'' if label.on_topic else 'not '}on {label.topic}, says {label.made_by} ({day}): {label.why}"


def run(
    graph: Reads,
    query: Query | str,
    values: Mapping[str, object],
    context: Context,
    *,
    timeout_s: float = TIMEOUT_S,
    stop: Stop | None = None,
) -> Result:
    """The answer of a saved query, by itself or by id; QueryError for an unknown one or a wrong value.

    Values are as a person writes them (text, numbers, lists). GraphError if the query takes
    longer than `timeout_s` (on the embedded engine only with `stop`), or `stop` was asked. At most the value of
    `limit` rows are fetched.
    """
    found = query_of(query) if isinstance(query, str) else query
    parsed = parse(found, values)
    binding = _Binding(graph, context)
    for name, parameter in found.parameters.items():
        binding.add(parameter, parsed[name])
    limit = parsed["limit"]
    if not isinstance(limit, int):
        raise QueryError("parameter limit: is empty; give a whole number")
    if stop is None or not isinstance(graph, Graph):
        rows = graph.read(found.cypher, binding.values, timeout_s=timeout_s, max_rows=limit)
    else:
        rows = read(graph, found.cypher, binding.values, stop=stop, timeout_s=timeout_s, max_rows=limit)
    notes = list(binding.notes)
    if len(rows) == limit:
        notes.append(f"the answer ends at limit = {limit}; there may be more rows")
    return Result(
        query=found,
        parameters={name: _written(found.parameters[name], value) for name, value in parsed.items()},
        columns=returned_columns(found.cypher),
        rows=tuple(rows),
        refs=refs_of(found, rows),
        notes=tuple(notes),
        members=binding.members,
        bound=binding.values,
    )


def parse(query: Query, values: Mapping[str, object]) -> dict[str, Value]:
    """The typed value of every parameter; QueryError for an unknown, missing or impossible one."""
    for name in values:
        if name not in query.parameters:
            raise QueryError(
                f"parameter {name[:80]}: is not one of query {query.id}; {mend(name, query.parameters, '')}"
            )
    parsed: dict[str, Value] = {}
    for name, parameter in query.parameters.items():
        given = values.get(name, parameter.default)
        if given is None:
            raise QueryError(f"parameter {name}: is missing for query {query.id} ({parameter.help}); {parameter.mend}")
        parsed[name] = parameter.parse(given)
    return parsed


def written(query: Query, values: Mapping[str, object]) -> dict[str, object]:
    """Every parameter as a person would write it, defaults included; QueryError as `parse`."""
    return {name: _written(query.parameters[name], value) for name, value in parse(query, values).items()}


def _written(parameter: Parameter, value: Value) -> object:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Ref):
        return str(value)
    if parameter.type == "duration" and isinstance(value, int):
        return written_duration(value)
    if parameter.type == "time" and isinstance(value, int):
        return written_time(value)
    return value
