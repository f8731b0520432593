"""Sets of accounts or objects that an analyst put together: an input, never evidence."""

from pathlib import Path

from attribution.loading import Recognised
from attribution.maps import read_map
from attribution.reports import LoadReport, SetReport
from graph.connection import Graph
from loaders.base import Options
from loaders.catalogue import by_name
from loaders.opening import open_binary

_MEMBERS = """
MATCH (s:Set {id: $set})<-[:IN_SET]-(m)
OPTIONAL MATCH (m)-[:SAME_AS]-(same)
WITH m.id AS member, m.datasets AS datasets, s.datasets AS own, collect(same.id) AS same
RETURN member, same, size([d IN datasets WHERE NOT d IN own]) AS others ORDER BY member
"""
_POSTING = "MATCH (a:Account)-[:POSTED]->(:Post) WHERE a.id IN $accounts RETURN DISTINCT a.id AS account"


def member_options(
    case: str, name: str, path: Path, platform: str | None, why: str | None
) -> tuple[Recognised, Options]:
    """How a list of members is loaded: the shipped map for handles, and what was said of the set."""
    # what is no readable file is told with its whole path, before the graph is opened
    open_binary(path).close()
    table, _, _ = read_map("handles")
    said = {"case": case, "set": name, "platform": platform, "why": why}
    options = Options(map=table, extra={key: value for key, value in said.items() if value is not None})
    return Recognised(path, by_name("mapped-csv")), options


def set_report(graph: Graph, name: str, key: str, load: LoadReport) -> SetReport:
    """Counts of the members with posts here, only named here, and absent."""
    members = graph.read(_MEMBERS, {"set": key})
    accounts = sorted({k for m in members for k in (m["member"], *m["same"])})
    posting = {r["account"] for r in graph.read(_POSTING, {"accounts": accounts})}
    with_posts, named, lacking = 0, [], []
    for member in members:
        if posting & {member["member"], *member["same"]}:
            with_posts += 1
        elif member["others"] or member["same"]:
            named.append(member["member"])
        else:
            lacking.append(member["member"])
    return SetReport(name, len(members), with_posts, tuple(named), tuple(lacking), load)
