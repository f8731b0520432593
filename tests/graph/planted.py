"""A small campaign that tests of reading plant, and the writer that plants it."""

from collections import defaultdict
from typing import Any

from graph.connection import Graph
from graph.facts import Facts
from graph.records import Node, Ref
from graph.write import write_nodes, write_relationships

ANA, BO, CY = Ref("Account", "x:1"), Ref("Account", "x:2"), Ref("Account", "x:3")
NEWS, TAG = Ref("Url", "https://news.example/story"), Ref("Hashtag", "tag")
DOMAIN = Ref("Domain", "news.example")


def write(graph: Graph, facts: Facts, weights: dict[Ref, tuple[int, float]] | None = None) -> None:
    """Everything described, with sharers and information as a load computes them."""
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    links: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for record in facts.records():
        if isinstance(record, Node):
            properties = dict(record.properties)
            sharers, information = (weights or {}).get(record.ref, (None, None))
            if sharers is not None and information is not None:
                properties |= {"sharers": sharers, "information": information}
            nodes[record.label].append({"id": record.key, "properties": properties, "datasets": ["d1"]})
        else:
            ends = {"start": record.start.key, "end": record.end.key}
            links[record.type, record.start.label, record.end.label].append(
                {**ends, "properties": dict(record.properties), "datasets": ["d1"]}
            )
    for label, rows in nodes.items():
        write_nodes(graph, label, rows)
    for (type_, start, end), rows in links.items():
        write_relationships(graph, type_, start, end, rows)


def campaign() -> Facts:
    """Three accounts: Ana and Bo share a link, all a tag; Cy reposts Ana, mentions Bo, posts in a group."""
    facts = Facts()
    for id_, handle in (("1", "Ana"), ("2", "Bo"), ("3", "Cy")):
        facts.account("x", id=id_, handle=handle)
    posts = {}
    for number, (account, time, text) in enumerate(
        [(ANA, 3_000, "vote now"), (ANA, 1_000, "look here"), (BO, 2_000, "look here"), (CY, None, "just me")], 1
    ):
        posts[number] = facts.post(
            "x", f"p{number}", {"created_at": time, "text": text, "kind": "post"}, author=account
        )
        facts.text(posts[number], text)
    for number in (1, 2, 3):
        facts.link_url(posts[number], "https://news.example/story?utm_source=x")
    for number in (1, 3, 4):
        facts.tag(posts[number], "#Tag")
    repost = facts.post("x", "p5", {"created_at": 5_000, "kind": "repost"}, author=CY)
    facts.link("REPOST_OF", repost, posts[1])
    facts.mention(posts[4], "x", id="2", handle="Bo")
    facts.link("ON_SURFACE", posts[4], facts.surface("facebook", "77", "group", "Our group"))
    video = facts.media(platform="youtube", id="abcdefghijk", properties={"kind": "video", "title": "A Film"})
    facts.attach(posts[4], [video])
    facts.link_url(posts[2], "https://youtu.be/abcdefghijk")
    facts.link_url(posts[4], "https://www.youtube.com/watch?v=abcdefghijk")
    network = facts.node("Network", "meta/Q1", {"publisher": "meta", "name": "Q1"})
    facts.link("LISTED_IN", ANA, network, {"role": "asset"})
    facts.link("LISTED_IN", DOMAIN, network, {"role": "asset"})
    fingerprint = facts.node("Fingerprint", "ip:192.0.2.1", {"kind": "ip", "value": "192.0.2.1", "tier": 3})
    facts.link("HAS_FINGERPRINT", DOMAIN, fingerprint)
    return facts


WEIGHTS = {NEWS: (2, 0.58), DOMAIN: (2, 0.9), TAG: (3, 0.0), Ref("Media", "youtube:abcdefghijk"): (2, 2.5)}
