import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from graph.records import Node, Record, Ref, Relationship
from loaders.base import Blank, Options, Outcome, Reject, Row
from loaders.opening import sample
from loaders.twarc2 import Twarc2

RETRIEVED = "2023-01-10T12:00:00+00:00"
RETRIEVED_MS = 1_673_352_000_000
CREATED = "2022-09-22T10:00:00.000Z"
CREATED_MS = 1_663_840_800_000


def tweet(id_: str = "1572900000000000001", author: str = "111", **more: Any) -> dict[str, Any]:
    return {"id": id_, "author_id": author, "created_at": CREATED, "text": "Hello", "conversation_id": id_, **more}


def user(id_: str = "111", name: str = "Alice_X", **more: Any) -> dict[str, Any]:
    return {"id": id_, "username": name, "name": name.title(), **more}


def page(*data: object, errors: object = None, **includes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"includes": includes, "__twarc": {"version": "2.13", "retrieved_at": RETRIEVED}}
    return made | ({"data": list(data)} if data else {}) | ({"errors": errors} if errors is not None else {})


def read(folder: Path, *lines: object) -> list[Outcome]:
    path = folder / "posts.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return list(Twarc2().read(path, Options()))


def records(outcomes: Iterable[Outcome]) -> list[Record]:
    return [record for outcome in outcomes if isinstance(outcome, Row) for record in outcome.records]


def node(outcomes: Iterable[Outcome], label: str, key: str) -> dict[str, Any]:
    found = [r for r in records(outcomes) if isinstance(r, Node) and r.ref == Ref(label, key)]
    assert found, f"no {label}/{key}"
    return dict(found[0].properties)


def arrows(outcomes: Iterable[Outcome], *types: str) -> set[tuple[str, str, str]]:
    return {
        (str(r.start), r.type, str(r.end))
        for r in records(outcomes)
        if isinstance(r, Relationship) and (not types or r.type in types)
    }


POST = "Post/x:1572900000000000001"
ALICE = user(
    description="A bio",
    location="Berlin",
    created_at="2015-01-02T03:04:05.000Z",
    public_metrics={"followers_count": 5, "following_count": 6, "tweet_count": 7, "listed_count": 0},
    verified=False,
    url="https://t.co/x",
    entities={"url": {"urls": [{"expanded_url": "https://alice.example"}]}},
    profile_image_url="https://pbs.twimg.com/a.jpg",
)
FULL = tweet(
    lang="en",
    source="Twitter Web App",
    text="Read this &amp; that #Midterms @bob https://t.co/a https://t.co/b",
    public_metrics={
        "like_count": 1,
        "retweet_count": 2,
        "reply_count": 3,
        "quote_count": 4,
        "impression_count": 5,
    },
    entities={
        "hashtags": [{"start": 1, "end": 2, "tag": "Midterms"}],
        "mentions": [{"username": "bob", "id": "222"}, {"username": "carol"}],
        "urls": [
            {
                "url": "https://t.co/a",
                "expanded_url": "https://bit.ly/x",
                "unwound_url": "https://news.example/story?utm_source=x",
            },
            {
                "url": "https://t.co/b",
                "expanded_url": "https://twitter.com/a/status/1572900000000000001/photo/1",
                "media_key": "3_99",
            },
            {"url": "https://t.co/c", "expanded_url": "https://twitter.com/a/status/1572900000000000001/photo/1"},
        ],
    },
    attachments={"media_keys": ["3_99", "7_88"]},
)
MEDIA = [
    {"media_key": "3_99", "type": "photo", "url": "https://pbs.twimg.com/p.jpg"},
    {
        "media_key": "7_88",
        "type": "video",
        "duration_ms": 12_500,
        "preview_image_url": "https://pbs.twimg.com/v.jpg",
        "variants": [{"bit_rate": 1, "url": "https://v/1.mp4"}, {"bit_rate": 9, "url": "https://v/9.mp4"}],
    },
]
FLATTENED = {
    **FULL,
    "author": ALICE,
    "attachments": {"media_keys": ["3_99", "7_88"], "media": MEDIA},
    "__twarc": {"retrieved_at": RETRIEVED},
}


