"""Why a node is in an answer."""

from collections.abc import Mapping
from typing import Any

from attribution.answers import Answer
from graph.records import Ref
from graph.subgraph import Subgraph
from queries.catalogue import query_of
from queries.result import Result, refs_of
from ui.hits import hits

MEMBER, HIT = Ref("Account", "x:1"), Ref("Account", "x:2")
ROW = {
    "account": "x:2",
    "objects": 3,
    "set_accounts": 4,
    "top_objects": ["Url/https://a.example/1", "Hashtag/tag"],
    "some_members": ["x:1"],
    "because": "shares 3 rare objects",
    "caveat": "a lead",
}


def answer(id_: str, *rows: Mapping[str, Any], members: dict[str, frozenset[Ref]] | None = None) -> Answer:
    query = query_of(id_)
    result = Result(query, {}, tuple(rows[0]), rows, refs_of(query, rows), (), members or {})
    return Answer(result, "", "case", None, lambda _: Subgraph())


def test_a_hit_says_what_it_shares_with_how_many_members() -> None:
    asked = answer("near-a-set", ROW, members={"Set A": frozenset({MEMBER})})

    (hit,), count = hits(asked, HIT)

    assert count == 1
    assert hit.title == "Shared with Set A: 3 things, with 4 members"
    assert hit.things == (Ref("Url", "https://a.example/1"), Ref("Hashtag", "tag"))
    # a row names only some of the members
    assert hits(asked, MEMBER) == ([], 0)


def test_an_account_that_a_row_lists_is_in_the_answer_for_it() -> None:
    row = {"domain": "a.example", "accounts": ["x:1", "x:2"], "because": "2 accounts linked", "caveat": "readers"}

    (hit,), _ = hits(answer("rare-domain", row), HIT)

    assert (hit.title, hit.because) == ("In the answer", "2 accounts linked")
