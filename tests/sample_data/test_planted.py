"""What was planted can be found, and what was not cannot: counted in plain Python, without the project's queries."""

from collections import defaultdict
from collections.abc import Callable
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from sample_data.generator.settings import Settings
from tests.sample_data.plain import OTHERS, Plain, Sample, canonical, normal, rows_of, shared_by

Json = dict[str, Any]
NOBODYS = {("Domain", "bit.ly"), ("Domain", "telegra.ph")}


@pytest.fixture(scope="module", params=["shipped", *OTHERS])
def sample(request: pytest.FixtureRequest, shipped: Sample, made: Callable[[Settings], Sample]) -> Sample:
    return shipped if request.param == "shipped" else made(OTHERS[request.param])


def test_counts(sample: Sample) -> None:
    counts = sample.truth["counts"]
    assert len(sample.posts) == counts["posts"]
    assert (
        len(sample.truth["set_a"]["accounts"]) == counts["set_a"] == len(rows_of(sample.root / "files/lists/set-a.csv"))
    )
    near = sample.truth["associated"]
    assert [len(near[name]) for name in ("two_types", "one_type", "camouflage")] == [240, 60, 40]
    assert len(sample.truth["off_x"]) == 85
    videos = sample.truth["videos"]
    assert (len(videos["linked"]), len(videos["recut"])) == (14, 10)
    posting = {post.account for post in sample.posts.values()}
    assert {*sample.planted(), *near["camouflage"]} <= posting
    begin, end = 1_664_150_400 - 10, 1_667_865_600
    assert all(begin <= post.at < end for post in sample.posts.values())


def test_size_of_the_shipped_sample(shipped: Sample) -> None:
    counts = shipped.truth["counts"]
    assert (counts["set_a"], counts["election"], counts["stated"], counts["named"]) == (165, 55, 83, 19)
    assert 5_800 <= counts["ordinary_accounts"] <= 6_200
    assert 44_000 <= counts["posts"] <= 47_000


def test_coding_on_us_elections(sample: Sample, terms: Callable[[Path], dict[str, Json]]) -> None:
    topics, truth = terms(sample.root), sample.truth["set_a"]
    elections = topics["us_elections"]
    bare: set[str] = set()
    on_topic: dict[str, int] = defaultdict(int)
    for post in sample.of(truth["accounts"]):
        text = normal(post.text)
        if post.kind == "repost" or not elections["terms"].search(text):
            continue
        bare.add(post.account)
        if post.kind in elections["kinds"] and not elections["exclusions"].search(text):
            on_topic[post.account] += 1
    found = {account for account, posts in on_topic.items() if posts >= elections["minimum_posts"]}
    assert sorted(found) == truth["topics"]["us_elections"]
    assert len(found) == sample.truth["counts"]["election"]
    assert sorted(bare) == truth["bare_keywords"]
    assert len(bare) == len(found) + 6 + 5 + 4
    assert {account for account, posts in on_topic.items() if posts < 3} == set(truth["not_on_topic"]["few"])


def test_coding_of_the_claims(sample: Sample, terms: Callable[[Path], dict[str, Json]]) -> None:
    topics, truth = terms(sample.root), sample.truth["set_a"]
    for topic, expected in (("stolen_2020", 22), ("conspiracy", 9), ("street", 7)):
        says = {
            post.account
            for post in sample.of(truth["accounts"])
            if post.kind in ("post", "reply") and topics[topic]["terms"].search(normal(post.text))
        }
        assert sorted(says & set(truth["topics"]["us_elections"])) == truth["topics"][topic]
        assert len(truth["topics"][topic]) == expected
        # the same words stand elsewhere too, so that counting them without the first topic gives more
        assert len(says) > expected
    all_three = [set(truth["topics"][topic]) for topic in ("stolen_2020", "conspiracy", "street")]
    assert all_three[0] & all_three[1]
    assert all_three[1] & all_three[2]


def _rare_ties(sample: Sample, most: int) -> dict[str, set[tuple[str, str]]]:
    """By account outside set A, the objects that it shares with the set and that few share."""
    set_a = set(sample.truth["set_a"]["accounts"])
    ties: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for thing, accounts in sample.sharers().items():
        if thing not in NOBODYS and 2 <= len(accounts) <= most and accounts & set_a:
            for account in accounts - set_a:
                ties[account].add(thing)
    return ties


def _type(thing: tuple[str, str]) -> str:
    label, key = thing
    # a page brings its domain with it, and a video's page the video
    return "link" if label in ("Url", "Domain") or (label == "Media" and not key.startswith("sha256:")) else label