@pytest.mark.parametrize(
    ("line", "location"),
    [(page(FULL, users=[ALICE], media=MEDIA), "line 1 data[0]"), (FLATTENED, "line 1")],
    ids=["page", "flattened"],
)
def test_a_post_with_everything(tmp_path: Path, line: dict[str, Any], location: str) -> None:
    outcomes = read(tmp_path, line)
    assert [o.location for o in outcomes] == [location]
    assert node(outcomes, "Post", "x:1572900000000000001") == {
        "platform": "x",
        "post_id": "1572900000000000001",
        "kind": "post",
        "text": "Read this & that #Midterms @bob https://t.co/a https://t.co/b",
        "url": "https://x.com/i/status/1572900000000000001",
        "lang": "en",
        "source_app": "Twitter Web App",
        "conversation": "x:1572900000000000001",
        "created_at": CREATED_MS,
        "ts_precision": "millisecond",
        "ts_origin": "utc",
        "collected_at": RETRIEVED_MS,
        "likes": 1,
        "reposts": 2,
        "replies": 3,
        "quotes": 4,
        "views": 5,
    }
    assert node(outcomes, "Account", "x:111") == {
        "platform": "x",
        "account_id": "111",
        "handle": "Alice_X",
        "name": "Alice_X",
        "bio": "A bio",
        "location": "Berlin",
        "url": "https://alice.example",
        "picture": "https://pbs.twimg.com/a.jpg",
        "created_at": 1_420_167_845_000,
        "followers": 5,
        "following": 6,
        "posts": 7,
        "verified": False,
    }
    assert arrows(outcomes, "POSTED", "TAGGED", "MENTIONS", "LINKS_TO", "HAS_MEDIA") == {
        ("Account/x:111", "POSTED", POST),
        (POST, "TAGGED", "Hashtag/midterms"),
        (POST, "MENTIONS", "Account/x:222"),
        (POST, "MENTIONS", "Account/x:@carol"),
        (POST, "LINKS_TO", "Url/https://news.example/story"),
        (POST, "HAS_MEDIA", "Media/x:3_99"),
        (POST, "HAS_MEDIA", "Media/x:7_88"),
    }
    assert node(outcomes, "Media", "x:7_88") == {
        "platform": "x",
        "kind": "video",
        "url": "https://v/9.mp4",
        "duration": 12.5,
    }
    assert {r.observed_at for r in records(outcomes)} == {RETRIEVED_MS}
    assert [n for o in outcomes if isinstance(o, Row) for n in o.notes] == []


def test_a_repost_has_no_words_of_its_own_and_the_original_has_its_own(tmp_path: Path) -> None:
    repost = tweet(
        "1572900000000000007",
        "333",
        text="RT @Alice_X: Read this #Cut",
        referenced_tweets=[{"type": "retweeted", "id": "1572900000000000001"}],
        entities={"hashtags": [{"tag": "Cut"}], "mentions": [{"username": "Alice_X", "id": "111"}]},
        public_metrics={"retweet_count": 900, "like_count": 0},
        attachments={"media_keys": ["3_99"]},
    )
    for line in (
        page(repost, users=[ALICE], tweets=[FULL], media=MEDIA),
        {**repost, "referenced_tweets": [{"type": "retweeted", **FLATTENED}], "author": user("333", "eve")},
    ):
        outcomes = read(tmp_path, line)
        mine = "Post/x:1572900000000000007"
        found = node(outcomes, "Post", "x:1572900000000000007")
        assert found["kind"] == "repost"
        assert not {"text", "lang", "reposts", "likes"} & found.keys()
        assert {a for a in arrows(outcomes) if mine in (a[0], a[2])} == {
            ("Account/x:333", "POSTED", mine),
            (mine, "REPOST_OF", POST),
        }
        assert (POST, "TAGGED", "Hashtag/midterms") in arrows(outcomes)
        assert ("Account/x:111", "POSTED", POST) in arrows(outcomes)
        assert node(outcomes, "Post", "x:1572900000000000001")["reposts"] == 2


