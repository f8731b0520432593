"""Checks and their comparison, on rows made up by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from queries.catalogue import catalogue
from queries.check_state import ADD, DISMISS, UNDO, Dismissal, state_of
from queries.checking import check
from queries.checks import Check, asked, hit_key, hits_of, inputs, key_of, names_a_hit, strength_of
from queries.comparison import Comparison, Kind, compared
from queries.errors import QueryError
from queries.frontmatter import Query, parse_query
from queries.result import Result
from store.check_records import CheckRun, Entry, Evidence, Hit

MINUTE = 60_000
DAY = 86_400_000


def query(returned: str, nodes: str) -> Query:
    """A query with these columns and node columns."""
    return parse_query(
        f"""/*
id = "made-up"
question = "?"
category = "links"
does_not_prove = "anything"
false_positives = ["all"]
references = ["none"]
[parameters.limit]
type = "integer"
default = 3
maximum = 10
help = "most rows"
[nodes]
{nodes}
*/
MATCH (d:Domain) RETURN {returned} ORDER BY d.id LIMIT $limit
""",
        "made-up.cypher",
    )


SITES = query("d.id AS domain, 1 AS n_accounts, 2 AS posts, d.x AS accounts", 'domain = "Domain"\naccounts = "Account"')
CHECK = Check("sites", "made-up", {}, ("domain",), "n_accounts", DAY, "ana", 1)


def result(rows: Sequence[Mapping[str, Any]], asked_of: Query = SITES, **parameters: object) -> Result:
    return Result(asked_of, {"limit": 3, **parameters}, ("domain", "n_accounts", "posts", "accounts"), tuple(rows), ())


def dataset(id_: str, name: str, *, folder: str = "f", corrects: str | None = None) -> dict[str, Any]:
    return {"id": id_, "sha256": id_ * 2, "name": name, "folder": folder, "corrects": corrects}


A, B, C = dataset("aa", "a.csv"), dataset("bb", "b.csv"), dataset("cc", "c.csv")


def hit(domain: str, strength: float | None, **posts: str) -> Hit:
    """A hit with its posts, each said by the datasets that are named, separated by blanks."""
    said = {key: tuple(ids.split()) for key, ids in posts.items()}
    rests_on = Evidence(said, tuple(sorted({i for ids in said.values() for i in ids})))
    return Hit(hit_key(("domain",), {"domain": domain}), strength, {"domain": domain}, rests_on)


def run(number: int, datasets: Sequence[Mapping[str, Any]], **content: object) -> CheckRun:
    given = {
        "asked": asked(CHECK, result([])), "inputs": {}, "datasets": list(datasets), "limit": 3, "truncated": False,
        "notes": [], "lost": {}, "lost_since": number - 1,
    }  # fmt: skip
    return CheckRun(number, "sites", number * DAY, number * DAY + 1, "finished", "ana", "", {**given, **content})


def kinds(found: Comparison) -> dict[str, str]:
    return {one.hit.title: str(one.kind) for one in found.changes}


def cause(found: Comparison, domain: str) -> tuple[str, str]:
    (why,) = [one.why for one in found.changes if one.hit.title == domain]
    return why.cause, why.sentence


# -- what a check is


def test_a_check_is_due_when_its_last_answer_is_as_old_as_its_schedule() -> None:
    assert CHECK.due(None, 0)
    assert not CHECK.due(0, DAY - 6 * MINUTE)
    # a timer that comes a little early still counts
    assert CHECK.due(0, DAY - 5 * MINUTE)
    assert not Check("sites", "made-up", {}, ("domain",), "n_accounts", None, "ana", 1).due(None, 10 * DAY)


@pytest.mark.parametrize("name", ["", "Sites", "../up", "a b", "-p", "x" * 64])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(QueryError, match="is no name; use small letters"):
        Check(name, "made-up", {}, ("domain",), "n_accounts", None, "ana", 1)


def test_the_key_is_the_first_single_node_or_the_pair_or_the_list() -> None:
    assert key_of(SITES) == ("domain",)
    pairs = query("d.id AS account_a, d.x AS account_b, 1 AS posts", 'account_a = "Account"\naccount_b = "Account"')
    assert key_of(pairs) == ("account_a", "account_b")
    groups = query("d.id AS accounts, 1 AS posts", 'accounts = "Account"')
    assert key_of(groups) == ("accounts",)
    assert key_of(SITES, ["domain", "posts"]) == ("domain", "posts")
    with pytest.raises(QueryError, match=r"--key 'domian': is no column of query made-up; did you mean 'domain'\?"):
        key_of(SITES, ["domian"])


def test_the_strength_is_a_number_column_of_the_query() -> None:
    assert strength_of(SITES) == "n_accounts"
    assert strength_of(SITES, "posts") == "posts"
    with pytest.raises(QueryError, match="is no column"):
        strength_of(SITES, "power")


@pytest.mark.parametrize("found", catalogue().values(), ids=list(catalogue()))
def test_every_saved_query_has_a_key_and_a_strength(found: Query) -> None:
    assert key_of(found)
    assert strength_of(found)


def test_the_file_of_a_query_may_say_what_a_hit_is() -> None:
    found = query("d.id AS domain, 1 AS place, 1 AS median", 'domain = "Domain"\n[hit]\nkey = ["domain", "place"]\nstrength = "median"')  # fmt: skip
    assert (key_of(found), strength_of(found)) == (("domain", "place"), "median")
    assert key_of(found, ["place"]) == ("place",)
    wrong = query("d.id AS domain, '' AS because, '' AS caveat", 'domain = "Domain"\n[hit]\nkey = ["site"]')
    assert check(wrong) == ["made-up.cypher: hit names site, which is no column of the last RETURN; use one of because, caveat, domain"]  # fmt: skip
    with pytest.raises(QueryError, match="field keys is unknown; did you mean 'key'"):
        query("d.id AS domain", '[hit]\nkeys = ["domain"]')


def test_two_rows_with_one_key_are_refused() -> None:
    rows = [{"domain": d, "n_accounts": 1, "posts": n} for n, d in enumerate(["a.example", "b.example", "a.example"])]
    with pytest.raises(QueryError, match="rows 1 and 3 have the same domain; add it anew with more columns in --key"):
        hits_of(CHECK, rows, [Evidence()] * 3)


def test_a_strength_that_is_no_number_is_refused() -> None:
    with pytest.raises(QueryError, match="n_accounts of row 1 is no number"):
        hits_of(CHECK, [{"domain": "a.example", "n_accounts": "many"}], [Evidence()])
    (found,) = hits_of(CHECK, [{"domain": "a.example", "n_accounts": float("nan")}], [Evidence()])
    assert found.strength is None


def test_a_row_that_names_nothing_is_no_hit() -> None:
    assert names_a_hit(SITES, ("domain",), {"domain": "a.example"})
    assert not names_a_hit(SITES, ("n_accounts", "domain"), {"domain": None, "n_accounts": 3})
    assert names_a_hit(SITES, ("posts",), {"posts": 0})


def test_a_list_in_a_key_has_no_order() -> None:
    assert hit_key(["accounts"], {"accounts": ["b", "a"]}) == hit_key(["accounts"], {"accounts": ("a", "b")})
    assert hit_key(["accounts"], {"accounts": ["a"]}) != hit_key(["accounts"], {"accounts": "a"})


# -- what differs


def test_every_hit_of_a_first_run_is_new() -> None:
    found = compared(None, (run(1, [A]), [hit("a.example", 3, p1="aa")]))
    assert kinds(found) == {"a.example": "new"}
    assert found.changes[0].why.cause == "first"


def test_new_stronger_weaker_gone_and_unchanged_with_the_posts_and_files_that_made_the_difference() -> None:
    before = [
        hit("same.example", 3, p1="aa"),
        hit("rising.example", 2, p2="aa", p3="aa"),
        hit("fading.example", 3, p4="aa", p5="bb", p6="bb"),
        hit("gone.example", 2, p7="bb", p8="bb"),
    ]
    now = [
        hit("same.example", 3, p1="aa"),
        hit("rising.example", 4, p2="aa", p3="aa", p9="cc", p10="cc"),
        hit("fading.example", 1, p4="aa"),
        hit("new.example", 2, p11="cc", p12="aa cc"),
    ]
    lost = {before[3].key: Evidence().as_json()}
    found = compared((run(1, [A, B]), before), (run(2, [A, C], lost=lost), now))

    assert kinds(found) == {
        "same.example": "unchanged", "rising.example": "stronger", "fading.example": "weaker",
        "new.example": "new", "gone.example": "gone",
    }  # fmt: skip
    rising, fading = found.changes[1].why, found.changes[2].why
    assert (rising.posts, rising.files) == (("p9", "p10"), ("c.csv",))
    assert rising.sentence == "2 posts came with c.csv: p9, p10; 2 posts stood there before"
    assert (fading.cause, fading.posts, fading.files) == ("dropped", ("p5", "p6"), ("b.csv",))
    assert cause(found, "new.example") == ("loaded", "1 post came with c.csv: p11; 1 post stood there before")
    assert cause(found, "gone.example") == ("dropped", "its dataset b.csv was dropped, which held 2 of its 2 posts")


def test_a_hit_that_vanished_from_the_data_is_told_from_one_whose_dataset_was_dropped() -> None:
    before = [hit(f"{name}.example", 2, p1="aa", p2="aa") for name in ("vanished", "crowded", "unseen")]
    lost = {
        before[0].key: Evidence().as_json(),
        before[1].key: hit("", 9, p1="aa", p2="aa", p3="cc").evidence.as_json(),
    }
    found = compared((run(1, [A]), before), (run(2, [A, C], lost=lost), []))

    assert set(kinds(found).values()) == {"gone"}
    assert cause(found, "vanished.example")[0] == "vanished"
    assert "2 of its 2 posts no longer stand behind it (no file that said them was dropped)" in cause(found, "vanished.example")[1]  # fmt: skip
    assert cause(found, "crowded.example")[0] == "left out"
    assert "all 2 posts behind it are still in the data, and 1 post more" in cause(found, "crowded.example")[1]
    assert cause(found, "unseen.example")[0] == "unknown"


def test_a_dropped_file_whose_posts_stand_in_another_is_not_the_reason() -> None:
    before = [hit("crowded.example", 2, p1="aa bb")]
    lost = {before[0].key: hit("", 2, p1="aa").evidence.as_json()}
    found = compared((run(1, [A, B]), before), (run(2, [A], lost=lost), []))
    assert cause(found, "crowded.example")[0] == "left out"


def test_what_took_the_place_of_a_dropped_file_is_named() -> None:
    corrected = dataset("dd", "b2.csv", corrects="bbbb")
    before = [hit("gone.example", 2, p1="bb")]
    lost = {before[0].key: Evidence().as_json()}
    found = compared((run(1, [A, B]), before), (run(2, [A, corrected], lost=lost), []))
    assert cause(found, "gone.example")[1].endswith("; b2.csv was loaded in its place")


def test_a_file_that_was_read_anew_is_named() -> None:
    before = [hit("gone.example", 2, p1="aa")]
    lost = {before[0].key: Evidence().as_json()}
    again = dataset("aa", "a.csv", folder="g")
    found = compared((run(1, [A]), before), (run(2, [again], lost=lost), []))
    assert cause(found, "gone.example")[0] == "vanished"
    assert "a.csv was read anew" in cause(found, "gone.example")[1]


def test_a_hit_beyond_the_limit_is_neither_gone_nor_new() -> None:
    old, other = hit("old.example", 2, p1="aa"), hit("other.example", 2, p2="aa")
    now_cut = compared((run(1, [A]), [old]), (run(2, [A], truncated=True), [other]))
    assert kinds(now_cut) == {"other.example": "new", "old.example": "beyond the limit"}
    before_cut = compared((run(1, [A], truncated=True), [old]), (run(2, [A]), [old, other]))
    assert kinds(before_cut) == {"old.example": "unchanged", "other.example": "beyond the limit"}
    assert "limit = 3" in before_cut.notes[0]
    # what was loaded since cannot have stood beyond the earlier limit
    loaded = hit("loaded.example", 2, p3="cc")
    assert kinds(compared((run(1, [A], truncated=True), [old]), (run(2, [A, C]), [old, loaded])))["loaded.example"] == "new"  # fmt: skip
    # and what has no post left cannot stand beyond this one
    lost = {old.key: Evidence().as_json()}
    assert kinds(compared((run(1, [A]), [old]), (run(2, [A], truncated=True, lost=lost), [])))["old.example"] == "gone"


def test_runs_that_asked_differently_call_nothing_new_or_gone() -> None:
    before = run(1, [A])
    later = run(2, [A], asked=asked(CHECK, result([], query("d.id AS domain, 3 AS n_accounts", 'domain = "Domain"'), window=5)))  # fmt: skip
    found = compared((before, [hit("a.example", 1), hit("b.example", 2)]), (later, [hit("b.example", 3), hit("c.example", 1)]))  # fmt: skip
    assert kinds(found) == {
        "b.example": "in both",
        "c.example": "only in the later",
        "a.example": "only in the earlier",
    }
    assert found.differs == ("the text of query made-up has changed", "window = 5, before nothing")


def test_other_members_of_a_set_are_told() -> None:
    found = compared((run(1, [A], inputs={"set Set A": "1"}), []), (run(2, [A], inputs={"set Set A": "2"}), []))
    assert "set Set A has other members than at the earlier run" in found.notes[0]
    assert inputs(result([]), "f00") == {}


def test_the_same_strength_is_unchanged_and_an_unknown_one_is_not_compared() -> None:
    found = compared((run(1, [A]), [hit("a.example", 1), hit("b.example", None)]), (run(2, [A]), [hit("a.example", 1.0), hit("b.example", 2)]))  # fmt: skip
    assert set(kinds(found).values()) == {"unchanged"}


def test_posts_that_were_too_many_to_keep_are_not_taken_for_gone() -> None:
    before = Hit(hit("a.example", 2).key, 2, {}, Evidence({"p1": ("aa",)}, ("aa",), whole=False))
    now = Hit(before.key, 1, {}, Evidence({"p2": ("aa",)}, ("aa",), whole=False))
    (change,) = compared((run(1, [A]), [before]), (run(2, [A]), [now])).changes
    assert (change.kind, change.why.posts) == (Kind.WEAKER, ())


def test_a_hit_without_posts_is_explained_by_files() -> None:
    """A fingerprint stands on websites, not in posts."""
    before = [Hit(hit("a.example", 2).key, 2, {}, Evidence({}, ("bb",)))]
    gone = compared((run(1, [A, B]), before), (run(2, [A], lost={before[0].key: Evidence().as_json()}), []))
    assert cause(gone, "a.example") == ("dropped", "its dataset b.csv was dropped, which spoke of it")
    stronger = [Hit(before[0].key, 3, {}, Evidence({}, ("bb", "cc")))]
    found = compared((run(1, [A, B]), before), (run(2, [A, B, C]), stronger))
    assert cause(found, "a.example") == ("loaded", "c.csv was loaded since and speaks of it")


def test_a_hit_that_names_nothing_is_explained_by_what_was_loaded_and_dropped() -> None:
    hour = [Hit(hit("a.example", 2).key, number, {}, Evidence()) for number in (2, 3)]
    rose = compared((run(1, [A, B]), [hour[0]]), (run(2, [A, C]), [hour[1]]))
    assert cause(rose, "a.example")[0] == "unknown"
    assert cause(rose, "a.example")[1].endswith("since the earlier run: c.csv loaded and b.csv dropped")
    fell = compared((run(1, [A]), [hour[1]]), (run(2, [A]), [hour[0]]))
    assert cause(fell, "a.example")[1].endswith("since the earlier run: no file loaded or dropped")


# -- what was said


def entry(number: int, action: str, **body: object) -> Entry:
    return Entry(number, number, "ana", action, "sites", body, "", "")


def test_the_last_word_on_a_hit_stands() -> None:
    key = hit("a.example", 2).key
    said = {"key": key, "reason": "known", "until": DAY, "unless_above": 2, "column": "n_accounts"}
    entries = [
        entry(1, ADD, **CHECK.as_json()),
        entry(2, DISMISS, **said),
        entry(3, DISMISS, **{**said, "reason": "again"}),
    ]
    state = state_of(entries)
    assert state.checks["sites"].key == ("domain",)
    assert state.dismissals["sites", key].reason == "again"
    assert state_of([*entries, entry(4, UNDO, key=key)]).dismissals == {}
    assert state_of([*entries, entry(4, "remove")]).checks == {}


def test_a_dismissal_holds_until_a_day_and_up_to_a_strength() -> None:
    found = Dismissal("sites", "k", "known", "ana", 0, DAY, 2, "n_accounts")
    assert found.silences(hit("a.example", 2), "n_accounts", DAY - 1)
    assert not found.silences(hit("a.example", 2), "n_accounts", DAY)
    assert not found.silences(hit("a.example", 2.5), "n_accounts", 0)
    assert not found.silences(hit("a.example", 2), "information", 0)
    assert not Dismissal("sites", "k", "", "ana", 0, DAY, None, "n_accounts").silences(hit("a", 1), "n_accounts", 0)
