"""`attribution query` and `queries`: receipts of each row, ways to copy, own queries and their lint."""

import csv
import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import attribution
from attribution.errors import CaseError
from attribution.own_queries import Known, engines, looked_over, save, trial_limited, trial_values, tried
from graph.connection import Graph, Target
from queries.catalogue import catalogue
from queries.frontmatter import parse_query
from queries.runner import Context
from store.archive import export_case, import_case
from store.folder import CaseFolder
from tests.attribution.shell import Done, Run
from tests.ui import planted
from ui.own_template import TEMPLATE

ASKED = ("query", "rare-domain", "-p", "min_accounts=4", "-p", "max_sharers=4")


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted case."""
    return planted.build(tmp_path_factory.mktemp("planted"))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """An empty case."""
    folder = CaseFolder(tmp_path / "case")
    folder.create()
    return folder.root


@pytest.fixture
def own(case: Path) -> Callable[..., Path]:
    """Puts queries of one's own beside the empty case."""

    def _own(**texts: str) -> Path:
        (case / "queries").mkdir(exist_ok=True)
        for name, text in texts.items():
            (case / "queries" / f"{name.replace('_', '-')}.cypher").write_text(text, "utf-8")
        return case

    return _own


def refused(done: Done) -> str:
    """The one line of an error."""
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


# -- receipts


@pytest.mark.embedded
def test_receipts_list_the_posts_behind_each_row(run: Run, ring: Path) -> None:
    done = run(*ASKED, "--case", ring, "--receipts", "--format", "json")

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    number = next(n for n, row in enumerate(found["rows"]) if row["domain"] == "ring2.example")
    receipts = found["receipts"][number]
    assert receipts["row"] == number + 1
    assert receipts["statement"] == "4 posts by the 4 accounts that the row names with the 1 thing that it names."
    assert receipts["posts_in_all"] == 4
    assert sorted(post["account"] for post in receipts["posts"]) == list(planted.RING)
    assert [post["time"] for post in receipts["posts"]] == sorted(post["time"] for post in receipts["posts"])
    for post in receipts["posts"]:
        (place,) = post["places"]
        assert place["file"] == f"{post['platform']}.csv"
        assert place["row"].isdecimal()


@pytest.mark.embedded
def test_receipts_are_bounded_and_say_how_many_there_are(run: Run, ring: Path) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(run(*ASKED, "--case", ring, "--receipts", "--per-row", "3", "--format", "csv").stdout)
        )
    )
    told = run(*ASKED, "--case", ring, "--receipts", "--per-row", "3").stdout

    of_first = [row for row in rows if row["row"] == "1"]
    assert len(of_first) == 3
    assert {row["posts_in_all"] for row in of_first} == {"4"}
    assert all(row["file"] and row["file_row"] for row in rows)
    assert "Listed: 3 of 4." in told


@pytest.mark.embedded
@pytest.mark.parametrize(
    "id_", [id_ for id_, q in catalogue().items() if not any(p.required for p in q.parameters.values())]
)
def test_every_row_of_the_library_has_receipts(ring: Path, id_: str) -> None:
    with attribution.open(ring) as opened:
        answer = opened.answer(id_, limit=5)
        for number in range(len(answer.result.rows)):
            found = opened.row_receipts(answer, number, limit=2)
            assert found.statement
            assert len(found.posts) <= 2
            assert found.posts or found.places or not answer.result.refs
            assert all(post["places"] for post in found.posts)


def test_receipts_are_no_parquet(run: Run, case: Path) -> None:
    line = refused(run("query", "rare-domain", "--case", case, "--receipts", "--format", "parquet"))

    assert "--receipts: are no Parquet" in line


# -- copies