def test_replies_and_quotes(tmp_path: Path) -> None:
    reply = tweet(
        "1572900000000000008",
        "333",
        in_reply_to_user_id="111",
        referenced_tweets=[
            {"type": "replied_to", "id": "1572900000000000001"},
            {"type": "quoted", "id": "1572900000000000003"},
        ],
        entities={
            "urls": [{"expanded_url": "https://twitter.com/a/status/1572900000000000003", "url": "https://t.co/q"}]
        },
    )
    outcomes = read(tmp_path, page(reply))
    mine = "Post/x:1572900000000000008"
    assert node(outcomes, "Post", "x:1572900000000000008")["kind"] == "reply"
    assert arrows(outcomes, "POSTED", "REPLY_TO", "QUOTES", "LINKS_TO") == {
        ("Account/x:333", "POSTED", mine),
        (mine, "REPLY_TO", POST),
        ("Account/x:111", "POSTED", POST),
        (mine, "QUOTES", "Post/x:1572900000000000003"),
    }
    quote = tweet("1572900000000000009", referenced_tweets=[{"type": "quoted", "id": "1572900000000000001"}])
    assert node(read(tmp_path, page(quote)), "Post", "x:1572900000000000009")["kind"] == "quote"


def test_all_versions_of_an_edited_post_are_one_post(tmp_path: Path) -> None:
    versions: dict[str, Any] = {"edit_history_tweet_ids": ["1572900000000000001", "1572900000000000005"]}
    before = page(tweet(text="Befroe", **versions))
    after = page(tweet("1572900000000000005", text="After", **versions))
    repost = page(
        tweet("1572900000000000009", "2", referenced_tweets=[{"type": "retweeted", "id": "1572900000000000005"}]),
        tweets=[tweet("1572900000000000005", text="After", **versions)],
    )
    outcomes = read(tmp_path, before, after, repost)
    posts = {r.key for r in records(outcomes) if isinstance(r, Node) and r.label == "Post"}
    assert posts == {"x:1572900000000000001", "x:1572900000000000009"}
    texts = [
        r.properties["text"]
        for r in records(outcomes)
        if isinstance(r, Node) and r.label == "Post" and "text" in r.properties
    ]
    assert texts == ["Befroe", "After", "After"]
    assert arrows(outcomes, "REPOST_OF") == {("Post/x:1572900000000000009", "REPOST_OF", POST)}


def test_long_posts_and_views(tmp_path: Path) -> None:
    long = tweet(
        text="Short…",
        note_tweet={"text": "Long &lt;b&gt;", "entities": {"hashtags": [{"tag": "Late"}]}},
        created_at="2022-12-14T23:59:59.000Z",
        public_metrics={"impression_count": 0, "like_count": 3},
        withheld={"country_codes": ["DE"]},
    )
    outcomes = read(tmp_path, page(long))
    found = node(outcomes, "Post", "x:1572900000000000001")
    assert found["text"] == "Long <b>"
    assert found["withheld"] is True
    # before X counted views, zero means that nobody counted
    assert "views" not in found
    assert ("Hashtag/late") in {a[2] for a in arrows(outcomes, "TAGGED")}
    later = read(tmp_path, page({**long, "created_at": "2022-12-15T00:00:00.000Z"}))
    assert node(later, "Post", "x:1572900000000000001")["views"] == 0