@pytest.mark.parametrize("most", [30, 50, 60])
def test_ties_to_set_a(sample: Sample, most: int) -> None:
    ties, near = _rare_ties(sample, most), sample.truth["associated"]
    debunker = sample.truth["traps"]["debunker"]["accounts"][0]
    two = {account for account, things in ties.items() if len({_type(thing) for thing in things}) >= 2}
    assert two == {*near["two_types"], *sample.truth["off_x"]}
    assert {account for account, things in ties.items() if len(things) == 1} == set(near["one_type"])
    assert set(ties) - two - set(near["one_type"]) == {debunker}
    assert {label for label, _ in ties[debunker]} == {"Post"}
    assert len(ties[debunker]) == 30
    assert not set(near["camouflage"]) & set(ties)


def test_sharers_of_planted_objects(sample: Sample) -> None:
    sharers, truth = sample.sharers(), sample.truth
    debunker = truth["traps"]["debunker"]["accounts"][0]
    for one in truth["planted"]:
        found = sharers[one["label"], one["key"]]
        assert found - {debunker} == set(one["sharers"])
        assert (debunker in found) == (one["key"] in truth["traps"]["debunker"]["quoted"])
        assert 3 <= len(one["sharers"]) <= truth["most_sharers_of_a_planted_object"] <= 28


def test_whatever_else_the_campaign_shares_is_common(sample: Sample) -> None:
    campaign = {*sample.planted(), *sample.truth["associated"]["camouflage"]}
    debunker = set(sample.truth["traps"]["debunker"]["accounts"])
    wire = sample.truth["traps"]["newsrooms"]["text"]
    for (label, key), accounts in sample.sharers().items():
        outside = accounts - campaign - debunker
        if not outside or not accounts & campaign or (label, key) in NOBODYS:
            continue
        assert len(accounts) >= (62 if key == wire else 110), (label, key)


def test_the_listed_network_has_no_tie(sample: Sample) -> None:
    listed, set_a = sample.truth["listed"], set(sample.truth["set_a"]["accounts"])
    named, common = set(listed["named"]), set()
    for (label, key), accounts in sample.sharers().items():
        if accounts & named and accounts & set_a:
            assert len(accounts) >= 110, (label, key)
            common |= {key} if label == "Hashtag" else set()
    assert common == set(listed["common_hashtags"])
    assert len(listed["named"]) == 19
    assert {post.account for post in sample.of(listed["named"])} == set(listed["seen"])
    rows = rows_of(sample.root / "files/lists/Q4_2022_LANTERN_CIB_NETWORK.csv")
    stated = [row["Indicator"] for row in rows if row["Indicator"].endswith(" accounts")]
    assert stated == [f"{sample.truth['counts']['stated']} accounts"]
    links = [row["Indicator"] for row in rows if row["Procedure"].startswith("0.9.4")]
    assert {f"x:@{link.rsplit('/', 1)[1].casefold()}" for link in links} == set(listed["named_as"])


def test_linked_videos_are_found_and_cuts_are_not(sample: Sample) -> None:
    set_a, sharers = set(sample.truth["set_a"]["accounts"]), sample.sharers()
    for video in sample.truth["videos"]["linked"]:
        accounts = sharers["Media", video["media"]]
        assert video["uploader"] in accounts
        assert accounts & set_a
        assert {account.partition(":")[0] for account in accounts} >= {"x", "telegram", "facebook"}
    for video in sample.truth["videos"]["recut"]:
        media = [copy["media"] for copy in video["copies"]]
        assert len(set(media)) == len(media) == 4
        assert {copy["account"].partition(":")[0] for copy in video["copies"]} == {"x", "telegram", "tiktok"}
        for copy in video["copies"]:
            assert sharers["Media", copy["media"]] == {copy["account"]}
            things = set(shared_by(sample.posts[copy["post"]])) - {("Media", copy["media"])}
            assert all(sharers[thing] == {copy["account"]} for thing in things)


def _closest_across_platforms(posts: list[Plain]) -> float:
    pairs = ((a, b) for i, a in enumerate(posts) for b in posts[i + 1 :])
    return min((b.at - a.at for a, b in pairs if a.platform != b.platform and a.account != b.account), default=inf)