def test_a_question_is_printed_to_be_taken_elsewhere(run: Run, case: Path) -> None:
    shell = run(*ASKED, "-p", "limit=200", "--case", case, "--copy", "cli").stdout
    cell = run(*ASKED, "--case", case, "--copy", "notebook").stdout

    words = ["attribution", "query", "rare-domain", "--case", str(case), "-p", "min_accounts=4", "-p", "max_sharers=4"]
    assert shlex.split(shell) == words
    assert "case.query('rare-domain', min_accounts=4, max_sharers=4)" in cell


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("query", "rare-domain"), "--case: is missing"),
        (("query", "rare-domain", "file.cypher"), "takes no files"),
        (("query", "rare-domain", "--case", "@", "--copy", "poem"), "--copy 'poem': is unknown; use one of cypher, cli, notebook"),
        (("query", "rare-domain", "--case", "@", "--copy", "cli", "-p", "min_accounts=x"), "parameter min_accounts"),
        (("query", "rare-domian", "--case", "@"), "did you mean 'rare-domain'?"),
        (("query", "broken", "--case", "@"), "cannot be asked before its file is mended: broken.cypher:1: has no front matter"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_is_one_line(
    run: Run, own: Callable[..., Path], words: tuple[str, ...], expected: str
) -> None:
    folder = own(broken="nothing")

    assert expected in refused(run(*(str(folder) if word == "@" else word for word in words)))


# -- own queries


def test_a_case_lists_its_own_queries_and_names_broken_ones(run: Run, own: Callable[..., Path]) -> None:
    folder = own(busiest_on_a_link=TEMPLATE, broken="nothing")

    told = run("queries", "--case", folder).stdout
    listed = json.loads(run("queries", "--case", folder, "--json").stdout)

    assert "busiest-on-a-link  [links]  (own)" in told
    assert "rare-domain  [links]\n" in told
    assert "broken.cypher  (own, cannot be asked)" in told
    assert "broken.cypher:1: has no front matter" in told
    assert [one["id"] for one in listed if one["own"]] == ["busiest-on-a-link"]
    assert len(listed) == len(catalogue()) + 1


@pytest.mark.embedded
def test_an_own_query_is_asked_like_any_other(run: Run, own: Callable[..., Path]) -> None:
    folder = own(busiest_on_a_link=TEMPLATE)

    done = run("query", "busiest-on-a-link", "--case", folder, "-p", "least=2", "--format", "json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == []


def test_files_are_looked_over_without_a_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "busiest-on-a-link.cypher").write_text(TEMPLATE, "utf-8")
    (tmp_path / "writes.cypher").write_text(
        TEMPLATE.replace("busiest-on-a-link", "writes").replace("MATCH (a", "MERGE (a"), "utf-8"
    )

    good = run("query", "lint", tmp_path / "busiest-on-a-link.cypher")
    bad = run("query", "lint", tmp_path / "writes.cypher", tmp_path / "gone.cypher", "--format", "json")

    assert (good.returncode, good.stdout) == (0, "1 of 1 queries are clean\n")
    assert bad.returncode == 1
    writes, gone = json.loads(bad.stdout)
    assert writes["clean"] is False
    assert "the clause MERGE does not belong" in writes["wrong"][0]
    assert "there is no such file" in gone["wrong"][0]


def test_the_library_is_clean(run: Run) -> None:
    done = run("query", "lint")

    assert done.returncode == 0, done.stdout
    assert f"{len(catalogue())} of {len(catalogue())} queries are clean" in done.stdout


@pytest.mark.embedded
def test_queries_of_a_case_are_tried_on_its_engine(run: Run, own: Callable[..., Path]) -> None:
    folder = own(
        busiest_on_a_link=TEMPLATE,
        mistaken=TEMPLATE.replace("busiest-on-a-link", "mistaken").replace("count(DISTINCT", "cuont(DISTINCT"),
    )

    done = run("query", "lint", "--case", folder)

    assert done.returncode == 1
    assert "mend  mistaken.cypher: embedded engine (ArcadeDB):" in done.stdout
    assert f"1 of 2 queries are clean, tried on the engines of {folder}" in done.stdout


def test_a_query_runs_for_a_few_rows_on_each_engine(graph: Graph) -> None:
    graph.write("UNWIND range(1, 3) AS n CREATE (:Account {id: 'x:' + toString(n)})")
    text = TEMPLATE.replace("-[:POSTED]->(p:Post)-[:LINKS_TO]->(u:Url)", "").replace("u.id AS link", "'a' AS link")
    text = text.replace("count(DISTINCT p.id)", "2 + count(*)").replace(
        "ORDER BY posts DESC, account, link", "ORDER BY posts DESC, link"
    )
    graphs, context = {"this engine": graph}, Context("case")

    alike = tried(looked_over(text), graphs, context, Known())
    wrong = tried(looked_over(TEMPLATE.replace("p.id)", "nowhere)")), graphs, context, Known())
    clean = tried(looked_over(TEMPLATE), graphs, context, Known())

    assert "rows 1 and 2 of this case are alike in ORDER BY posts, link" in alike.wrong[0]
    assert wrong.wrong[0].startswith("busiest-on-a-link.cypher: this engine: ")
    assert clean.clean


def test_what_must_be_given_is_taken_from_the_case() -> None:
    query = catalogue()["near-a-set"]

    assert trial_values(query, Known(sets=("mine",)))[0]["set"] == "mine"
    assert trial_values(query, Known(networks=("P/N",)))[0]["set"] == "network:P/N"
    assert trial_values(query, Known()) == ({}, "parameter set takes a set, and this case has none")
    assert trial_limited(query, {"set": "mine", "limit": 10_000})["limit"] == 500


# -- keeping


@pytest.mark.parametrize(
    "id_", ["../evil", "a/b", "a\\b", ".hidden", "con:", "rare-domain", "lint", "x" * 200, "", "é", "a b"]
)
def test_only_a_plain_id_is_saved(case: Path, id_: str) -> None:
    folder = CaseFolder(case)

    with pytest.raises(CaseError):
        save(folder, TEMPLATE.replace("busiest-on-a-link", id_))

    assert not folder.queries.exists() or list(folder.queries.iterdir()) == []


def test_nothing_is_saved_through_a_link(case: Path, tmp_path: Path) -> None:
    folder = CaseFolder(case)
    (tmp_path / "elsewhere").mkdir()
    folder.queries.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(CaseError, match="leads out of the case by a link"):
        save(folder, TEMPLATE)

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_is_saved_is_read_again_and_moves_with_the_case(case: Path, tmp_path: Path) -> None:
    folder = CaseFolder(case)

    with folder.writing():
        path = save(folder, TEMPLATE)
        export_case(folder, tmp_path / "case.zip")
    import_case(tmp_path / "case.zip", tmp_path / "copy")

    assert path.read_text("utf-8") == TEMPLATE
    assert parse_query(TEMPLATE, path.name).id == path.stem
    assert "busiest-on-a-link" in attribution.open(tmp_path / "copy").queries()


@pytest.mark.embedded
@pytest.mark.neo4j
def test_both_engines_are_tried_where_both_are_there(ring: Path, neo4j_graph: Graph, neo4j_target: Target) -> None:
    mistaken = TEMPLATE.replace("count(DISTINCT", "cuont(DISTINCT")

    with attribution.open(ring) as opened, engines(opened.folder, neo4j_graph) as found:
        assert [graph.engine.name for graph in found.values()] == ["neo4j", "arcadedb"]
        told = tried(looked_over(mistaken), found, Context("case"), Known())

    assert [line.split(": ")[1] for line in told.wrong] == ["Neo4j", "embedded engine (ArcadeDB)"]
