from pathlib import Path

import pytest

from queries.catalogue import read_folder
from queries.errors import QueryError
from queries.frontmatter import parse_query

GOOD = """/*
id = "good-one"
question = "Who is it?"
category = "links"
does_not_prove = "Anything."
false_positives = ["Chance."]
references = ["A book."]

[parameters.window]
type = "duration"
default = "60s"
minimum = "1s"
maximum = "1d"
help = "how long"

[parameters.limit]
type = "integer"
default = 10
minimum = 1
maximum = 100
help = "most rows"

[nodes]
account = "Account"
*/
MATCH (a:Account) RETURN a.id AS account, $window AS because, '' AS caveat
ORDER BY account LIMIT $limit
"""


def test_a_query_is_read_with_its_parameters_and_its_cypher() -> None:
    query = parse_query(GOOD, "good-one.cypher")

    assert (query.id, query.category, query.question) == ("good-one", "links", "Who is it?")
    assert list(query.parameters) == ["window", "limit"]
    assert query.parameters["window"].maximum == 86_400
    assert query.nodes == {"account": "Account"}
    assert query.cypher.startswith("MATCH (a:Account)")
    assert query.line == 1 + GOOD[: GOOD.index("MATCH")].count("\n")
    assert query.parameter_lines()[0] == (
        "window (duration; default '60s'; write it like 60s, 15min, 2h or 7d, 1s to 1d): how long"
    )
    assert query.as_json()["parameters"] == [p.as_json() for p in query.parameters.values()]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("/*", "", "good-one.cypher:1: has no front matter; begin with /* … */"),
        ('category = "links"', 'category = "link"', "good-one.cypher:4: category 'link' is unknown; did you mean 'links'?"),
        ('id = "good-one"', 'id = "other"', "good-one.cypher:2: id 'other' is not the file's name"),
        ('id = "good-one"', 'id = "Good One"', "is not a name in lower case with hyphens"),
        ('question = "Who is it?"', "", 'field question is missing; write question = "…"'),
        ('references = ["A book."]', "references = []", "good-one.cypher:7: field references is missing"),
        ('references = ["A book."]', 'sources = ["A book."]', "field sources is unknown"),
        ('"Who is it?"', '"Who is it?', "good-one.cypher:3: the front matter is not TOML"),
        ('"Who is it?"', "[" * 5_000, "the front matter is not TOML"),
        ('type = "duration"', 'type = "durations"', "good-one.cypher:9: parameter window: type 'durations' is unknown; did you mean 'duration'?"),
        ('help = "how long"', "", "parameter window: help is missing"),
        ('default = "60s"', 'default = "2d"', "good-one.cypher:9: default: parameter window: '2d' is out of bounds"),
        ('minimum = "1s"', 'minimum = "soon"', "bound: parameter window: 'soon' is not a duration"),
        ('minimum = "1s"', 'least = "1s"', "parameter window: field least is unknown"),
        ("[parameters.limit]", "[parameters.most]", "parameter limit is missing"),
        ("maximum = 100", "", "parameter limit is missing; declare it as integer with default and maximum"),
        ('account = "Account"', 'account = "Acount"', "nodes.account: label 'Acount' is not in the schema; did you mean 'Account'?"),
        ('type = "duration"', 'type = "choice"', "parameter window: choices are missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_mend(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryError) as error:
        parse_query(GOOD.replace(old, new, 1), "good-one.cypher")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_holds_queries_by_id(tmp_path: Path) -> None:
    (tmp_path / "good-one.cypher").write_text(GOOD, "utf-8")
    (tmp_path / "notes.txt").write_text("no query", "utf-8")
    assert list(read_folder(tmp_path)) == ["good-one"]


def test_a_file_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.cypher").write_bytes(b"/* \xff */")
    with pytest.raises(QueryError, match=r"bad\.cypher: cannot be read"):
        read_folder(tmp_path)
