"""Detection in a case: a planted ring across platforms is found, kept, drawn, explained, and leaves nothing behind."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from analysis import AnalysisError
from analysis.shares import IMPRECISE, NO_TIME
from attribution import detecting
from attribution.case import Case, open_case
from attribution.errors import CaseError, UserError
from attribution.runs import Run
from attribution.share_kinds import KINDS, Request
from attribution.share_records import share_records
from graph.connection import Graph
from graph.facts import Facts
from graph.records import Ref
from graph.schema import DATASETS
from graph.subgraph import Edge
from graph.write import counts
from store.archive import import_case
from store.load import Transaction
from store.resolve import Reader
from tests.attribution.here import Here
from tests.attribution.shell import Run as Shell

Stored = Callable[..., Reader]
Rows = list[Facts]
START = 1_664_600_000_000
RING = ("facebook:903", "telegram:902", "x:900", "x:901")
NEAR_MISS = ("facebook:913", "telegram:912", "x:910", "x:911")
MINUTES = ("x:920", "x:921")


def shared(
    account: str, number: int, at: float | None, url: str, *, precision: str = "second", by_handle: bool = False
) -> Facts:
    """One post of an account that links an address; `at` in seconds from the start."""
    facts = Facts()
    platform, _, id_ = account.partition(":")
    author = facts.account(platform, handle=f"user{id_}") if by_handle else facts.account(platform, id=id_, handle=f"user{id_}")  # fmt: skip
    when = None if at is None else START + round(at * 1000)
    post = facts.post(
        platform,
        f"{id_}{number:04}",
        {"created_at": when, "ts_precision": precision if when is not None else None, "ts_origin": "utc"},
        author=author,
    )
    facts.link_url(post, f"https://{url}.example/story")
    return facts


def planted(seed: int = 7) -> Rows:
    """Ordinary accounts; a ring of four on three platforms, one of them under two keys; a near miss; times to the minute."""
    chance = random.Random(seed)
    span = 14 * 86_400
    rows = [
        shared(f"x:{100 + account}", number, chance.uniform(0, span), f"paper{chance.randrange(150)}")
        for account in range(60)
        for number in range(12)
    ]
    for occasion in range(8):
        at = chance.uniform(0, span)
        rows += [
            shared(
                account, occasion, at + 7 * place, f"ring{occasion}", by_handle=account == "x:900" and occasion % 2 == 1
            )
            for place, account in enumerate(RING)
        ]
        # the same things, hours apart
        rows += [
            shared(account, occasion, at + 4_000 * place, f"near{occasion}") for place, account in enumerate(NEAR_MISS)
        ]
        rows += [
            shared(account, occasion, at // 60 * 60, f"minute{occasion}", precision="minute") for account in MINUTES
        ]
    return rows


@pytest.fixture
def case(graph: Graph, stored: Stored) -> Here:
    """A case with the planted posts, on each engine in turn."""
    made = Here(stored(planted()).folder.root, graph)
    made.rebuild()
    return made


@pytest.fixture
def here(embedded_graph: Graph, stored: Stored) -> Here:
    """The same on the embedded engine alone."""
    made = Here(stored(planted()).folder.root, embedded_graph)
    made.rebuild()
    return made


def content(graph: Graph) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    nodes = graph.read("MATCH (n) RETURN labels(n) AS labels, n.id AS id, properties(n) AS p ORDER BY labels, id")
    links = graph.read("MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p")
    return nodes, sorted(links, key=lambda r: (r["t"], r["a"], r["b"], str(sorted(r["p"].items()))))


def links(case: Case) -> list[Edge]:
    rows = case.graph.read(
        "MATCH (a:Account)-[r:COORDINATED_WITH]->(b:Account) RETURN a.id AS a, b.id AS b, properties(r) AS p ORDER BY a, b"
    )
    return [
        Edge("COORDINATED_WITH", Ref("Account", r["a"]), Ref("Account", r["b"]), {k: v for k, v in r["p"].items() if k != DATASETS})
        for r in rows
    ]  # fmt: skip


def test_the_ring_is_found_across_platforms_and_the_near_miss_is_not(case: Here) -> None:
    run = case.detect(objects=("url",))

    assert [one.accounts for one in run.clusters] == [RING]
    assert run.clusters[0].platforms == ("facebook", "telegram", "x")
    assert (run.clusters[0].kinds, run.clusters[0].objects, run.clusters[0].links) == (("url",), 8, 6)
    assert sum(n for _, n in run.clusters[0].days) == 6 * 8
    assert run.clusters[0].largest_q < 0.001
    assert run.left_out[IMPRECISE] == 16
    found = links(case)
    assert {(e.start.key, e.end.key) for e in found} == {(a, b) for a in RING for b in RING if a < b}
    for edge in found:
        assert edge.properties["run"] == run.key
        assert edge.properties["weight"] == edge.properties["objects"] == 8
        assert edge.properties["mean_dt"] in (7.0, 14.0, 21.0)
        assert float(str(edge.properties["q"])) < 0.001
    members = case.graph.read(
        "MATCH (a:Account)-[:IN_CLUSTER]->(c:Cluster)-[:FOUND_BY]->(r:Run) RETURN a.id AS a, c.size AS size, r.id AS run ORDER BY a"
    )
    assert members == [{"a": account, "size": 4, "run": run.key} for account in RING]
    assert case.verify().clean, case.verify().told()


def test_the_same_question_on_the_same_data_is_the_run_that_is_there(case: Here) -> None:
    run = case.detect(objects=("url", "media"))
    before = content(case.graph)

    again = case.detect(objects=("media", "url"))

    assert again == run
    assert content(case.graph) == before
    assert case.runs() == (run,)
    assert case.detect(objects=("url",)).id != run.id
    assert len(case.runs()) == 2


def test_a_deleted_run_leaves_nothing_behind(case: Here) -> None:
    folders = {path.name for path in case.folder.tables.iterdir()}
    before = content(case.graph)
    run = case.detect(objects=("url",))
    assert content(case.graph) != before

    assert case.delete_run(run.id[:6]) == run

    assert content(case.graph) == before
    assert {path.name for path in case.folder.tables.iterdir()} == folders
    assert case.runs() == ()
    assert case.verify().clean, case.verify().told()


def test_a_rebuild_restores_runs(case: Here) -> None:
    run = case.detect(objects=("url",))
    before = content(case.graph)

    assert case.rebuild(fresh=True)

    assert content(case.graph) == before
    assert case.runs() == (run,)
    assert case.verify().clean, case.verify().told()


def test_other_data_make_a_run_stale_and_a_list_does_not(here: Here, stored: Stored) -> None:
    run = here.detect(objects=("url",))
    members = Facts()
    members.link("IN_SET", members.account("x", id="100"), members.node("Set", "case/s", {"name": "s"}))
    stored([members])
    assert not here.runs()[0].stale
    assert here.detect(objects=("url",)) == run

    stored([shared("x:555", 1, 10.0, "paper1"), shared("x:556", 1, 11.0, "paper1")])

    assert [one.stale for one in here.runs()] == [True]
    now = here.detect(objects=("url",))
    assert [one.stale for one in here.runs()] == [True, False]
    found = here.compare_runs(run.id, now.id)
    assert (found.pairs_both, found.pairs_only_a, found.pairs_only_b) == (6, (), ())
    assert found.clusters == ((1, 1, 1.0),)
    assert here.verify().clean, here.verify().told()


def test_a_run_outlives_the_file_that_it_was_made_on(here: Here) -> None:
    run = here.detect(objects=("url",))

    here.drop(here.reader.datasets[0].id)

    assert [one.stale for one in here.runs()] == [True]
    assert len(links(here)) == 6
    assert here.verify().clean, here.verify().told()
    here.delete_run(run.id)
    assert content(here.graph) == ([], [])


def test_a_link_opens_to_its_posts_with_file_and_row(case: Here) -> None:
    run = case.detect(objects=("url",))
    edge = next(e for e in links(case) if (e.start.key, e.end.key) == ("telegram:902", "x:900"))

    found = case.receipts(edge)

    assert found.total == 16
    assert len(found.posts) == 16
    first = found.posts[0]
    assert str(first["object"]).startswith("url:https://ring")
    assert abs(float(str(first["apart"]))) == 7.0
    assert first["places"] == [
        {"dataset": first["datasets"][0], "file": "file0.csv", "loader": "test 1", "row": first["places"][0]["row"]}  # type: ignore[index]
    ]
    assert [place["file"] for place in found.places] == [f"run {run.id}"]
    assert case.sources(edge) == list(found.places)
    for word in ("Shared:", "Move together:", "Run by: not shown", "not who", run.id, "within 60 s"):
        assert word in found.statement


class Killed(BaseException):
    """What stops a process in the middle."""


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 1, 3, 4, 5, 7])
def test_stopped_while_it_is_written_the_same_command_finishes(
    here: Here, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    wanted = here.detect(objects=("url",))
    whole = counts(here.graph)
    here.delete_run(wanted.id)
    plainly, seen = Graph.transaction, 0

    def transaction(self: Graph, work: Any, *, once: bool = False) -> Any:
        nonlocal seen
        seen += 1
        if seen > after:
            raise Killed
        return plainly(self, work, once=once)

    with monkeypatch.context() as patch:
        patch.setattr(Graph, "transaction", transaction)
        with pytest.raises(Killed):
            here.detect(objects=("url",))

    assert here.detect(objects=("url",)).hash == wanted.hash
    assert counts(here.graph) == whole
    assert here.verify().clean, here.verify().told()


def test_cancelled_before_it_is_kept_nothing_is_there(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(here.graph)

    def cancelled(self: Transaction) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "commit", cancelled)
        with pytest.raises(KeyboardInterrupt):
            here.detect(objects=("url",))

    assert here.runs() == ()
    assert content(here.graph) == before
    assert [d.name for d in here.reader.datasets] == ["file0.csv"]
    assert here.verify().clean


def test_an_archive_carries_runs(here: Here, tmp_path: Path) -> None:
    run = here.detect(objects=("url",))
    here.export(tmp_path / "case.zip")
    import_case(tmp_path / "case.zip", tmp_path / "other")

    other = Here(tmp_path / "other", here.graph)
    other.rebuild(fresh=True)

    assert other.runs() == (run,)
    assert other.verify().clean
    assert len(other.run_meetings(run.id)) == 48
    pairs = other.run_pairs(run.id)
    assert int(pairs["significant"].sum()) == run.significant == 6


def test_a_cluster_is_walked_from_and_to(here: Here) -> None:
    run = here.detect(objects=("url",))

    around = here.neighbours(Ref("Cluster", run.clusters[0].key)).subgraph
    assert {v.ref.key for v in around.vertices if v.ref.label == "Account"} == set(RING)
    assert [v.ref.key for v in around.vertices if v.ref.label == "Run"] == [run.key]
    assert sum(e.type == "COORDINATED_WITH" for e in around.edges) == 6
    beside = here.neighbours(Ref("Account", "x:900"), labels=["Account"]).subgraph
    assert {*RING} <= {v.ref.key for v in beside.vertices}


def test_damage_to_a_run_is_named(here: Here) -> None:
    run = here.detect(objects=("url",))
    place = next(here.folder.tables.glob(f"{run.id}-*"))
    for text in ("{", "[" * 200_000):
        (place / "run.json").write_text(text, "utf-8")
        with pytest.raises(CaseError, match=f"run.json: is damaged or missing .*case drop {run.id}"):
            here.runs()
    assert any("run.json" in line for line in here.verify().store.damage)
    here.drop(run.id)
    assert here.detect(objects=("url",)).hash == run.hash


def test_files_alone_count_where_files_are_told(here: Here) -> None:
    line, day = here.coverage().line, here.data_date()
    here.detect(objects=("url",))

    assert here.coverage().line == line
    assert here.data_date() == day
    told = here.info()
    assert [d["name"] for d in told.datasets] == ["file0.csv"]
    assert told.runs == 1


def test_only_some_accounts_platforms_and_days(here: Here) -> None:
    ring = here.detect(objects=("url",), accounts=["x:@user900", "x:901", "x:900"])
    assert ring.request.accounts == ("x:900", "x:901")
    assert ring.accounts == 2

    on_x = here.detect(objects=("url",), platforms=("x",))
    assert {(e.start.key, e.end.key) for e in links(here) if e.properties["run"] == on_x.key} <= {("x:900", "x:901")}

    first_week = here.detect(objects=("url",), until=START + 7 * 86_400_000)
    assert first_week.clusters[0].last_at < START + 7 * 86_400_000
    assert len({ring.id, on_x.id, first_week.id}) == 3


def test_two_accounts_are_explained_by_handle_key_or_not_at_all(here: Here) -> None:
    told = here.explain("@user900", "telegram:902", here.request(objects=("url",)))

    assert told.found.objects == 8
    assert told.found.reading in ("significant", "group")
    assert {post.partition(":")[0] for post, _ in told.posts} == {"x"}
    for posts in told.posts:
        assert [place["file"] for post in posts for place in told.places[post]] == ["file0.csv"] * 2
    assert here.runs() == ()
    apart = here.explain("x:910", "x:911", here.request(objects=("url",)))
    assert apart.found.receipts == ()
    with pytest.raises(CaseError, match="names 0 accounts of the case"):
        here.explain("@nobody", "x:901")


# -- what is refused


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"objects": ("url", "smell")}, "name kinds once each: url, media"),
        ({"objects": ()}, "name kinds once each"),
        ({"since": 2, "until": 1}, "is not before until"),
        ({"window": -1.0}, "must be seconds between 0 and a year"),
        ({"window": float("nan")}, "must be seconds between 0 and a year"),
        ({"window": 1e12}, "must be seconds between 0 and a year"),
        ({"fdr": 2.0}, "must lie between 0 and 1"),
        ({"platforms": ("x; drop",)}, "is no name of a platform"),
        ({"accounts": ("x:1",)}, "two or more can move together"),
    ],
)
def test_what_makes_no_sense_is_one_clear_line(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said) as told:
        Request(**asked)
    assert isinstance(told.value, CaseError | AnalysisError)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "holds no posts; load a file with posts first"),
        ([Facts()], "holds no posts"),
        ([shared("x:1", 1, None, "a"), shared("x:2", 1, None, "a")], f"none at a time that is known to the second .2 {NO_TIME}"),
        (
            [shared("x:1", 1, 0.0, "a", precision="day"), shared("x:2", 1, 0.0, "a", precision="minute")],
            f"2 {IMPRECISE}",
        ),
    ],
)  # fmt: skip
def test_data_that_tell_nothing_are_one_clear_line(
    embedded_graph: Graph, stored: Stored, rows: Rows, said: str
) -> None:
    stored(rows)
    case = Here(stored().folder.root, embedded_graph)
    with pytest.raises(CaseError, match=said):
        case.detect(objects=("url",))
    assert case.runs() == ()


def test_one_account_alone_and_everything_at_one_instant_are_right_answers(
    embedded_graph: Graph, stored: Stored
) -> None:
    stored([shared("x:1", n, float(n), "a") for n in range(5)])
    alone = Here(stored().folder.root, embedded_graph)
    assert alone.detect(objects=("url",)).significant == 0

    stored([shared(f"x:{n}", 1, 0.0, "b") for n in range(2, 40)])
    assert alone.detect(objects=("url",)).significant == 0


def test_a_kind_that_nobody_shared_is_told(here: Here) -> None:
    with pytest.raises(CaseError, match=r"no post shares what was asked for \(media within 60 s"):
        here.detect(objects=("media",))


# -- what is shared


def of_every_kind() -> Rows:
    """Two posts that share everything, and a repost that shares the post alone."""
    rows = []
    for account in ("1", "2"):
        facts = Facts()
        author = facts.account("x", id=account)
        post = facts.post("x", f"p{account}", {"created_at": START, "ts_precision": "second"}, author=author)
        facts.link_url(post, "https://news.example/a")
        facts.link_url(post, "https://youtube.com/")
        facts.link_url(post, "https://bit.ly/abc")
        facts.tag(post, "#Rare")
        facts.tag(post, "#Other")
        facts.tag(post, "#common")
        facts.text(post, "a text of forty characters and a few more of them")
        facts.mention(post, "x", handle="named")
        facts.link("REPLY_TO", post, facts.post("x", "asked"))
        facts.attach(post, [facts.media(platform="x", id="m1")])
        rows.append(facts)
    reposting = Facts()
    author = reposting.account("x", id="3")
    repost = reposting.post("x", "p3", {"created_at": START, "ts_precision": "second"}, author=author)
    reposting.link("REPOST_OF", repost, reposting.post("x", "p1"))
    short = Facts()
    greeting = short.post("x", "p4", {"created_at": START, "ts_precision": "second"}, author=short.account("x", id="4"))
    short.text(greeting, "good morning")
    who = Facts()
    who.account("x", id="77", handle="named")
    others = []
    for number in range(10, 30):
        facts = Facts()
        author = facts.account("x", id=str(number))
        facts.tag(facts.post("x", f"q{number}", {"created_at": START}, author=author), "#common")
        others.append(facts)
    return [*rows, reposting, short, who, *others]


@pytest.mark.parametrize(
    ("kind", "objects"),
    [
        ("url", {"url:https://news.example/a", "url:https://bit.ly/abc"}),
        ("media", {"media:x:m1"}),
        ("domain", {"domain:news.example"}),
        ("hashtag", {"hashtag:rare", "hashtag:other", "hashtag:common"}),
        ("repost", {"repost:x:p1"}),
        ("mention", {"mention:x:77"}),
        ("reply", {"reply:x:asked"}),
        ("hashtags", {"hashtags:other rare"}),
    ],
)
def test_each_kind_shares_what_it_says(stored: Stored, kind: str, objects: set[str]) -> None:
    table = share_records(stored(of_every_kind()), Request((kind,))).table

    assert set(table["object_id"].to_pylist()) == objects
    accounts = set(table["account_id"].to_pylist())
    assert accounts == ({"x:3"} if kind == "repost" else accounts | {"x:1", "x:2"})
    assert "x:3" not in accounts or kind == "repost"


def test_a_text_counts_from_forty_characters_on(stored: Stored) -> None:
    table = share_records(stored(of_every_kind()), Request(("text",))).table

    assert set(table["content_id"].to_pylist()) == {"x:p1", "x:p2"}
    assert set(KINDS) >= {str(one).partition(":")[0] for one in table["object_id"].to_pylist()}


def texts_of(*texts: str) -> Rows:
    rows = []
    for number, text in enumerate(texts):
        facts = Facts()
        author = facts.account("x", id=str(number))
        facts.text(facts.post("x", f"t{number}", {"created_at": START, "ts_precision": "second"}, author=author), text)
        rows.append(facts)
    return rows


WORDS = "why nobody should wait in line on tuesday at all because nothing will change"


def test_near_duplicate_texts_are_one_object_named_after_the_one_posted_most(stored: Stored) -> None:
    reader = stored(texts_of(f"{WORDS} friends", WORDS, WORDS, f"{WORDS} https://a.example/1", "another text of forty characters, about ferries"))  # fmt: skip

    table = share_records(reader, Request(("near_text",))).table

    shared = dict(zip(table["account_id"].to_pylist(), table["object_id"].to_pylist(), strict=True))
    plain = share_records(reader, Request(("text",))).table
    (exact,) = plain.filter(pc.field("account_id") == "x:1")["object_id"].to_pylist()
    assert {shared[f"x:{number}"] for number in range(4)} == {f"near_{exact}"}
    assert shared["x:4"] != shared["x:0"]


def test_identical_texts_are_not_counted_as_near_ones_again() -> None:
    with pytest.raises(CaseError, match="objects text, near_text: near-duplicates hold identical texts as well"):
        Request(("text", "near_text"))


# -- the shell


@pytest.mark.embedded
def test_the_shell_detects_lists_compares_and_deletes(run: Shell, stored: Stored, tmp_path: Path) -> None:
    root = stored(planted()).folder.root

    done = run("detect", "--case", root, "--object", "url", "--out", tmp_path / "edges.csv")
    assert done.returncode == 0, done.stderr
    assert "Looked at url within 60 s" in done.stdout
    assert "16 rows left out: time not known to the second" in done.stdout
    assert "Does not prove" in done.stdout
    assert len((tmp_path / "edges.csv").read_text("utf-8").splitlines()) > 6
    assert run("detect", "--case", root, "--object", "url", "--window", "600").returncode == 0
    with open_case(root) as case:
        one, other = case.runs()
    listed = run("runs", "--case", root)
    assert one.id in listed.stdout
    assert "as now" in listed.stdout
    compared = run("run", "compare", one.id, other.id[:5], "--case", root)
    assert "6 in both" in compared.stdout
    assert "Does not prove" in compared.stdout
    assert "groups" in run("run", "show", one.id, "--case", root).stdout
    explained = run("detect", "--case", root, "--object", "url", "--explain", "x:900", "x:901")
    assert "file0.csv" in explained.stdout
    assert "Does not prove" in explained.stdout
    refused = run("run", "delete", one.id, "--case", root)
    assert refused.returncode == 2
    assert run("run", "delete", one.id, "--case", root, "--yes").returncode == 0
    assert one.id not in run("runs", "--case", root).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "reads either a table or a case"),
        (["table.csv", "--case", "c"], "reads either a table or a case"),
        (["--case", "c", "--object", "smell"], "--object 'smell': is unknown; use url, media"),
        (["--case", "c", "--object", ","], "--object: names nothing"),
        (["--case", "c", "--since", "yesterday"], "--since 'yesterday': is no date"),
        (["--case", "c", "--since", "2022-10-02", "--until", "2022-10-01"], "is not before until"),
        (["--case", "c", "--window", "-5"], "must be seconds between 0 and a year"),
        (["--case", "c"], "is not a case"),
        (["table.csv", "--object", "url"], "--object: belongs to a case"),
    ],
)
def test_the_shell_says_what_is_wrong_in_one_line(run: Shell, words: list[str], said: str) -> None:
    done = run("detect", *words)

    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.embedded
def test_long_work_is_asked_for_first(run: Shell, stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    root = stored(planted()).folder.root
    monkeypatch.setattr(detecting, "PAIRS_PER_SECOND", 0.1)

    done = run("detect", "--case", root, "--object", "url")
    assert done.returncode == 2
    assert "pairs of posts to look at take about" in done.stderr
    assert "--yes" in done.stderr

    assert run("detect", "--case", root, "--object", "url", "--yes").returncode == 0


# -- the sample


@pytest.mark.embedded
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_on_the_sample_the_campaign_is_found_and_the_traps_are_not(sample: Case, truth: dict[str, Any]) -> None:
    run = sample.detect()
    try:
        _campaign_and_nothing_else(run, sample, truth)
        assert sample.verify().clean
    finally:
        sample.delete_run(run.id)


def _campaign_and_nothing_else(run: Run, sample: Case, truth: dict[str, Any]) -> None:
    campaign = {*truth["set_a"]["accounts"], *truth["associated"]["two_types"], *truth["associated"]["one_type"], *truth["off_x"]}  # fmt: skip
    pairs = sample.run_pairs(run.id)
    found = pairs[pairs["significant"]]
    robot = set(truth["traps"]["aggregator"]["accounts"])
    outside = [
        (a, b)
        for a, b in zip(found["account_a"], found["account_b"], strict=True)
        if a not in campaign or b not in campaign
    ]
    # a robot that posts every story on two platforms does move together with itself, and with nobody else
    assert all({a, b} <= robot for a, b in outside), outside
    across = sum(
        a.partition(":")[0] != b.partition(":")[0] for a, b in zip(found["account_a"], found["account_b"], strict=True)
    )
    assert across > 100
    accounts = {*found["account_a"], *found["account_b"]} & campaign
    assert len(accounts) >= 0.4 * len(campaign)
    assert {one for cluster in run.clusters for one in cluster.platforms} == {"facebook", "telegram", "tiktok", "x", "youtube"}  # fmt: skip
