"""The analyst's own queries: what is refused with which line, and that a broken file never hides the others."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from queries.catalogue import catalogue
from queries.frontmatter import Query, parse_query
from queries.linting import alike, linted
from queries.own import LONGEST, own_queries

TEXT = """/*
id = "busy-accounts"
question = "Which accounts wrote most?"
category = "content"
does_not_prove = "That they are run together."
false_positives = ["News agencies."]
references = ["none"]

[parameters.least]
type = "integer"
default = 2
minimum = 1
help = "fewest posts"

[parameters.limit]
type = "integer"
default = 50
maximum = 1000
help = "most rows"

[nodes]
account = "Account"
*/
MATCH (a:Account)-[:POSTED]->(p:Post)
WITH a.id AS account, count(p) AS posts WHERE posts >= $least
RETURN account, posts, toString(posts) + ' posts' AS because, 'writing much is no crime' AS caveat
ORDER BY posts DESC, account
LIMIT $limit
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """A folder with these files."""

    def _folder(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name.replace('_', '-')}.cypher").write_text(text, "utf-8")
        return tmp_path

    return _folder


def query_of(text: str) -> Query:
    return parse_query(text, "busy-accounts.cypher")


def test_a_clean_query_is_clean() -> None:
    found = linted(TEXT, "busy-accounts.cypher")

    assert found.clean
    assert found.wrong == found.unseen == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("/*", "", "busy-accounts.cypher:1: has no front matter"),
        ('id = "busy-accounts"', "id =", "busy-accounts.cypher:2: the front matter is not TOML"),
        ('"busy-accounts"', '"../../evil"', "is not a name in lower case with hyphens"),
        ('"busy-accounts"', '"other"', "call the file other.cypher"),
        ("question =", "questoin =", "did you mean 'question'?"),
        ('category = "content"', 'category = "gossip"', "category 'gossip' is unknown"),
        ("minimum = 1", 'minimum = "x"', "least"),
        ('type = "integer"\ndefault = 2\nminimum = 1', 'type = "string"\nminimum = nan', "least: nan is no whole number"),
        ("MATCH (a:Account)", "MATCH (a:Account) WITH a, range(1, size(range(1, 9999999))) AS x", "a range() of more than"),
        ("$least", "2", "parameter least is declared but not used"),
        ("$least", "$lest", "$lest is used but not declared; did you mean 'least'?"),
        ("LIMIT $limit", "", "does not end with ORDER BY … LIMIT $limit"),
        ("LIMIT $limit", "LIMIT 10", "write LIMIT $limit"),
        ("ORDER BY posts DESC, account", "", "does not end with ORDER BY"),
        ("AS because", "AS why", "has no column because"),
        ("MATCH (a:Account)", "MERGE (a:Account)", "the clause MERGE does not belong in a query that only reads"),
        ("RETURN account", "SET a.x = 1 RETURN account", "the clause SET"),
        ("MATCH (a:Account)", "CALL apoc.load.json('file:///etc/passwd') YIELD value MATCH (a:Account)", "the procedure apoc.load.json"),
        ("MATCH (a:Account)", "LOAD CSV FROM 'http://evil.example' AS x MATCH (a:Account)", "the clause LOAD CSV"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_mend(old: str, new: str, line: str) -> None:
    assert old in TEXT

    found = linted(TEXT.replace(old, new, 1), "busy-accounts.cypher")

    assert not found.clean
    assert any(line in one for one in found.wrong), found.wrong
    assert not any("\n" in one for one in found.wrong)


@pytest.mark.parametrize(
    "text", ["", "/* */", "/*\n*/\nRETURN 1", "\0", "/*" + "[" * 9_000 + "*/", "/*a=" + "[" * 9_000]
)
def test_nonsense_is_told_and_never_raised(text: str) -> None:
    assert not linted(text, "busy-accounts.cypher").clean


@pytest.mark.parametrize(
    ("order", "seen"),
    [
        ("posts DESC, account", True),
        ("account DESC", True),
        ("account, posts", False),
        ("posts", False),
        ("size(account)", False),
    ],
)
def test_an_order_that_is_not_seen_to_be_total_is_told(order: str, seen: bool) -> None:
    found = linted(TEXT.replace("posts DESC, account\n", f"{order}\n"), "busy-accounts.cypher")

    assert found.clean
    assert (found.unseen == ()) is seen


def test_rows_that_are_alike_in_the_order_are_told() -> None:
    query = query_of(TEXT.replace("posts DESC, account\n", "posts DESC\n"))
    rows = [{"account": "x:1", "posts": 3}, {"account": "x:2", "posts": 2}, {"account": "x:3", "posts": 2}]

    (told,) = alike(query, rows)

    assert "rows 2 and 3 of this case are alike in ORDER BY posts" in told
    assert alike(query, rows[:2]) == []
    assert alike(query_of(TEXT), rows) == []


@pytest.mark.parametrize("query", catalogue().values(), ids=lambda q: q.id)
def test_the_library_keeps_the_rules_of_own_queries(query: Query) -> None:
    path = Path(__file__).parent.parent.parent / "queries" / "library" / query.file

    assert linted(path.read_text("utf-8"), query.file).clean


def test_a_folder_gives_its_queries_and_names_what_is_broken(folder: Callable[..., Path]) -> None:
    found = own_queries(
        folder(
            busy_accounts=TEXT,
            broken=TEXT,
            same_file=TEXT.replace("busy-accounts", "same-file"),
            writes=TEXT.replace("busy-accounts", "writes").replace("MATCH (a", "CREATE (a"),
        )
    )

    assert list(found.queries) == ["busy-accounts"]
    told = {one.file: one.lines for one in found.broken}
    assert list(told) == ["broken.cypher", "same-file.cypher", "writes.cypher"]
    assert "call the file busy-accounts.cypher" in told["broken.cypher"][0]
    assert "id 'same-file' is one of the library's; give yours another" in told["same-file.cypher"][0]
    assert "the clause CREATE" in told["writes.cypher"][0]


def test_what_is_no_plain_file_is_not_read(folder: Callable[..., Path], tmp_path: Path) -> None:
    root = folder(busy_accounts=TEXT, huge="x" * (LONGEST + 1))
    (root / "latin.cypher").write_bytes(b"/* caf\xe9 */")
    (root / "folder.cypher").mkdir()
    (tmp_path / "secret.txt").write_text("a secret")
    (root / "link.cypher").symlink_to(tmp_path / "secret.txt")

    found = own_queries(root)

    assert list(found.queries) == ["busy-accounts"]
    told = {one.file: one.lines[0] for one in found.broken}
    assert "no file of its own" in told["folder.cypher"]
    assert "longer than" in told["huge.cypher"]
    assert "save it as UTF-8" in told["latin.cypher"]
    assert "secret" not in told["link.cypher"].removeprefix("link.cypher")


def test_a_mended_file_is_read_anew(folder: Callable[..., Path]) -> None:
    root = folder(busy_accounts="nothing")
    assert own_queries(root).queries == {}

    folder(busy_accounts=TEXT)

    assert list(own_queries(root).queries) == ["busy-accounts"]


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    found = own_queries(tmp_path / "nowhere")

    assert (dict(found.queries), found.broken) == ({}, ())


@pytest.mark.parametrize(
    "hostile",
    [
        *("/*", "(", "range(", "range(1,", "ORDER BY LIMIT ", "LIMIT x ORDER BY ", "RETURN ", "`", "'", '"\\', " ", "a", "a.b(", "\\u"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("odd", ["", "'", "%", "`"])
def test_no_text_keeps_a_reader_busy(hostile: str, odd: str) -> None:
    many = hostile * (LONGEST // 8 // len(hostile)) + odd
    started = time.process_time()

    found = linted(TEXT.replace("RETURN", f"RETURN {many}", 1) + many, "busy-accounts.cypher")

    assert time.process_time() - started < 3
    assert all(len(line) < 400 for line in found.wrong)


def test_front_matter_that_would_take_long_is_refused() -> None:
    (line,) = linted(TEXT.replace("/*", f"/*\n{'a.' * 40_000}a = 1", 1), "busy-accounts.cypher").wrong

    assert line.startswith("busy-accounts.cypher:1: the front matter is longer than 10,000 characters")
