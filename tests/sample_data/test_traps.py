"""Each trap bites a naive question; what tells it apart stands in the data."""

import csv
import json
from collections import Counter, defaultdict
from typing import Any

import pytest

from tests.sample_data.plain import Sample, canonical, normal, rows_of, unpacked

Json = dict[str, Any]


@pytest.fixture(scope="module")
def traps(shipped: Sample) -> Json:
    found: Json = shipped.truth["traps"]
    return found


def test_fans_react_fast_to_what_many_share(shipped: Sample, traps: Json) -> None:
    fans, star = set(traps["fans"]["accounts"]), traps["fans"]["star"]
    sharers = shipped.sharers()
    fast: Counter[str] = Counter()
    for post in shipped.of(list(fans)):
        target = shipped.posts.get(post.target or "")
        if target and target.account == star and post.at - target.at <= 25:
            fast[post.account] += 1
            assert len(sharers["Post", target.key]) > 80
    assert len(fans) == 40
    assert set(fast.values()) == {25}
    assert all(len(sharers["Media", video]) > 80 for video in traps["fans"]["media"])


def test_the_agency_text_is_the_most_copied_one(shipped: Sample, traps: Json) -> None:
    texts = {key: len(accounts) for (label, key), accounts in shipped.sharers().items() if label == "Text"}
    planted = [len(o["sharers"]) for o in shipped.truth["planted"] if o["label"] == "Text"]
    assert max(texts, key=lambda key: texts[key]) == traps["newsrooms"]["text"]
    assert texts[traps["newsrooms"]["text"]] == 62
    assert {texts[key] for key in traps["advocacy"]["texts"]} == {56}
    assert len(planted) == 40
    assert max(planted) < 20
    # apart from these, word-for-word copies are two friends' jokes
    known = {o["key"] for o in shipped.truth["planted"]} | {traps["newsrooms"]["text"], *traps["advocacy"]["texts"]}
    rest = [n for key, n in texts.items() if n > 1 and key not in known]
    assert rest.count(2) == 8
    assert len(rest) == 9, "the jokes, and the listed network's own text"


def test_crowds_of_the_viral_video_and_the_stock_picture(shipped: Sample, traps: Json) -> None:
    sharers, set_a = shipped.sharers(), set(shipped.truth["set_a"]["accounts"])
    viral = sharers["Media", traps["viral_video"]["media"]]
    assert len(viral) == traps["viral_video"]["sharers"] == 2_000
    assert len(viral & set_a) == 20
    stock = sharers["Media", traps["stock_picture"]["media"]]
    assert stock == set(traps["stock_picture"]["accounts"])
    assert len(stock) == 147
    assert len(stock & set_a) == 8


def test_shortener_and_shared_host_are_rare_yet_nobodys(shipped: Sample, traps: Json) -> None:
    sharers, set_a = shipped.sharers(), set(shipped.truth["set_a"]["accounts"])
    for name, expected in (("shortener", 25), ("shared_host", 18)):
        accounts = sharers["Domain", traps[name]["domain"]]
        assert accounts == set(traps[name]["accounts"])
        assert len(accounts) == expected
        assert 2 < len(accounts & set_a) < 5
    short = [url for post in shipped.posts.values() for url in post.urls if "//bit.ly/" in url]
    assert len(short) == len(set(short)) == 400


def test_the_robot_has_most_links_in_common_with_set_a(shipped: Sample, traps: Json) -> None:
    set_a = set(shipped.truth["set_a"]["accounts"])
    common: dict[str, int] = defaultdict(int)
    for (label, _), accounts in shipped.sharers().items():
        if label == "Url" and accounts & set_a:
            for account in accounts - set_a:
                common[account] += 1
    robots = traps["aggregator"]["accounts"]
    ranked = sorted(common, key=lambda account: -common[account])
    assert set(ranked[:2]) == set(robots)
    assert all(len(shipped.sharers()["Url", url]) >= 110 for url in traps["aggregator"]["urls"])


def test_the_open_campaign_shares_nothing_with_the_other(shipped: Sample, traps: Json) -> None:
    group, campaign = set(traps["advocacy"]["accounts"]), set(shipped.planted())
    assert len(group) == 56
    for (label, key), accounts in shipped.sharers().items():
        if accounts & group and accounts & campaign:
            assert len(accounts) >= 110, (label, key)


def test_one_name_twice_and_one_handle_twice(shipped: Sample, traps: Json) -> None:
    named = [account for account, name in shipped.names.items() if name == traps["one_name_twice"]["name"]]
    assert sorted(named) == sorted(traps["one_name_twice"]["accounts"])
    handle = traps["one_handle_twice"]["handle"].casefold()
    held = [account for account, handles in shipped.handles.items() if handle in {h.casefold() for h in handles}]
    assert sorted(held) == sorted(traps["one_handle_twice"]["accounts"])
    assert {account.partition(":")[0] for account in held} == {"x", "tiktok"}
    names = Counter(shipped.names.values())
    assert sorted(name for name, times in names.items() if times > 1) == sorted(
        {traps["one_name_twice"]["name"], "Most Read Robot"}
        | ({"Rivers Coalition"} & set(names) if names["Rivers Coalition"] > 1 else set())
    )