def test_every_item_of_a_page_is_a_row_and_every_row_is_accounted_for(tmp_path: Path) -> None:
    suspended = {
        "value": "999",
        "detail": "User has been suspended: [999].",
        "title": "Forbidden",
        "resource_type": "user",
        "parameter": "author_id",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }
    by_name = {
        **suspended,
        "detail": "User has been suspended: [gone_name].",
        "parameter": "entities.mentions.username",
    }
    missing = {
        "value": "1572900000000000077",
        "detail": "Could not find tweet with referenced_tweets.id: [1572900000000000077].",
        "parameter": "referenced_tweets.id",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }
    outcomes = read(
        tmp_path,
        page(tweet(), tweet("1572900000000000002"), "nonsense", errors=[suspended, by_name, missing]),
        "",
        {"data": tweet("1572900000000000003"), "includes": {}, "matching_rules": [{"id": "1"}]},
        {"errors": [missing], "__twarc": {"retrieved_at": RETRIEVED}},
        {"meta": {"result_count": 0}, "__twarc": {"retrieved_at": RETRIEVED}},
        page(users=[ALICE], tweets=[FULL]),
        {"errors": [{"title": "operational-disconnect", "detail": "Stream closed"}], "__twarc": {}},
        {"some": "thing"},
        "[1]",
        "   ",
        '{"data": [{"id": "15729',
    )
    assert [(type(o).__name__, o.location, o.reason if isinstance(o, Reject) else "") for o in outcomes] == [
        ("Row", "line 1 data[0]", ""),
        ("Row", "line 1 data[1]", ""),
        ("Reject", "line 1 data[2]", "not_a_tweet"),
        ("Row", "line 1 errors[0]", ""),
        ("Row", "line 1 errors[1]", ""),
        ("Reject", "line 1 errors[2]", "not_found"),
        ("Blank", "line 2", ""),
        ("Row", "line 3 data", ""),
        ("Reject", "line 4 errors[0]", "not_found"),
        ("Blank", "line 5", ""),
        ("Row", "line 6 includes", ""),
        ("Reject", "line 7 errors[0]", "api_error"),
        ("Reject", "line 8", "not_a_tweet"),
        ("Reject", "line 9", "not_a_tweet"),
        ("Blank", "line 10", ""),
        ("Reject", "line 11", "truncated_line"),
    ]
    assert node(outcomes, "Account", "x:999")["suspended"] is True
    assert node(outcomes, "Account", "x:@gone_name")["suspended"] is True
    assert node(outcomes[10:11], "Account", "x:111")["handle"] == "Alice_X"


def test_pages_of_users_give_accounts(tmp_path: Path) -> None:
    outcomes = read(tmp_path, page(ALICE, user("222", "bob")))
    assert [o.location for o in outcomes] == ["line 1 data[0]", "line 1 data[1]"]
    assert node(outcomes, "Account", "x:222")["handle"] == "bob"


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("1572900000000000000", "id_damaged"),
        (1.5729e18, "bad_id"),
        ("1.5729E+18", "id_damaged"),
        ("1572900000000000001.0", "id_damaged"),
        (None, "bad_id"),
        ("", "bad_id"),
        (True, "bad_id"),
        ({"a": 1}, "bad_id"),
        ("15729\n001", "bad_id"),
    ],
)
def test_damaged_ids_are_never_keys(tmp_path: Path, id_: object, expected: str) -> None:
    broken = {**tweet(), "id": id_, "conversation_id": None}
    (outcome,) = read(tmp_path, page(broken))
    assert isinstance(outcome, Reject)
    assert outcome.reason == expected


def test_whole_numbers_are_exact_and_three_zeros_may_be_chance(tmp_path: Path) -> None:
    outcomes = read(tmp_path, page({**tweet(), "id": 1572900000000000001, "author_id": 111}))
    assert arrows(outcomes, "POSTED") == {("Account/x:111", "POSTED", POST)}
    (row,) = read(tmp_path, page(tweet("1572912345678901000")))
    assert isinstance(row, Row)
    assert [note.reason for note in row.notes] == ["id_maybe_damaged"]


