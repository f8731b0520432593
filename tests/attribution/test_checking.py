"""Checks of a real case over two weeks: what was planted is told, and nothing else; killed, rebuilt, moved."""

import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from attribution.case import Case, open_case
from attribution.check_hook import call, words_of
from attribution.check_output import inert, markdown, text_lines
from attribution.check_report import CheckReport, report_of
from attribution.check_tables import FORMATS, rows, write
from attribution.errors import CaseError
from attribution.weeks import load_into
from graph.connection import Graph, Target
from graph.embedded import embedded_available
from queries.check_state import State
from queries.comparison import compared
from queries.errors import QueryError
from sample_data.generator.weeks import DISMISSED, DROPPED, EXPECTED, LEFT_OUT, VANISHED
from store.archive import import_case
from store.check_records import Evidence, Hit, canonical
from tests.attribution.killed import kill_a_run
from tests.attribution.shell import Run

pytestmark = pytest.mark.embedded
FORUM, NEWSLETTER = DISMISSED
PLANTED = EXPECTED["rare-domain"]
DAY = 86_400_000


@dataclass
class World:
    """Two weeks of a case, with what was told in them."""

    root: Path
    first: CheckReport
    head: str
    killed: list[str]
    second: CheckReport
    later: CheckReport
    """After the graph was made anew."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    reason = embedded_available()
    if reason is not None:
        pytest.skip(reason)
    root = tmp_path_factory.mktemp("checks") / "case"
    with open_case(root, create=True) as case:
        load_into(case, 1)
        case.checks.add("sites", "rare-domain", every="7d", by="ana")
        (first,) = case.checks.run(by="ana")
        case.checks.dismiss("sites", FORUM, "a forum of anglers", by="ana")
        case.checks.dismiss("sites", NEWSLETTER, "our own newsletter", by="ben")
        case.checks.confirm("sites", "steady-observer.example", "read all four", by="ana")
        head = case.checks.verify_log().head
        load_into(case, 2)
        killed = [_killed(root, where) for where in ("attribution.check_answer.evidence", "store.check_memory._end")]
        (second,) = case.checks.run(["sites"], by="ana")
        case.rebuild(fresh=True)
        (later,) = case.checks.run(["sites"], by="ana")
    return World(root, first, head, killed, second, later)


def _killed(root: Path, where: str) -> str:
    """The state of a run that was killed where it first called the function."""
    kill_a_run(root, where)
    return open_case(root).checks.runs("sites")[-1].state


@pytest.fixture
def case(world: World, tmp_path: Path) -> Case:
    """A copy of the case as week 2 left it, whose graph is not needed."""
    shutil.copytree(world.root, tmp_path / "copy", ignore=shutil.ignore_patterns("engine", "*.lock"))
    return open_case(tmp_path / "copy")


def told(report: CheckReport) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in report.hits:
        found.setdefault(str(one.change.kind), set()).add(one.change.hit.title)
    return found


def causes(report: CheckReport) -> dict[str, str]:
    return {one.change.hit.title: one.change.why.cause for one in report.hits}


def test_the_first_run_finds_what_was_planted(world: World) -> None:
    assert told(world.first) == {"new": {site for kind, sites in PLANTED.items() if kind != "new" for site in sites}}


def test_a_run_without_hits_speaks_of_before_only_where_there_was_one(case: Case) -> None:
    case.checks.add("none", "rare-domain", {"min_accounts": "1000"})
    ((first,), (second,)) = (case.checks.run(["none"]) for _ in range(2))
    assert text_lines(first)[1].strip() == "no hits"
    assert str(first) == "\n".join(text_lines(first))
    assert text_lines(second)[1].strip() == "no hits, before and now"


def test_the_second_run_tells_what_was_planted_and_nothing_else(world: World) -> None:
    assert told(world.second) == {kind: set(sites) for kind, sites in PLANTED.items()}


def test_gone_tells_a_dropped_file_from_data_that_vanished_and_from_a_bound_of_the_query(world: World) -> None:
    found = causes(world.second)
    assert (found[DROPPED], found[VANISHED], found[LEFT_OUT]) == ("dropped", "vanished", "left out")
    sentences = {one.change.hit.title: one.change.why.sentence for one in world.second.hits}
    assert "partner-2022-11-14.csv was dropped, which held 3 of its 3 posts" in sentences[DROPPED]
    assert "partner-2022-11-14-corrected.csv was loaded in its place" in sentences[DROPPED]
    assert "archive-2022-11-14.csv was read anew" in sentences[VANISHED]
    assert "all 3 posts behind it are still in the data, and 60 posts more" in sentences[LEFT_OUT]


def test_new_and_stronger_name_posts_and_files(world: World) -> None:
    found = {one.change.hit.title: one.change.why for one in world.second.hits}
    for site, posts in (("fresh-gazette.example", 3), ("rising-courier.example", 2), (FORUM, 1)):
        assert found[site].files == ("monitor-2022-11-21.csv",)
        assert len(found[site].posts) == posts
    assert (found["fading-mirror.example"].cause, len(found["fading-mirror.example"].posts)) == ("dropped", 1)
    held = {row["key"] for row in _posts(world.root)}
    assert held.issuperset(found["fresh-gazette.example"].posts)


def _posts(root: Path) -> list[dict[str, str]]:
    return [{"key": key} for (key,) in open_case(root).reader.sql('SELECT DISTINCT _key FROM "Post"', ("Post",))]


def test_a_dismissed_hit_stays_silent_until_it_is_stronger_than_stated(world: World) -> None:
    found = {one.change.hit.title: one for one in world.second.hits}
    assert (found[NEWSLETTER].silent, found[NEWSLETTER].loud) == (True, False)
    assert (found[FORUM].silent, found[FORUM].loud) == (False, True)
    assert found[FORUM].ended == "dismissed by ana (a forum of anglers) unless above 3, and it has 4"
    assert {one.change.hit.title for one in world.second.news} == {*PLANTED["new"], *PLANTED["stronger"]}
    assert any("; of these 1 dismissed and silent (1 unchanged)" in line for line in text_lines(world.second))
    assert not any(NEWSLETTER in line for line in text_lines(world.second))


def test_a_run_killed_in_the_middle_is_failed_and_changes_nothing(world: World) -> None:
    assert world.killed == ["failed", "failed"]
    runs = open_case(world.root).checks.runs("sites")
    assert [one.state for one in runs] == ["finished", "failed", "failed", "finished", "finished"]
    # compared with the last that has an answer, as if nobody had been killed
    assert world.second.comparison is not None
    assert world.second.comparison.earlier == world.first.run


def test_everything_survives_a_new_graph(world: World) -> None:
    assert set(told(world.later)) == {"unchanged"}
    assert not world.later.news
    checks = open_case(world.root).checks
    assert {one.reason for one in checks.state().dismissals.values()} == {"a forum of anglers", "our own newsletter"}
    assert checks.verify_log(world.head).sound


@pytest.mark.neo4j
def test_the_memory_goes_on_on_another_engine(
    case: Case, neo4j_graph: Graph, neo4j_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_target.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_target.password)
    assert not neo4j_graph.read("MATCH (n) RETURN n LIMIT 1")
    with open_case(case.folder.root, neo4j_target.uri) as other:
        # an empty graph is filled before anything is asked of it, not taken for hits that are gone
        (report,) = other.checks.run()
    assert set(told(report)) == {"unchanged"}
    assert report.silent == {"unchanged": 1}
    hits = {run.id: case.checks.memory.hits(run.id) for run in case.checks.runs() if run.finished}
    *_, before, last = hits.values()
    assert [(hit.key, hit.strength, hit.evidence) for hit in last] == [
        (hit.key, hit.strength, hit.evidence) for hit in before
    ]


def test_an_archive_carries_checks_runs_and_log(world: World, tmp_path: Path) -> None:
    original = open_case(world.root)
    original.export(tmp_path / "case.zip")
    import_case(tmp_path / "case.zip", tmp_path / "there")
    there = open_case(tmp_path / "there")
    assert there.checks.log() == original.checks.log()
    assert there.checks.report("sites").counts == original.checks.report("sites").counts
    assert there.checks.verify_log(world.head).sound


def test_two_runs_can_be_compared_whichever(world: World) -> None:
    checks = open_case(world.root).checks
    first, last = world.first.run.id, world.later.run.id
    assert told(checks.compare("sites", first, last)) == told(world.second)
    with pytest.raises(CaseError, match="run 99 is none of its runs with an answer"):
        checks.compare("sites", first, 99)


def test_every_output_says_what_is_not_proved(world: World) -> None:
    caveat = world.second.run.content["does_not_prove"]
    assert f"Does not prove: {caveat}" in text_lines(world.second)
    assert f"Does not prove: {caveat}" in markdown(world.second)
    assert all(row["does_not_prove"] == caveat for row in rows([world.second]))
    assert world.second.as_json()["does_not_prove"] == caveat
    assert {row["kind"] for row in rows([world.second])} == set(PLANTED)


def test_a_dismissal_ends_on_its_day(case: Case) -> None:
    checks = case.checks
    now = checks.runs()[-1].started_at
    late = type(checks)(case, lambda: "ana", lambda: now + 91 * DAY)
    found = {one.change.hit.title: one for one in late.report("sites").hits}
    assert (found[NEWSLETTER].silent, found[NEWSLETTER].loud) == (False, True)
    assert "which has passed" in found[NEWSLETTER].ended


def test_a_dismissal_can_be_taken_back(case: Case) -> None:
    assert case.checks.report("sites").silent == {"unchanged": 1}
    case.checks.undo("sites", NEWSLETTER)
    assert case.checks.report("sites").silent == {}
    with pytest.raises(CaseError, match="is not dismissed"):
        case.checks.undo("sites", NEWSLETTER)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"reason": " "}, "for no reason"),
        ({"reason": "known", "until": "2001-01-01"}, "is past"),
        ({"reason": "known", "unless_above": 2.0}, "would not be silent"),
    ],
)
def test_a_dismissal_that_makes_no_sense_is_refused(case: Case, said: dict[str, object], expected: str) -> None:
    with pytest.raises(CaseError, match=expected):
        case.checks.dismiss("sites", "steady-observer.example", **said)  # type: ignore[arg-type]  # wrong on purpose


def test_a_hit_is_named_by_its_id_or_its_key(case: Case) -> None:
    hit = case.checks.hit("sites", FORUM)
    assert case.checks.hit("sites", hit.id) == hit
    assert hit.strength == 4
    with pytest.raises(CaseError, match=r"is not one hit of check sites; name one by its id, of .* and \d+ more"):
        case.checks.hit("sites", "nothing.example")


def test_a_hit_with_a_very_long_name_is_named_in_a_short_line(case: Case) -> None:
    memory, name = case.checks.memory, "a" * 1_000_000
    with memory.running(1):
        run = memory.begin("sites", 1, "ana")
        memory.finish(run, 2, {}, [Hit(canonical({"domain": name}), 1, {"domain": name}, Evidence())], {})
    with pytest.raises(CaseError) as told_:
        case.checks.hit("sites", "nothing.example")
    assert len(str(told_.value)) < 300


def test_checks_are_due_when_their_time_has_come(case: Case) -> None:
    now = case.checks.runs()[-1].started_at
    at = {days: type(case.checks)(case, lambda: "ana", lambda days=days: now + days * DAY) for days in (6, 7)}  # type: ignore[misc]  # bound at once
    assert [one.due for one in at[6].statuses()] == [False]
    assert [one.due for one in at[7].statuses()] == [True]
    at[7].add("words", "same-text")
    at[7].add("files", "same-file", every="1d")
    assert {one.check.name: one.due for one in at[7].statuses()} == {"sites": True, "words": False, "files": True}


def test_what_cannot_be_a_check_is_refused(case: Case) -> None:
    with pytest.raises(CaseError, match="check sites: is there already"):
        case.checks.add("sites", "rare-domain")
    with pytest.raises(QueryError, match=r"rare-domian.*did you mean"):
        case.checks.add("other", "rare-domian")
    with pytest.raises(QueryError, match="min_acounts"):
        case.checks.add("other", "rare-domain", {"min_acounts": "3"})
    with pytest.raises(QueryError, match="is no column of query rare-domain"):
        case.checks.add("other", "rare-domain", key=["site"])
    with pytest.raises(QueryError, match="parameter every: "):
        case.checks.add("other", "rare-domain", every="often")
    assert [one.action for one in case.checks.log()].count("add") == 1


def test_a_check_that_is_removed_leaves_its_memory(case: Case) -> None:
    case.checks.remove("sites", by="ana")
    assert case.checks.statuses() == ()
    assert len(case.checks.runs("sites")) == 5
    with pytest.raises(CaseError, match="is not in this case; it has none"):
        case.checks.report("sites")
    case.checks.add("sites", "rare-domain", {"min_accounts": "4"})
    assert set(told(case.checks.report("sites"))) == {"unchanged"}


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("dismiss", {"key": "[]", "reason": "", "until": 1, "unless_above": 1, "column": "n"}),
        ("dismiss", {"key": "{}", "reason": "", "until": "soon", "unless_above": 1, "column": "n"}),
        ("dismiss", {"key": "{}", "reason": "", "until": 1, "unless_above": 10**400, "column": "n"}),
        ("comment", {"text": "no key"}),
        ("comment", {"key": {}, "text": "no text as its key"}),
        ("add", {"query": "rare-domain"}),
    ],
)
def test_a_log_of_somebody_else_that_is_none_of_ours_is_one_line(
    run: Run, case: Case, action: str, body: dict[str, object]
) -> None:
    case.checks.memory.append(1, "mallory", action, "other", body)
    for words in (["list"], ["log"], ["show", "sites"]):
        done = run("check", *words, "--case", case.folder.root)
        assert done.returncode == 2
        (line,) = done.stderr.strip().splitlines()
        assert "what it keeps of checks is damaged" in line


@pytest.mark.parametrize("field", ["notes", "does_not_prove", "coverage"])
def test_a_run_of_somebody_else_that_lacks_what_has_to_be_said_is_one_line(run: Run, case: Case, field: str) -> None:
    with closing(sqlite3.connect(case.folder.notebook)) as db, db:
        db.execute(f"UPDATE check_runs SET content = json_remove(content, '$.{field}') WHERE state = 'finished'")
    done = run("check", "show", "sites", "--case", case.folder.root)
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert f"what it keeps of checks is damaged ('{field}')" in line


@pytest.mark.parametrize(
    ("hostile", "never"),
    [
        ("[click](http://bad.example)", "]("),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("https://bad.example www.bad.example a@bad.example", "https:/"),
        ("WWW.bad.example", "WWW.bad"),
        ("a\n# title\n\x1b[31mred\u202e", "\x1b"),
        ("`code` | cell | ![x](y)", " | "),
    ],
)
def test_text_of_others_is_inert_in_markdown(hostile: str, never: str) -> None:
    assert never not in inert(hostile)
    assert "\n" not in inert(hostile)


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_text_controls_nothing(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], format_: str
) -> None:
    (hit, *_) = [one.change.hit for one in world.first.hits]
    bad = "=cmd|' /C calc'!A0\n## x <script>\x1b[2J\u202e](http://bad.example)"
    row = {**hit.row, "domain": bad, "because": bad, "caveat": bad}
    hostile = replace(hit, key=canonical({"domain": bad}), row=row)
    run_ = replace(world.first.run, content={**world.first.run.content, "notes": [bad]})
    report = report_of(bad, world.first.check, run_, compared(None, (run_, [hostile])), State(), 1)
    write([report], format_, None)
    write([report], format_, tmp_path / "out")
    shown, written = capsys.readouterr().out, (tmp_path / "out").read_text("utf-8")
    for text in (shown, written):
        assert "\x1b" not in text
        # in a table a line end stands in quotes
        assert format_ == "csv" or not any(line.startswith(("## x", "=cmd")) for line in text.splitlines())
    # a table behind a pipe is data; on a terminal `output` replaces these too
    assert format_ == "csv" or "\u202e" not in shown
    if format_ == "csv":
        assert "\"'=cmd" in written
    if format_ == "markdown":
        assert "<script" not in written
        assert "](http" not in written


# -- the shell


def test_the_shell_says_by_its_exit_code_whether_anything_is_new(run: Run, world: World, tmp_path: Path) -> None:
    case = tmp_path / "case"
    told_ = tmp_path / "told.json"
    hook = f"{sys.executable} -c \"import sys; open(sys.argv[1], 'w').write(sys.stdin.read())\" {told_}"
    assert run("sample", "--week", "1", "--case", case).returncode == 0
    assert run("check", "add", "sites", "rare-domain", "--every", "1d", "--case", case).returncode == 0

    first = run("check", "run", "--due", "--hook", hook, "--case", case)
    assert first.returncode == 3
    assert json.loads(told_.read_text())["checks"][0]["news"] == 8
    told_.unlink()
    nothing = run("check", "run", "--hook", hook, "--case", case)
    assert (nothing.returncode, told_.exists()) == (0, False)
    assert run("check", "run", "--due", "--quiet", "--case", case).stdout == ""

    assert (
        run("check", "dismiss", "sites", NEWSLETTER, "--reason", "ours", "--by", "ana", "--case", case).returncode == 0
    )
    assert run("sample", "--week", "2", "--case", case).returncode == 0
    out = tmp_path / "out.csv"
    assert run("check", "run", "sites", "--format", "csv", "--out", out, "--case", case).returncode == 3
    assert out.read_text().count("\n") == 10
    assert run("check", "run", "--hook", "/no/such/command", "--case", case).returncode == 0  # nothing new, not called

    shown = json.loads(run("check", "show", "sites", "--run", "3", "--format", "json", "--case", case).stdout)
    assert shown[0]["counts"] == {kind: len(sites) for kind, sites in PLANTED.items()}
    kept = run("check", "log", "--json", "--case", case)
    head = json.loads(kept.stdout)["head"]
    assert run("check", "comment", "sites", FORUM, "called them", "--case", case).returncode == 0
    assert run("check", "log", "--verify", head, "--case", case).returncode == 0
    assert run("check", "log", "--verify", "0" * 63 + "1", "--case", case).returncode == 3
    slip = run("check", "log", "--verify", head[:15], "--case", case)
    assert (slip.returncode, slip.stdout) == (2, "")
    assert "is no head; give its 64 digits" in slip.stderr
    assert "sites" in run("check", "list", "--case", case).stdout
    assert run("check", "diff", "sites", "1", "3", "--case", case).stdout.count("GONE") == 3

    # a check that cannot be answered is a failed run, and the others are asked all the same
    assert run("check", "add", "near", "near-a-set", "-p", "set=nobody", "--case", case).returncode == 0
    failing = run("check", "run", "--case", case)
    assert failing.returncode == 2
    assert "check near: " in failing.stderr
    assert "Check sites" in failing.stdout
    assert "FAILED" in failing.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["run", "other"], "check 'other': is not in this case; it has sites"),
        (["run", "--format", "pdf"], "--format 'pdf': is unknown"),
        (["run", "--hook", "'unclosed"], "is no command"),
        (["dismiss", "sites", FORUM], "--reason: is missing"),
        (["show", "sites", "--run", "99"], "has no run 99"),
    ],
)
def test_what_is_wrong_is_one_line(run: Run, case: Case, words: list[str], expected: str) -> None:
    done = run("check", *words, "--case", case.folder.root)
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert expected in line


@pytest.mark.skipif(os.name == "nt", reason="shell words differ")
def test_a_hook_that_fails_says_so(world: World) -> None:
    with pytest.raises(CaseError, match=r"ended with 7 \(no mail\); the runs are kept"):
        call([sys.executable, "-c", "import sys; sys.stderr.write('no mail'); sys.exit(7)"], [world.second])
    with pytest.raises(CaseError, match="cannot be run"):
        call(["/no/such/command"], [world.second])
    assert words_of("mail -s 'two words' $HOME;rm") == ["mail", "-s", "two words", "$HOME;rm"]


OWN = """/*
id = "all-accounts"
question = "Which accounts are there?"
category = "quality"
does_not_prove = "Anything."
false_positives = ["All of them."]
references = ["none"]

[parameters.limit]
type = "integer"
default = 1000
maximum = 1000
help = "most rows"

[nodes]
account = "Account"
*/
MATCH (a:Account)
RETURN a.id AS account, 1 AS posts, 'it is there' AS because, 'nothing follows' AS caveat
ORDER BY account
LIMIT $limit
"""


def test_an_own_query_is_asked_again_like_any_other(case: Case) -> None:
    case.save_query(OWN)
    case.checks.add("everybody", "all-accounts")

    (first,) = case.checks.run(["everybody"])
    (again,) = case.checks.run(["everybody"])

    assert set(told(first)) == {"new"}
    assert set(told(again)) == {"unchanged"}
    (case.folder.queries / "all-accounts.cypher").unlink()
    (failed,) = case.checks.run(["everybody"])
    assert failed.failed


def test_a_check_says_that_the_files_are_others_than_it_was_asked_of(case: Case) -> None:
    name = case.checks.statuses()[0].check.name
    case.checks.run([name])
    assert not case.checks.statuses()[0].behind

    case.drop(case.reader.datasets[0].sha256)

    assert case.checks.statuses()[0].behind