def test_the_renamed_account(shipped: Sample, traps: Json) -> None:
    trap = traps["renamed"]
    assert shipped.handles[trap["account"]] == {trap["former_handle"], trap["handle"]}
    assert shipped.handles[trap["stranger"]] == {trap["former_handle"]}
    listed = [
        row["handle"].rsplit("/", 1)[-1].removeprefix("@").casefold()
        for row in rows_of(shipped.root / "files/lists/set-a.csv")
    ]
    assert trap["handle"].casefold() in listed
    assert trap["former_handle"].casefold() not in listed
    assert trap["account"] in shipped.truth["set_a"]["topics"]["us_elections"]
    own = [p for p in shipped.of([trap["account"]]) if "midterm" in p.text.casefold() or "ballot" in p.text.casefold()]
    assert any(p.at * 1_000 < trap["renamed_at"] for p in own)
    assert any(p.at * 1_000 > trap["renamed_at"] for p in own)
    # the other members have one handle each
    assert all(len(shipped.handles[a]) == 1 for a in shipped.truth["set_a"]["accounts"] if a != trap["account"])


def test_minutes_and_distance(shipped: Sample, traps: Json) -> None:
    trap = traps["minutes"]
    for urls, least, most in ((trap["seconds_before_the_minute"], -9, -2), (trap["inside_the_minute"], 2, 9)):
        assert len(urls) == 6
        for url in urls:
            posts = [p for p in shipped.posts.values() if url in map(canonical, p.urls)]
            (minute,) = [p for p in posts if p.platform == "telegram"]
            assert minute.at % 60 == 0
            assert minute.account in trap["accounts"]
            assert {least <= p.at - minute.at <= most for p in posts if p is not minute} == {True}


def test_the_greeting_is_one_character_short(shipped: Sample) -> None:
    short = Counter(normal(p.text) for p in shipped.posts.values() if p.kind != "repost" and len(normal(p.text)) == 39)
    text, times = short.most_common(1)[0]
    assert text.startswith("good morning")
    assert times >= 126


def test_damaged_ids(shipped: Sample, traps: Json) -> None:
    rows = rows_of(shipped.root / "files/facebook/pages-resaved.csv.gz")
    damaged = [row["Facebook Id"] for row in rows if "E+" in row["Facebook Id"] or row["Facebook Id"].endswith("000")]
    assert sorted(damaged) == traps["damaged_ids"]["values"]
    assert (len(damaged), len(rows)) == (18, 24)
    assert shipped.truth["rejected"]["files/facebook/pages-resaved.csv.gz"] == {"id_damaged": 18}


def test_fingerprints(shipped: Sample, traps: Json) -> None:
    text = unpacked(shipped.root / "files/sites/fingerprints.csv.gz").decode().replace("\r\r\n", "\n")
    found: dict[str, set[str]] = defaultdict(set)
    waiting: list[str] = []
    sites = set()
    for kind, content, domain in list(csv.reader(text.splitlines()))[1:]:
        if not domain:
            waiting.append(f"{kind}:{content}")
            continue
        if kind == "domain_suffix":
            for one in waiting:
                found[one].add(domain)
            waiting = []
        sites.add(domain)
        found[f"{kind}:{content.strip()}"].add(domain)
    truth = shipped.truth["sites"]
    assert sorted(found[truth["verification"]]) == sorted(found[truth["analytics"]]) == truth["actor"]
    assert sorted(found[traps["agency_id"]["fingerprint"]]) == traps["agency_id"]["domains"]
    assert len(found[traps["shared_ip"]["fingerprint"]]) == 13
    assert found[traps["cdn"]["fingerprint"]] == sites
    assert len(sites) == 38
    # no innocent value is as rare as the actor's
    strong = {
        k: v for k, v in found.items() if k.startswith(("ga_id:", "verification_id:", "ip:")) and 2 <= len(v) < 12
    }
    assert all(v <= set(truth["actor"]) for v in strong.values())


def test_statements_stand_side_by_side(shipped: Sample) -> None:
    rows = rows_of(shipped.root / "files/lists/statements.csv")
    assert [row["attributes"] for row in rows] == ["no_explicit_link", "no_explicit_link", "little_doubt", "denied"]
    assert {row["about"] for row in rows} == {f"set:Set A; network:{shipped.truth['listed']['network']}"}


def test_truth_is_plain_json(shipped: Sample) -> None:
    content = (shipped.root / "truth.json").read_text("utf-8")
    assert json.loads(content)["seed"] == 1
    for name, trap in shipped.truth["traps"].items():
        assert trap["is"], name
        assert trap["expected"], name
        assert all(1 <= number <= 10 for number in trap["queries"]), name
