"""Shipped maps of posts: what each format's own columns become."""

import csv
import io
from datetime import UTC, datetime

import pytest

from graph.records import Node
from loaders.base import LoadError
from tests.loaders.conftest import Loaded, Read


def table(columns: str, *rows: dict[str, str], by: str = ",") -> str:
    """CSV with these columns, separated by |, and rows by column."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns.split("|"), delimiter=by, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def reasons(found: Loaded) -> list[tuple[str, str]]:
    return [(reject.reason, reject.column) for reject in (*found.rejects, *found.notes)]


COORTWEET = "object_id,account_id,content_id,timestamp_share\n"


def test_coortweet_rows_are_reposts_of_their_object(read: Read) -> None:
    found = read(COORTWEET + "0b1,a1,c1,1623881091.0\n0b1,a2,c2,1623881092.0\n", platform="Twitter")
    assert found.nodes("Post")["x:c1"] == {
        "platform": "x", "post_id": "c1", "kind": "repost",
        "created_at": 1_623_881_091_000, "ts_precision": "second", "ts_origin": "utc",
    }  # fmt: skip
    assert found.edges("REPOST_OF") == [("x:c1", "x:0b1"), ("x:c2", "x:0b1")]
    assert found.edges("POSTED") == [("x:a1", "x:c1"), ("x:a2", "x:c2")]


OBJECTS = [
    ("post", "77", "REPOST_OF", "facebook:77", "repost"),
    ("url", "https://News.example/a?utm_source=x", "LINKS_TO", "https://news.example/a", "post"),
    ("domain", "news[.]example", "LINKS_TO", "https://news.example/", "post"),
    ("hashtag", "#Vote", "TAGGED", "vote", "post"),
    ("media", "m9", "HAS_MEDIA", "facebook:m9", "post"),
]


@pytest.mark.parametrize(("object_as", "value", "type_", "key", "kind"), OBJECTS)
def test_coortweet_objects_are_what_the_analyst_says(
    read: Read, object_as: str, value: str, type_: str, key: str, kind: str
) -> None:
    found = read(COORTWEET + f"{value},fb_12,fb_34,1623881091\n", object_as=object_as)
    assert found.edges(type_) == [("facebook:fb_34", key)]
    assert found.edges("POSTED") == [("facebook:12", "facebook:fb_34")]
    assert found.nodes("Post")["facebook:fb_34"]["kind"] == kind


def test_coortweet_asks_for_a_platform_that_nothing_names(read: Read) -> None:
    with pytest.raises(
        LoadError, match=r"table\.csv: row 2: nothing names the platform; say it \(on the shell --platform x\)"
    ):
        read(COORTWEET + "o,a,c,1623881091.0\n")


def test_coortweet_rejects_and_notes(read: Read) -> None:
    rows = [
        "o1,fb_1,c1,1623881091.0",
        "o1,fb_2,1.58E+18,1623881092.0",
        "o1,3,c3,1623881092.0",
        "o1,fb_4,,1",
        ",fb_5,c5,soon",
    ]
    found = read(COORTWEET + "\n".join(rows))
    assert [(r.location, r.reason, r.column) for r in found.rejects] == [
        ("3", "id_damaged", "content_id"), ("4", "no_platform", "account_id"), ("5", "no_id", "content_id"),
    ]  # fmt: skip
    assert [(n.location, n.reason) for n in found.notes] == [("6", "bad_time"), ("6", "no_object")]


@pytest.mark.parametrize(("option", "value"), [("object_as", "tweet"), ("platform", "no platform!")])
def test_unknown_options_are_refused(read: Read, option: str, value: str) -> None:
    with pytest.raises(LoadError, match=value):
        read(COORTWEET + "o,fb_1,c,1623881091.0\n", **{option: value})


CROWDTANGLE = (
    "Page Name|User Name|Facebook Id|Page Category|Page Admin Top Country|Page Description|Page Created|Likes at Posting|"
    "Followers at Posting|Post Created|Type|Total Interactions|Likes|Comments|Shares|Post Views|Total Views|URL|Message|Link|"
    "Final Link|Image Text|Total Interactions (weighted  —  Likes 1x Shares 1x )"
)
PAGE = {
    "Page Name": "River News",
    "User Name": "rivernews",
    "Facebook Id": "100064512345678",
    "Page Admin Top Country": "PT",
    "Page Description": "All about rivers",
    "Page Created": "2012-05-03 17:52:28",
    "Followers at Posting": "1,264,351",
    "Post Created": "2020-04-16 09:48:29 EDT",
    "Likes": "1,204",
    "Comments": "0",
    "Shares": "7",
    "Post Views": "0",
    "Total Views": "88",
    "URL": "https://www.facebook.com/rivernews/posts/3141592653589793",
    "Message": "Look at #Rivers via https://Bit.ly/abc",
    "Link": "https://bit.ly/abc",
    "Final Link": "https://site.example/story?id=4&fbclid=1",
}


def test_crowdtangle_pages(read: Read) -> None:
    found = read(table(CROWDTANGLE, PAGE).encode("utf-8-sig"))
    assert found.nodes("Account") == {
        "facebook:100064512345678": {
            "platform": "facebook", "account_id": "100064512345678", "handle": "rivernews", "name": "River News",
            "bio": "All about rivers", "country": "PT", "followers": 1_264_351, "created_at": ms("2012-05-03T17:52:28"),
        }
    }  # fmt: skip
    assert found.nodes("Post") == {
        "facebook:3141592653589793": {
            "platform": "facebook", "post_id": "3141592653589793", "kind": "post", "text": PAGE["Message"],
            "url": PAGE["URL"], "created_at": ms("2020-04-16T13:48:29"), "ts_precision": "second", "ts_origin": "export-tz",
            "likes": 1204, "replies": 0, "reposts": 7, "views": 88,
        }
    }  # fmt: skip
    links = {r.end.key: r.properties.get("derived") for r in found.relationships("LINKS_TO")}
    assert links == {"https://site.example/story?id=4": None, "https://bit.ly/abc": True}
    assert [(r.end.key, r.properties["derived"]) for r in found.relationships("TAGGED")] == [("rivers", True)]
    assert found.notes == []


def test_followers_at_posting_are_dated_by_the_post(read: Read) -> None:
    found = read(table(CROWDTANGLE, PAGE))
    dated = [r for r in found.rows[0].records if isinstance(r, Node) and "followers" in r.properties]
    assert [(one.observed_at, dict(one.properties)) for one in dated] == [
        (ms("2020-04-16T13:48:29"), {"followers": 1_264_351})
    ]


OWN = [
    ("https://www.facebook.com/rivernews/photos/a.1/2/?type=3", 0),
    ("https://www.facebook.com/100064512345678/videos/99887766", 0),
    ("https://www.facebook.com/photo.php?fbid=12", 0),
    ("https://www.facebook.com/rivernews/posts/3141592653589793", 0),
    ("https://www.facebook.com/otherpage/videos/99887766", 1),
    ("https://www.facebook.com/rivernews/posts/2718281828459045", 1),
    ("https://site.example/photos/1", 1),
]


@pytest.mark.parametrize(("link", "links"), OWN)
def test_a_link_to_the_posts_own_picture_is_no_link(read: Read, link: str, links: int) -> None:
    found = read(table(CROWDTANGLE, {**PAGE, "Message": "", "Link": link, "Final Link": ""}))
    assert len(found.edges("LINKS_TO")) == links
    assert found.notes == []


CROWDTANGLE_BAD = [
    ({"Facebook Id": "1.00065E+14"}, [("id_damaged", "Facebook Id")], 0),
    ({"Facebook Id": "100064512345000"}, [("id_damaged", "Facebook Id")], 0),
    ({"URL": ""}, [("no_id", "URL")], 0),
    ({"URL": "https://www.facebook.com/rivernews"}, [("no_id", "URL")], 0),
    ({"URL": "https://elsewhere.example/posts/3141592653589793"}, [("no_id", "URL")], 0),
    ({"URL": "http://["}, [("bad_url", "URL")], 0),
    ({"Facebook Id": "", "User Name": ""}, [("no_author", "Facebook Id")], 1),
    ({"User Name": "River News"}, [("bad_handle", "User Name")], 1),
    ({"Post Created": "2020-04-16 09:48:29 QQT"}, [("bad_time", "Post Created")], 1),
    ({"Likes": "1.2K"}, [("bad_count", "Likes")], 1),
    ({"Followers at Posting": "many"}, [("bad_count", "Followers at Posting")], 1),
    ({"Final Link": "http://["}, [("bad_url", "Final Link")], 1),
]


@pytest.mark.parametrize(("change", "expected", "posts"), CROWDTANGLE_BAD)
def test_crowdtangle_rejects_and_notes(
    read: Read, change: dict[str, str], expected: list[tuple[str, str]], posts: int
) -> None:
    found = read(table(CROWDTANGLE, {**PAGE, **change}))
    assert reasons(found) == expected
    assert len(found.rows) == posts
    assert all(r.location == "2" and r.mend for r in (*found.rejects, *found.notes))


def test_crowdtangle_groups_name_no_author(read: Read) -> None:
    columns = CROWDTANGLE.replace("Page Name", "Group Name")
    row = {k.replace("Page Name", "Group Name"): v for k, v in PAGE.items()}
    found = read(
        table(columns, {**row, "User Name": "", "URL": "https://www.facebook.com/groups/77/permalink/3141592653589793"})
    )
    assert found.nodes("Account") == {}
    assert found.nodes("Surface") == {
        "facebook:100064512345678": {"platform": "facebook", "kind": "group", "name": "River News"}
    }
    assert found.edges("ON_SURFACE") == [("facebook:3141592653589793", "facebook:100064512345678")]


INSTAGRAM = (
    "Account|User Name|Followers at Posting|Post Created|Type|Likes|Comments|Views|URL|Link|Photo|Title|Description"
)


def test_crowdtangle_instagram(read: Read) -> None:
    row = {
        "Account": "River News",
        "User Name": "river.news",
        "Followers at Posting": "12",
        "Post Created": "2021-01-16 09:48:29 EST",
        "Likes": "3",
        "Comments": "1",
        "Views": "0",
        "URL": "https://www.instagram.com/p/CKabc_-1234/",
        "Link": "https://scontent.example/1.jpg",
        "Description": "At the river with @ann_b #Rivers https://site.example/a",
    }
    found = read(table(INSTAGRAM, row))
    post = found.nodes("Post")["instagram:CKabc_-1234"]
    assert (post["created_at"], post["likes"], post["text"]) == (ms("2021-01-16T14:48:29"), 3, row["Description"])
    assert "views" not in post
    assert found.edges("POSTED") == [("instagram:@river.news", "instagram:CKabc_-1234")]
    assert found.edges("LINKS_TO") == [("instagram:CKabc_-1234", "https://site.example/a")]
    assert found.edges("TAGGED") == [("instagram:CKabc_-1234", "rivers")]
    assert found.edges("MENTIONS") == [("instagram:CKabc_-1234", "instagram:@ann_b")]


YOUTUBE = (
    "channelId|channelTitle|videoId|publishedAt|videoTitle|videoDescription|duration|viewCount|likeCount|commentCount"
)
VIDEO = {
    "channelId": "UC2bpDqmqhNqozUogUvt2zEB",
    "channelTitle": "Odile",
    "videoId": "JGD3Nmr2S5F",
    "publishedAt": "2022-09-26T01:14:53Z",
    "videoTitle": "A harbour tunnel that nobody asked for and nobody wants",
    "videoDescription": "What they say about the #Tunnel\nhttps://site.example/a",
    "duration": "PT3M46S",
    "viewCount": "146",
    "likeCount": "1",
    "commentCount": "0",
}
OF_4CAT = "id|thread_id|timestamp|body|author|unix_timestamp|" + YOUTUBE + "|durationSec|source_filename|date_collected"


def check_video(found: Loaded) -> None:
    post = found.nodes("Post")["youtube:JGD3Nmr2S5F"]
    assert post["text"] == f"{VIDEO['videoTitle']}\n\n{VIDEO['videoDescription']}"
    assert post["url"] == "https://www.youtube.com/watch?v=JGD3Nmr2S5F"
    assert (post["created_at"], post["ts_origin"]) == (ms("2022-09-26T01:14:53"), "utc")
    assert (post["views"], post["likes"], post["replies"]) == (146, 1, 0)
    assert found.edges("POSTED") == [("youtube:UC2bpDqmqhNqozUogUvt2zEB", "youtube:JGD3Nmr2S5F")]
    assert found.nodes("Media") == {
        "youtube:JGD3Nmr2S5F": {"platform": "youtube", "kind": "video", "title": VIDEO["videoTitle"], "duration": 226.0}
    }
    assert found.edges("HAS_MEDIA") == [("youtube:JGD3Nmr2S5F", "youtube:JGD3Nmr2S5F")]
    # title and description may each be shared alone
    assert len(found.edges("HAS_TEXT")) == 2
    assert found.edges("LINKS_TO") == [("youtube:JGD3Nmr2S5F", "https://site.example/a")]
    assert found.notes == []


def test_4cat_youtube(read: Read) -> None:
    own = {
        "id": VIDEO["videoId"],
        "thread_id": VIDEO["channelId"],
        "timestamp": "2022-09-26 03:14:53",
        "unix_timestamp": "1664162093",
        "body": VIDEO["videoDescription"],
        "durationSec": "226",
        "date_collected": "2022_10_01-12_00_05",
    }
    found = read(table(OF_4CAT, {**VIDEO, **own}))
    check_video(found)
    assert {r.observed_at for row in found.rows for r in row.records} == {ms("2022-10-01T12:00:05")}


@pytest.mark.parametrize("by", [",", "\t"])
def test_youtube_data_tools(read: Read, by: str) -> None:
    check_video(read(table(YOUTUBE, VIDEO, by=by)))


def test_a_video_and_a_link_to_it_share_one_media(read: Read) -> None:
    own: dict[str, object] = {
        "platform": {"value": "x"}, "post": {"id": "id", "text": "text", "derive": ["urls"]}, "account": {"id": "who"},
    }  # fmt: skip
    found = read("id,who,text\n1,2,see https://youtu.be/JGD3Nmr2S5F?t=4\n", own)
    assert [end for _, end in found.edges("HAS_MEDIA")] == ["youtube:JGD3Nmr2S5F"]


TIKTOK = (
    "id|thread_id|author|author_full|author_id|author_followers|author_likes|author_videos|author_avatar|body|stickers|timestamp|"
    "unix_timestamp|is_duet|is_ad|is_paid_partnership|is_sensitive|is_photosensitive|music_name|music_id|music_url|"
    "music_thumbnail|music_author|video_url|tiktok_url|thumbnail_url|likes|comments|shares|plays|hashtags|challenges|"
    "diversification_labels|location_created|effects|warning"
)
CLIP = {
    "id": "7147474025722651463",
    "thread_id": "7147474025722651463",
    "author": "BelinVan",
    "author_full": "Belin Vanford",
    "author_id": "2844011623104705313",
    "author_followers": "57",
    "body": "A new song @other_one",
    "timestamp": "2022-09-26 00:09:37",
    "unix_timestamp": "1664150977",
    "music_name": "original tune",
    "music_id": "70391155402817334",
    "tiktok_url": "https://www.tiktok.com/@BelinVan/video/7147474025722651463",
    "likes": "0",
    "comments": "2",
    "shares": "1",
    "plays": "0",
    "hashtags": "Song,New",
}


def test_4cat_tiktok(read: Read) -> None:
    assert len(TIKTOK.split("|")) == 36
    found = read(table(TIKTOK, CLIP, {**CLIP, "id": "7147474025722651999", "unix_timestamp": "", "author_id": ""}))
    post = found.nodes("Post")["tiktok:7147474025722651463"]
    assert (post["likes"], post["replies"], post["reposts"]) == (0, 2, 1)
    assert "views" not in post  # a missing field is written as 0
    assert [p["created_at"] for p in found.nodes("Post").values()] == [1_664_150_977_000] * 2
    assert [start for start, _ in found.edges("POSTED")] == ["tiktok:2844011623104705313", "tiktok:@belinvan"]
    assert found.edges("TAGGED")[:2] == [(f"tiktok:{CLIP['id']}", "song"), (f"tiktok:{CLIP['id']}", "new")]
    assert found.edges("HAS_MEDIA")[:2] == [
        (f"tiktok:{CLIP['id']}", f"tiktok:{CLIP['id']}"), (f"tiktok:{CLIP['id']}", "tiktok:music-70391155402817334"),
    ]  # fmt: skip
    assert found.edges("MENTIONS")[0] == (f"tiktok:{CLIP['id']}", "tiktok:@other_one")
    assert found.notes == []


def test_ids_that_end_in_zeros_by_chance_are_kept_and_rounded_ones_refused(read: Read) -> None:
    rows = [
        {**CLIP, "id": id}
        for id in ("7147474025722651000", "7147474025722650000", "7147474025722600000", "7.14747E+18")
    ]
    found = read(table(TIKTOK, *rows))
    assert list(found.nodes("Post")) == ["tiktok:7147474025722651000"]
    assert reasons(found) == [("id_damaged", "id")] * 3


OWN_MAP: dict[str, object] = {
    "name": "tipline",
    "kind": "posts",
    "platform": {"column": "network"},
    "post": {
        "id": "id",
        "text": "text",
        "kind": "kind",
        "reply_to": "parent",
        "repost_of": "origin",
        "quotes": "quoted",
    },
    "account": {"id": "uid", "verified": "blue"},
    "surface": {"id": "place", "name": "place name", "kind": "channel"},
    "lists": {"urls": "links", "hashtags": {"column": "tags", "split": ","}, "mentions": "names"},
    "time": {"column": "at", "zone": "+02:00"},
}
OWN_COLUMNS = "network|id|text|kind|parent|origin|quoted|uid|blue|place|place name|links|tags|names|at"


def test_an_analysts_own_map(read: Read) -> None:
    row = {
        "network": "VKontakte", "id": "9", "text": "hm", "parent": "https://vk.com/wall-1_2", "quoted": "0", "uid": "5",
        "blue": "yes", "place": "c1", "place name": "Chan", "links": '["https://a.example/1,2"]', "tags": "A,B",
        "names": "['ann']", "at": "2022-01-01 12:00",
    }  # fmt: skip
    found = read(table(OWN_COLUMNS, row), OWN_MAP)
    assert found.nodes("Post")["vk:9"]["kind"] == "reply"
    assert found.nodes("Post")["vk:9"]["created_at"] == ms("2022-01-01T10:00:00")
    assert (found.edges("REPLY_TO"), found.edges("QUOTES")) == ([("vk:9", "vk:-1_2")], [])
    assert found.edges("ON_SURFACE") == [("vk:9", "vk:c1")]
    assert found.edges("LINKS_TO") == [("vk:9", "https://a.example/1,2")]
    assert found.edges("TAGGED") == [("vk:9", "a"), ("vk:9", "b")]
    assert found.edges("MENTIONS") == [("vk:9", "vk:@ann")]
    assert found.nodes("Account")["vk:5"]["verified"] is True


def test_a_repost_has_no_text_or_links_of_its_own(read: Read) -> None:
    row = {
        "network": "x",
        "id": "9",
        "text": "RT https://a.example",
        "origin": "8",
        "uid": "5",
        "links": "https://a.example",
    }
    found = read(table(OWN_COLUMNS, row), OWN_MAP)
    assert found.edges("REPOST_OF") == [("x:9", "x:8")]
    assert "text" not in found.nodes("Post")["x:9"]
    assert (found.edges("LINKS_TO"), found.edges("HAS_TEXT")) == ([], [])


def test_own_map_notes(read: Read) -> None:
    row = {
        "network": "x", "id": "9", "uid": "5", "blue": "maybe", "parent": "1.5E+18", "links": "http://[ ok", "tags": "#,b",
        "names": "[a b", "at": "noon", "place": "1.0E+17",
    }  # fmt: skip
    found = read(table(OWN_COLUMNS, row, {"network": "§", "id": "8", "uid": "5"}, {"id": "7", "uid": "5"}), OWN_MAP)
    assert sorted(n.reason for n in found.notes) == [
        "bad_hashtag", "bad_time", "bad_truth", "bad_url", "id_damaged", "id_damaged", "torn_list",
    ]  # fmt: skip
    assert [(r.location, r.reason) for r in found.rejects] == [("3", "bad_platform"), ("4", "no_platform")]


def test_a_post_with_more_links_than_anybody_writes_is_cut(read: Read) -> None:
    links = " ".join(f"https://a.example/{n}" for n in range(1_200))
    found = read(table(OWN_COLUMNS, {"network": "x", "id": "9", "uid": "5", "links": links}), OWN_MAP)
    assert len(found.edges("LINKS_TO")) == 1_000
    assert [n.reason for n in found.notes] == ["too_many_values"]
