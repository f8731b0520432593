"""A small world to ask questions about: what a test plants is written through the graph's own writer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pytest

from analysis.rarity import sharing
from graph.connection import Graph
from graph.facts import Facts
from graph.records import Node, Ref, Relationship
from graph.write import write_nodes, write_relationships
from queries.codebook import Codebook
from queries.parameters import Parameter
from queries.result import Result
from queries.runner import Context, run
from store.notebook import Label

CASE = "planted"


def ms(text: str) -> int:
    """Epoch milliseconds of an ISO time, UTC where it names no zone."""
    found = Parameter("at", "time", "a time").parse(text)
    assert isinstance(found, int)
    return found


@dataclass
class World:
    """Records that a test plants. Accounts are named platform:id, or platform:@handle."""

    graph: Graph
    facts: Facts = field(default_factory=Facts)
    labels: tuple[Label, ...] = ()
    codebook: Codebook | None = None
    _numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def account(self, key: str, **properties: Any) -> Ref:
        platform, _, name = key.partition(":")
        if name.startswith("@"):
            return self.facts.account(platform, handle=name, properties=properties)
        return self.facts.account(platform, id=name, handle=properties.pop("handle", f"h{name}"), properties=properties)

    def post(
        self,
        account: str,
        at: str = "2024-09-01T12:00:00",
        text: str | None = None,
        *,
        urls: Iterable[str] = (),
        tags: Iterable[str] = (),
        files: Iterable[str] = (),
        kind: str = "post",
        precision: str = "second",
        origin: str = "utc",
        repost_of: Ref | None = None,
        quotes: Ref | None = None,
        reply_to: Ref | None = None,
        **properties: Any,
    ) -> Ref:
        """A post; `files` name the bytes of pictures. `video` among the properties names a video of its own."""
        platform = account.partition(":")[0]
        self._numbers[platform] += 1
        id_ = properties.pop("id", f"p{self._numbers[platform]:05d}")
        video = properties.pop("video", None)
        described = {"text": text, "kind": kind, "created_at": ms(at), "ts_precision": precision, "ts_origin": origin}
        post = self.facts.post(platform, id_, {**described, **properties}, author=self.account(account))
        self.facts.text(post, text)
        for url in urls:
            self.facts.link_url(post, url)
        for tag in tags:
            self.facts.tag(post, tag)
        for file in files:
            sha256 = file.encode().hex().ljust(64, "0")[:64]
            self.facts.attach(post, [self.facts.media(sha256=sha256, properties={"kind": "photo", "file_name": file})])
        if video is not None:
            self.facts.attach(post, [self.facts.media(platform=platform, id=video, properties={"kind": "video"})])
        for type_, target in (("REPOST_OF", repost_of), ("QUOTES", quotes), ("REPLY_TO", reply_to)):
            if target is not None:
                self.facts.link(type_, post, target)
        return post

    def crowd(self, size: int, platform: str = "x") -> None:
        """Ordinary accounts that share one object of each type, so that rarity means something."""
        star = self.post(f"{platform}:star", "2024-07-01T12:00:00", id="star")
        for number in range(size):
            self.post(f"{platform}:crowd{number}", "2024-07-01T12:00:01", kind="repost", repost_of=star)
            self.post(
                f"{platform}:crowd{number}",
                f"2024-08-{1 + number % 28:02d}T{number % 24:02d}:30:00",
                "what a fine and ordinary day this is, said everybody at once",
                urls=["https://everybody.example/news"],
                tags=["everyday"],
                files=["everybody's picture"],
            )

    def set(self, name: str, members: Iterable[Ref]) -> None:
        node = self.facts.node("Set", f"{CASE}/{name}", {"name": name})
        for member in members:
            self.facts.link("IN_SET", member, node)

    def network(
        self, publisher: str, name: str, members: Mapping[Ref, str], stated: int | None = None, platform: str = "x"
    ) -> None:
        key = f"{publisher}/{name}"
        node = self.facts.node("Network", key, {"publisher": publisher, "name": name})
        for member, role in members.items():
            self.facts.link("LISTED_IN", member, node, {"role": role})
        if stated is not None:
            said: dict[str, str | int] = {
                "kind": "count",
                "count": stated,
                "unit": "accounts",
                "platform": platform,
                "text": f"{stated} accounts",
            }
            statement = self.facts.node("Statement", f"{key} count", said)
            self.facts.link("ABOUT", statement, node)
            self.facts.link("STATED_BY", statement, self.facts.node("Source", publisher, {"name": publisher}))

    def fingerprint(self, kind: str, value: str, tier: int, domains: Iterable[str]) -> None:
        mark = self.facts.node("Fingerprint", f"{kind}:{value}", {"kind": kind, "value": value, "tier": tier})
        for domain in domains:
            self.facts.link("HAS_FINGERPRINT", self.facts.node("Domain", domain, {"shared_service": False}), mark)

    def same(self, handle: str, id_: str) -> None:
        """SAME_AS from an account by handle to the same one by id."""
        self.facts.link("SAME_AS", Ref("Account", handle), Ref("Account", id_), {"reason": "one id had this handle"})

    def write(self) -> None:
        """Everything planted, with sharers and information as a load computes them, into the graph."""
        records = self.facts.records()
        nodes: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        relationships: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
        for record in records:
            if isinstance(record, Node):
                nodes[record.label].setdefault(record.key, {}).update(record.properties)
            else:
                for named in (record.start, record.end):
                    # named and not described, as a load leaves it
                    nodes[named.label].setdefault(named.key, {})
                relationships[record.type, record.start.label, record.end.label].append(
                    {
                        "start": record.start.key,
                        "end": record.end.key,
                        "properties": dict(record.properties),
                        "datasets": ["d"],
                    }
                )
        for properties in nodes["Account"].values():
            if "handle" in properties:
                properties.setdefault("handles", [properties["handle"]])
        for row in sharing(pa.Table.from_pylist(list(_shared(records)), _SHARED)).to_pylist():
            label = row["type"].partition("/")[0]
            nodes[label].setdefault(row["object"], {}).update(sharers=row["sharers"], information=row["information"])
        for label, found in nodes.items():
            write_nodes(self.graph, label, [{"id": k, "properties": p, "datasets": ["d"]} for k, p in found.items()])
        for (type_, start, end), rows in relationships.items():
            write_relationships(self.graph, type_, start, end, rows)

    def ask(self, query: str, **values: object) -> Result:
        """The answer of a saved query."""
        return run(self.graph, query, values, Context(CASE, self.codebook, self.labels))


_SHARED = pa.schema([(name, pa.string()) for name in ("type", "account", "object")])


def _shared(records: Iterable[Node | Relationship]) -> Iterator[dict[str, str]]:
    """Who shared what, folded from the posts between."""
    ends: dict[str, list[tuple[Ref, Ref]]] = defaultdict(list)
    for record in records:
        if isinstance(record, Relationship):
            ends[record.type].append((record.start, record.end))
    author = {post: account for account, post in ends["POSTED"]}
    beyond: dict[Ref, list[Ref]] = defaultdict(list)
    for start, end in (*ends["ON_DOMAIN"], *ends["HAS_MEDIA"]):
        if start.label == "Url":
            beyond[start].append(end)
    for type_ in ("LINKS_TO", "TAGGED", "HAS_TEXT", "HAS_MEDIA", "REPOST_OF", "QUOTES"):
        for post, found in ends[type_]:
            for shared in (found, *beyond[found]):
                if post in author:
                    yield {"type": shared.label, "account": author[post].key, "object": shared.key}
    for domain, mark in ends["HAS_FINGERPRINT"]:
        yield {"type": f"Fingerprint/{mark.key.partition(':')[0]}", "account": domain.key, "object": mark.key}


@pytest.fixture
def world(graph: Graph) -> World:
    """An empty world on one of the engines."""
    return World(graph)


@pytest.fixture(scope="session")
def worlds() -> type[World]:
    """The class of worlds, for tests that need more than one."""
    return World