def shares_in_order(sample: Sample) -> dict[tuple[str, str], list[Plain]]:
    by_thing: dict[tuple[str, str], list[Plain]] = defaultdict(list)
    for post in sorted(sample.posts.values(), key=lambda p: (p.at, p.key)):
        for thing in shared_by(post):
            if thing[0] in ("Url", "Media"):
                by_thing[thing].append(post)
    return by_thing


def test_links_across_platforms_within_a_minute(shipped: Sample) -> None:
    by_thing = shares_in_order(shipped)
    found = {
        thing
        for thing, posts in by_thing.items()
        if 2 <= len({p.account for p in posts}) <= 50 and _closest_across_platforms(posts) <= 60
    }
    planted = {
        (o["label"], o["key"]) for o in shipped.truth["planted"] if o["name"] in ("site", "page", "video", "image")
    }
    assert planted <= found
    traps = shipped.truth["traps"]
    pages_of_videos = {
        t for t in found if t[0] == "Url" and t[1].startswith(("https://www.youtube.com/", "https://www.tiktok.com/"))
    }
    assert len(pages_of_videos) == 14
    minutes = {
        ("Url", u) for u in traps["minutes"]["seconds_before_the_minute"] + traps["minutes"]["inside_the_minute"]
    }
    open_campaign = {t for t in found if traps["advocacy"]["domain"] in t[1]}
    assert found - planted - pages_of_videos == minutes | open_campaign
    assert len(minutes) == 12
    for url in traps["too_far_apart"]["urls"]:
        assert _closest_across_platforms(by_thing["Url", url]) > 8 * 3_600


def test_order_of_platforms(shipped: Sample) -> None:
    orders, by_thing = [o for o in shipped.truth["planted"] if o["name"] == "video"], shares_in_order(shipped)
    for one in orders:
        first: dict[str, int] = {}
        for post in by_thing["Media", one["key"]]:
            first.setdefault(post.platform, post.at * 1_000)
        assert [(p["platform"], p["first_at"]) for p in one["platforms_in_order"]] == list(first.items())
        assert next(iter(first)) == one["key"].partition(":")[0]


def test_engagement(sample: Sample) -> None:
    truth = sample.truth["engagement"]
    for name, accounts in (("set_a", sample.truth["set_a"]["accounts"]), ("off_x", list(sample.truth["off_x"]))):
        own = [p for p in sample.of(accounts) if p.kind != "repost" and p.platform != "telegram"]
        for platform, expected in truth["groups"][name].items():
            posts = [p for p in own if platform in (p.platform, "overall")]
            values = sorted(p.counts["engagement"] for p in posts)
            known = [p.counts["views"] for p in posts if "views" in p.counts]
            assert (len(posts), sum(values)) == (expected["posts"], expected["engagement"]["sum"])
            assert median(values) == expected["engagement"]["median"] == 0
            assert (len(posts) - len(known), median(known)) == (
                expected["views"]["missing"],
                expected["views"]["median"],
            )
            assert sum(known) / len(known) == pytest.approx(expected["views"]["mean"], abs=1e-5)
            filled = [*known, *[0] * (len(posts) - len(known))]
            assert median(filled) == expected["views_if_gaps_were_zero"]["median"] < expected["views"]["median"]
            assert expected["views"]["mean"] > 3 * expected["views"]["median"]
            assert expected["views"]["missing"] == pytest.approx(len(posts) * 0.3, abs=2)
            assert expected["engagement"]["p99"] <= 5
    great = truth["great_post"]
    by = [p.account for p in sample.posts.values() if p.target == great["post"] and p.kind == "repost"]
    assert len(by) == len(set(by)) == great["reposts_from_outside"]
    assert not set(by) & {*sample.planted(), *sample.truth["associated"]["camouflage"]}


def test_the_great_post_of_the_shipped_sample(shipped: Sample) -> None:
    great = shipped.truth["engagement"]["great_post"]
    assert great["reposts_from_outside"] == 900
    views = shipped.truth["engagement"]["groups"]["set_a"]["overall"]["views"]
    everybody = [p for p in shipped.posts.values() if p.kind != "repost" and p.platform != "telegram"]
    assert sum("views" not in p.counts for p in everybody) / len(everybody) == pytest.approx(0.3, abs=0.01)
    assert views["n"] + views["missing"] == shipped.truth["engagement"]["groups"]["set_a"]["overall"]["posts"]


def test_urls_have_one_canonical_form() -> None:
    forms = ("https://youtu.be/abcdefghijk", "https://m.youtube.com/watch?v=abcdefghijk&feature=share")
    assert {canonical(form) for form in forms} == {"https://www.youtube.com/watch?v=abcdefghijk"}