def test_values_of_the_wrong_type_never_stop_a_row(tmp_path: Path) -> None:
    wrong: list[object] = [None, 1, 1.5, True, "x", [], {}, [[]], [{}], {"a": []}, "http://[", "a b", 2**70]
    for value in wrong:
        for name in (*FULL, "referenced_tweets", "note_tweet", "edit_history_tweet_ids", "author", "withheld"):
            if name == "id":
                continue
            outcomes = read(tmp_path, page({**FULL, name: value}, users=[ALICE]), {**FLATTENED, name: value})
            assert outcomes[0].location == "line 1 data[0]"
        for name in ALICE:
            assert len(read(tmp_path, page(FULL, users=[{**ALICE, name: value}]))) == 1
        for inner in ("hashtags", "mentions", "urls"):
            for item in (value, [value], [{"tag": value, "username": value, "id": value, "expanded_url": value}]):
                assert len(read(tmp_path, page(tweet(entities={inner: item})))) == 1
        assert len(read(tmp_path, {"data": value, "includes": value, "errors": value, "__twarc": value})) >= 1


def test_values_that_cannot_be_used_are_notes(tmp_path: Path) -> None:
    odd = tweet(
        created_at="yesterday",
        entities={
            "urls": [{"expanded_url": "http://["}],
            "hashtags": [{"tag": "  "}],
            "mentions": [{"username": "with space"}],
        },
    )
    (row,) = read(tmp_path, page(odd))
    assert isinstance(row, Row)
    assert sorted(note.reason for note in row.notes) == ["bad_handle", "bad_hashtag", "bad_time", "bad_url"]
    assert "created_at" not in node([row], "Post", "x:1572900000000000001")


def test_hostile_lines_are_rejects(tmp_path: Path) -> None:
    deep = '{"data": ' + "[" * 100_000 + "]" * 100_000 + "}"
    circle = page(
        tweet(referenced_tweets=[{"type": "quoted", "id": "1572900000000000002"}]),
        tweets=[
            tweet("1572900000000000002", referenced_tweets=[{"type": "quoted", "id": "1572900000000000001"}]),
            tweet(referenced_tweets=[{"type": "quoted", "id": "1572900000000000002"}]),
        ],
    )
    itself = tweet("1572900000000000004", referenced_tweets=[{"type": "quoted", "id": "1572900000000000004"}])
    surrogate = json.dumps(tweet("1572900000000000006", text="cut \ud83d"))
    outcomes = read(tmp_path, deep, circle, page(itself), surrogate, '{"id": "1", "text": "\x01"}')
    assert [(o.location, getattr(o, "reason", "")) for o in outcomes] == [
        ("line 1", "bad_json"),
        ("line 2 data[0]", ""),
        ("line 3 data[0]", ""),
        ("line 4", ""),
        ("line 5", "bad_json"),
    ]
    assert arrows(outcomes[1:2], "QUOTES") == {
        (POST, "QUOTES", "Post/x:1572900000000000002"),
        ("Post/x:1572900000000000002", "QUOTES", POST),
    }
    assert arrows(outcomes[2:3], "QUOTES") == set()
    assert node(outcomes[3:4], "Post", "x:1572900000000000006")["text"] == "cut \ud83d"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps(page(tweet())), True),
        (json.dumps(FLATTENED), True),
        (json.dumps(page(errors=[])), True),
        (json.dumps(page(ALICE)), True),
        ("\n\n" + json.dumps(page(tweet())), True),
        ("\ufeff" + json.dumps(page(tweet())), True),
        (json.dumps(page(*[tweet(text="x" * 300) for _ in range(500)])), True),
        (json.dumps({"id": 1, "id_str": "1", "text": "v1.1", "user": {}}), False),
        (json.dumps({"name": "A channel", "type": "public_channel", "id": 1, "messages": []}), False),
        (json.dumps({"nav_index": "1", "source_platform": "twitter.com", "data": {"rest_id": "1"}}), False),
        (json.dumps([{"indicator_type": "md5"}]), False),
        ("id,text\n1,2\n", False),
        ("", False),
        ('{"data": [', False),
    ],
)
def test_recognised_by_content(tmp_path: Path, content: str, expected: bool) -> None:
    path = tmp_path / "anything.bin"
    path.write_bytes(gzip.compress(content.encode()))
    assert Twarc2().recognise(sample(path)) is expected


def test_gzip_is_read_as_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(FLATTENED).encode()))
    (outcome,) = Twarc2().read(path, Options())
    assert outcome.location == "line 1"
    assert not isinstance(outcome, Blank)
