"""What a graph is filled with by somebody who has not read our notes: one row per post, one statement per batch."""

from collections import defaultdict
from typing import Any

from attribution.deriving import derived
from graph.schema import DATASETS, NODE_KEY
from store.resolve import Reader

BATCH_ROWS = 5_000

STATEMENT = """
UNWIND $rows AS row
MERGE (a:Account {id: row.account.id}) SET a += row.account
MERGE (p:Post {id: row.post.id}) SET p += row.post
MERGE (a)-[r:POSTED]->(p) SET r += row.posted
MERGE (t:Text {id: row.text.id}) SET t += row.text
MERGE (p)-[h:HAS_TEXT]->(t) SET h += row.has_text
FOREACH (link IN row.links |
  MERGE (u:Url {id: link.url.id}) SET u += link.url
  MERGE (p)-[l:LINKS_TO]->(u) SET l += link.properties
  MERGE (d:Domain {id: link.domain.id}) SET d += link.domain
  MERGE (u)-[o:ON_DOMAIN]->(d) SET o += link.on_domain)
FOREACH (tag IN row.tags |
  MERGE (g:Hashtag {id: tag.tag.id}) SET g += tag.tag
  MERGE (p)-[w:TAGGED]->(g) SET w += tag.properties)
FOREACH (mention IN row.mentions |
  MERGE (m:Account {id: mention.account.id}) SET m += mention.account
  MERGE (p)-[n:MENTIONS]->(m) SET n += mention.properties)
"""

Row = dict[str, Any]


def rows_of(reader: Reader, *, touched_by: str | None = None) -> list[Row]:
    """One row for each post, or for each that a dataset (short id) speaks of, with all that belongs to it."""
    weights = {
        (row["type"].partition("/")[0], row["object"]): {"sharers": row["sharers"], "information": row["information"]}
        for row in derived(reader).weights.to_pylist()
    }
    labels = ("Account", "Post", "Text", "Url", "Domain", "Hashtag")
    nodes = {
        (label, row["id"]): {
            **row["properties"], **weights.get((label, row["id"]), {}), NODE_KEY: row["id"], DATASETS: row["datasets"]
        }
        for label in labels for batch in reader.nodes(label) for row in batch
    }  # fmt: skip
    links: dict[str, dict[str, list[tuple[str, Row]]]] = defaultdict(lambda: defaultdict(list))
    for type_ in ("POSTED", "HAS_TEXT", "LINKS_TO", "ON_DOMAIN", "TAGGED", "MENTIONS"):
        for _, batch in reader.relationships(type_):
            for row in batch:
                near, far = (row["end"], row["start"]) if type_ == "POSTED" else (row["start"], row["end"])
                links[type_][near].append((far, {**row["properties"], DATASETS: row["datasets"]}))
    found = []
    for (label, key), post in nodes.items():
        if label != "Post" or (touched_by is not None and touched_by not in post[DATASETS]):
            continue
        ((account, posted),), ((text, has_text),) = links["POSTED"][key], links["HAS_TEXT"][key]
        found.append(
            {
                "account": nodes["Account", account],
                "posted": posted,
                "post": post,
                "text": nodes["Text", text],
                "has_text": has_text,
                "links": [
                    {
                        "url": nodes["Url", url],
                        "properties": properties,
                        "domain": nodes["Domain", links["ON_DOMAIN"][url][0][0]],
                        "on_domain": links["ON_DOMAIN"][url][0][1],
                    }
                    for url, properties in links["LINKS_TO"][key]
                ],
                "tags": [{"tag": nodes["Hashtag", tag], "properties": p} for tag, p in links["TAGGED"][key]],
                "mentions": [{"account": nodes["Account", k], "properties": p} for k, p in links["MENTIONS"][key]],
            }
        )
    return found
