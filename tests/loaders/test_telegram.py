import gzip
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from graph.records import Node, Record, Ref, Relationship
from loaders.base import LoadError, Options, Outcome, Reject, Row
from loaders.opening import sample
from loaders.telegram import Telegram, building, files, repair

UNIX = "1714557600"
UNIX_MS = 1_714_557_600_000
POST = "Post/telegram:123/5"


def message(id_: Any = 5, **more: Any) -> dict[str, Any]:
    base = {
        "id": id_,
        "type": "message",
        "date": "2024-05-01T12:00:00",
        "date_unixtime": UNIX,
        "from": "The Channel",
        "from_id": "channel123",
        "text": "Hello",
        "text_entities": [{"type": "plain", "text": "Hello"}],
    }
    return base | more


def chat(*messages: object, **more: Any) -> dict[str, Any]:
    return {"name": "The Channel", "type": "public_channel", "id": 123, "messages": list(messages)} | more


def written(folder: Path, content: str | bytes | object) -> Path:
    path = folder / "result.json"
    if not isinstance(content, str | bytes):
        content = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(folder: Path, content: str | bytes | object, **said: Any) -> list[Outcome]:
    return list(Telegram().read(written(folder, content), Options(**said)))


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


def reasons(outcomes: Iterable[Outcome]) -> list[str]:
    return [o.reason if isinstance(o, Reject) else ",".join(n.reason for n in o.notes) if isinstance(o, Row) else "blank" for o in outcomes]  # fmt: skip


def test_a_channel_post_with_everything(tmp_path: Path) -> None:
    entities = [
        {"type": "plain", "text": "Read "},
        {"type": "link", "text": "https://news.example/story?utm_source=t"},
        {"type": "text_link", "text": "here", "href": "https://other.example/x"},
        {"type": "mention", "text": "@Some_Channel"},
        {"type": "mention_name", "text": "Jo", "user_id": 77},
        {"type": "hashtag", "text": "#Выборы"},
        {"type": "bold", "text": "!"},
    ]
    buttons = [[{"type": "url", "text": "More", "data": "https://t.me/another/3"}]]
    outcomes = read(
        tmp_path,
        chat(message(text_entities=entities, via_bot="@bot", inline_bot_buttons=buttons, reply_to_message_id=4)),
        handle="@TheChannel",
    )
    assert [o.location for o in outcomes] == ["messages[0]"]
    assert node(outcomes, "Post", "telegram:123/5") == {
        "platform": "telegram",
        "post_id": "123/5",
        "kind": "reply",
        "text": "Read https://news.example/story?utm_source=there@Some_ChannelJo#Выборы!",
        "url": "https://t.me/thechannel/5",
        "source_app": "@bot",
        "created_at": UNIX_MS,
        "ts_precision": "second",
        "ts_origin": "utc",
    }
    assert node(outcomes, "Account", "telegram:channel123") == {
        "platform": "telegram",
        "account_id": "channel123",
        "handle": "TheChannel",
        "name": "The Channel",
    }
    assert arrows(outcomes, "POSTED", "LINKS_TO", "MENTIONS", "TAGGED", "REPLY_TO", "ON_SURFACE") == {
        ("Account/telegram:channel123", "POSTED", POST),
        (POST, "LINKS_TO", "Url/https://news.example/story"),
        (POST, "LINKS_TO", "Url/https://other.example/x"),
        (POST, "LINKS_TO", "Url/https://t.me/another/3"),
        (POST, "MENTIONS", "Account/telegram:@some_channel"),
        (POST, "MENTIONS", "Account/telegram:user77"),
        (POST, "TAGGED", "Hashtag/выборы"),
        (POST, "REPLY_TO", "Post/telegram:123/4"),
    }


def test_group_messages_stand_on_their_group(tmp_path: Path) -> None:
    outcomes = read(
        tmp_path,
        chat(
            message(1, from_id="user77", **{"from": "Jo"}),
            message(2, from_id="user78", **{"from": None}),
            message(3, from_id=None, **{"from": None}),
            message(4, from_id=8_589_934_592 + 99, reply_to_message_id=1, reply_to_peer_id="channel55"),
            name="A Group",
            type="public_supergroup",
        ),
    )
    assert arrows(outcomes, "POSTED", "REPLY_TO") == {
        ("Account/telegram:user77", "POSTED", "Post/telegram:123/1"),
        ("Account/telegram:user78", "POSTED", "Post/telegram:123/2"),
        ("Account/telegram:channel99", "POSTED", "Post/telegram:123/4"),
    }
    assert len(arrows(outcomes, "ON_SURFACE")) == 4
    assert node(outcomes, "Surface", "telegram:123") == {"platform": "telegram", "kind": "group", "name": "A Group"}
    assert "name" not in node(outcomes, "Account", "telegram:user78")
    assert node(outcomes, "Post", "telegram:123/1")["url"] == "https://t.me/c/123/1"


def test_a_forward_by_name_merges_with_nothing(tmp_path: Path) -> None:
    outcomes = read(
        tmp_path,
        chat(
            message(5, forwarded_from="Same Name", text_entities=[{"type": "link", "text": "https://a.example/1"}]),
            message(6, forwarded_from="Same Name", text_entities=[{"type": "link", "text": "https://a.example/1"}]),
        ),
    )
    assert node(outcomes, "Post", "telegram:123/5")["kind"] == "repost"
    assert "text" not in node(outcomes, "Post", "telegram:123/5")
    assert node(outcomes, "Post", "telegram:123/5/forwarded")["text"] == "https://a.example/1"
    assert arrows(outcomes, "POSTED", "REPOST_OF", "LINKS_TO") == {
        ("Account/telegram:channel123", "POSTED", POST),
        ("Account/telegram:channel123", "POSTED", "Post/telegram:123/6"),
        (POST, "REPOST_OF", f"{POST}/forwarded"),
        ("Post/telegram:123/6", "REPOST_OF", "Post/telegram:123/6/forwarded"),
        (f"{POST}/forwarded", "LINKS_TO", "Url/https://a.example/1"),
        ("Post/telegram:123/6/forwarded", "LINKS_TO", "Url/https://a.example/1"),
    }
    via = [r.properties for r in records(outcomes) if isinstance(r, Relationship) and r.type == "REPOST_OF"]
    assert via == [{"via": "Same Name"}] * 2
    assert {r.key for r in records(outcomes) if isinstance(r, Node) and r.label == "Account"} == {"telegram:channel123"}


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"date_unixtime": UNIX}, (UNIX_MS, "second", "utc")),
        ({"date_unixtime": int(UNIX)}, (UNIX_MS, "second", "utc")),
        ({"date_unixtime": None}, (UNIX_MS + 7_200_000, "second", "local-unknown")),
        ({"date_unixtime": None, "date": "2024-05-01T12:00"}, (UNIX_MS + 7_200_000, "minute", "local-unknown")),
        ({"date_unixtime": UNIX, "date": "2024-05-01T12:00"}, (UNIX_MS, "minute", "utc")),
        ({"date_unixtime": None, "date": None}, (None, None, None)),
        ({"date_unixtime": "9" * 30, "date": "tomorrow"}, (None, None, None)),
    ],
)
def test_times(tmp_path: Path, times: dict[str, Any], expected: tuple[object, ...]) -> None:
    found = node(read(tmp_path, chat(message(**times))), "Post", "telegram:123/5")
    assert tuple(found.get(name) for name in ("created_at", "ts_precision", "ts_origin")) == expected


def test_old_exports_without_entities(tmp_path: Path) -> None:
    text = ["See ", {"type": "link", "text": "https://a.example/1"}, 5, {"type": "hashtag", "text": "#x"}]
    old = message(text=text)
    del old["text_entities"]
    outcomes = read(tmp_path, chat(old))
    assert node(outcomes, "Post", "telegram:123/5")["text"] == "See https://a.example/1#x"
    assert {a[2] for a in arrows(outcomes, "LINKS_TO", "TAGGED")} == {"Url/https://a.example/1", "Hashtag/x"}
    poll = message(text="", text_entities=[], poll={"question": "Which?", "answers": []})
    assert node(read(tmp_path, chat(poll)), "Post", "telegram:123/5")["text"] == "Which?"


def full() -> dict[str, Any]:
    return {
        "about": "Here is the data you requested. Telegram …",
        "personal_information": {"user_id": 1, "messages": [1, 2]},
        "contacts": {"list": [{"id": 4, "messages": ["no"]}]},
        "chats": {
            "about": "This page lists all chats",
            "list": [
                {"type": "saved_messages", "id": 1, "messages": [message(1)]},
                chat(message(2), message(3, text="x"), id=22),
                {"name": "Jo", "type": "personal_chat", "id": 9, "messages": [message(1)]},
                chat(id=33),
            ],
        },
        "left_chats": {"list": [chat(message(7, from_id="user5"), id=44, type="private_group")]},
    }


def test_a_full_export_says_which_chat(tmp_path: Path) -> None:
    outcomes = read(tmp_path, full(), handle="one_name")
    assert [(o.location, reason) for o, reason in zip(outcomes, reasons(outcomes), strict=True)] == [
        ("chats.list[0].messages[0]", "private_chat"),
        ("chats.list[1].messages[0]", ""),
        ("chats.list[1].messages[1]", ""),
        ("chats.list[2].messages[0]", "private_chat"),
        ("left_chats.list[0].messages[0]", ""),
    ]
    assert arrows(outcomes, "POSTED") == {
        # the messages' from_id is another channel, which posts here under its own name
        ("Account/telegram:channel123", "POSTED", "Post/telegram:22/2"),
        ("Account/telegram:channel123", "POSTED", "Post/telegram:22/3"),
        ("Account/telegram:user5", "POSTED", "Post/telegram:44/7"),
    }
    # a name that the analyst gave cannot be that of every chat
    assert "handle" not in node(outcomes, "Account", "telegram:channel123")
    everything = read(tmp_path, full(), extra={"include": "private"})
    assert reasons(everything) == [""] * 5
    assert node(everything, "Surface", "telegram:9")["kind"] == "chat"


def test_heads_that_stand_behind_their_messages_are_found(tmp_path: Path) -> None:
    for content in (chat(message()), full()):
        outcomes = read(tmp_path, json.dumps(content, sort_keys=True))
        straight = read(tmp_path, content)
        assert {o.location: o for o in outcomes} == {o.location: o for o in straight}


def test_every_message_is_accounted_for(tmp_path: Path) -> None:
    service = {"id": 1, "type": "service", "date_unixtime": UNIX, "action": "create_channel", "title": "The Channel"}
    outcomes = read(
        tmp_path,
        chat(
            service,
            {**service, "action": "pin_message"},
            {"id": 3, "type": "unsupported"},
            message(),
            message("six"),
            message(None),
            message(True),
            "text",
            17,
            None,
            [1],
            {},
        ),
    )
    assert [o.location for o in outcomes] == [f"messages[{n}]" for n in range(12)]
    assert reasons(outcomes) == [
        "", "service_message", "unsupported_message", "", "bad_id", "bad_id", "bad_id",
        "not_a_message", "not_a_message", "too_large", "not_a_message", "not_a_message",
    ]  # fmt: skip
    assert node(outcomes[:1], "Account", "telegram:channel123")["created_at"] == UNIX_MS


def test_files_beside_the_export_are_hashed(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "a 1.jpg").write_bytes(b"picture")
    (folder / "copy.jpg").write_bytes(b"picture")
    (folder / "empty.bin").write_bytes(b"")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.txt")
    (folder / "linked").symlink_to(tmp_path)
    sha256 = hashlib.sha256(b"picture").hexdigest()
    outcomes = read(
        folder,
        chat(
            message(1, photo="photos/a 1.jpg", width=1, height=2),
            message(2, file="copy.jpg", media_type="video_file", duration_seconds=12, file_name="v.mp4"),
            message(3, file="(File not included. Change data exporting settings to download.)", mime_type="video/mp4"),
            message(4, file="missing.mp4", media_type="animation"),
            message(5, file="../secret.txt"),
            message(6, file="link.jpg"),
            message(7, file="linked/secret.txt"),
            message(8, file=str(tmp_path / "secret.txt")),
            message(9, file="empty.bin"),
            message(10, file="photos"),
            message(11, file="C:\\secret.txt"),
            message(12, file="a\0b"),
            message(13, photo="photos/a 1.jpg", forwarded_from="X"),
            message(14, file="x" * 5_000),
            message(15, file=f"/{tmp_path / 'secret.txt'}"),
            message(16, file=f"\\\\{tmp_path / 'secret.txt'}"),
            message(17, file="//server/share/secret.txt"),
            message(18, file="//"),
            message(19, file="."),
        ),
    )
    assert reasons(outcomes) == [
        "", "", "file_not_included", "file_missing", "file_outside", "file_outside", "file_outside", "file_outside",
        "empty_file", "no_regular_file", "file_outside", "file_outside", "", "file_missing",
        "file_outside", "file_outside", "file_outside", "file_outside", "file_outside",
    ]  # fmt: skip
    media = arrows(outcomes, "HAS_MEDIA")
    assert {a for a in media if "sha256" in a[2]} == {
        ("Post/telegram:123/1", "HAS_MEDIA", f"Media/sha256:{sha256}"),
        ("Post/telegram:123/2", "HAS_MEDIA", f"Media/sha256:{sha256}"),
        ("Post/telegram:123/13/forwarded", "HAS_MEDIA", f"Media/sha256:{sha256}"),
    }
    assert ("Post/telegram:123/3", "HAS_MEDIA", "Media/telegram:123/3") in media
    assert len(media) == 19
    assert node(outcomes[1:2], "Media", f"sha256:{sha256}") == {
        "sha256": sha256,
        "kind": "video",
        "file_name": "copy.jpg",
        "bytes": 7,
        "duration": 12.0,
    }
    assert node(outcomes, "Media", "telegram:123/3")["kind"] == "video"
    assert "secret" not in json.dumps([str(r) for r in records(outcomes) if isinstance(r, Node) and "sha256" in r.key])


def test_files_beyond_a_size_are_not_hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 3)
    (tmp_path / "a.bin").write_bytes(b"four")
    assert reasons(read(tmp_path, chat(message(file="a.bin")))) == ["file_too_large"]


BROKEN = r"""{
 "name": "Bro\x01ken \\x41 \"q\" \u00e9",
 "type": "public_channel",
 "id": 123,
 "messages": [
  {
   "id": 5,
   "type": "message",
   "date_unixtime": "1714557600",
   "from_id": "channel123",
   "text": "back\\\x02slash \"document_id\": bare",
   "text_entities": [
    {
     "type": "custom_emoji",
     "text": "s",
     "document_id": video_files/sticker (2).webm
    },
    {
     "type": "custom_emoji",
     "document_id": (File not included. "Really"),
     "text": "t"
    },
    {
     "type": "custom_emoji",
     "text": "u",
     "document_id": "5368324170671202286"
    },
    {
     "type": "custom_emoji",
     "document_id": 5368324170671202286,
     "text": "v"
    }
   ]
  }
 ]
}"""


def test_broken_json_is_mended_at_every_block_border(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(tmp_path, BROKEN)
    assert reasons(expected) == [""]
    assert node(expected, "Post", "telegram:123/5")["text"] == "stuv"
    assert node(expected, "Account", "telegram:channel123")["name"] == 'Bro\x01ken \\x41 "q" é'
    for block in range(1, 40):
        monkeypatch.setattr(repair, "_BLOCK", block)
        assert read(tmp_path, BROKEN) == expected, block


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rb'"a\x01b"', rb'"a\u0001b"'),
        (rb'"a\\x01b"', rb'"a\\x01b"'),
        (rb'"a\\\x01b"', rb'"a\\\u0001b"'),
        (rb'"\x1Fg\xZ1"', rb'"\u001Fg\xZ1"'),
        (b'"document_id": 12,', b'"document_id": 12,'),
        (b'"document_id": 12}', b'"document_id": 12}'),
        (b'"document_id": null', b'"document_id": null'),
        (b'"document_id": "x"', b'"document_id": "x"'),
        (b'"document_id": {}', b'"document_id": {}'),
        (b'"document_id": 2 files/a.webm,\n', b'"document_id": "2 files/a.webm",\n'),
        (b'"document_id": a"b\\c\r\n', b'"document_id": "a\\"b\\\\c"\r\n'),
        # half a character
        (rb'"\ud800"', rb'"\\ud800"'),
        (rb'"\uDFFF x"', rb'"\\uDFFF x"'),
        (rb'"\ud83d\ude00"', rb'"\ud83d\ude00"'),
        (rb'"\ude00\ud83d"', rb'"\\ude00\\ud83d"'),
        (rb'"\ud83d\ud83d\ude00"', rb'"\\ud83d\ud83d\ude00"'),
        (rb'"\ud83d\u0041"', rb'"\\ud83d\u0041"'),
        (rb'"\ud83d\\ude00"', rb'"\\ud83d\\ude00"'),
        (rb'"\\ud800 \\\ud800"', rb'"\\ud800 \\\\ud800"'),
        # numbers that the parser cannot hold
        (b'"id": 9223372036854775807,', b'"id": 9223372036854775807,'),
        (b'"id": 9223372036854775808,', b'"id": "9223372036854775808",'),
        (b'"id": -9223372036854775808', b'"id": -9223372036854775808'),
        (b'"id": -9223372036854775809', b'"id": "-9223372036854775809"'),
        (b"[1e308, 1e999, -1E+999, 1e-999]", b'[1e308, "1e999", "-1E+999", 1e-999]'),
        (
            rb'["12345678901234567890", "a\", 12345678901234567890"]',
            rb'["12345678901234567890", "a\", 12345678901234567890"]',
        ),
    ],
)
def test_repairs(given: bytes, expected: bytes) -> None:
    assert repair.repaired(given) == expected


HALVES = (
    r"""{"name": "N", "type": "public_channel", "id": 123, "messages": ["""
    r"""{"id": 5, "type": "message", "text": "\ud800 a\ud83d\ude00b \udfff\\ud83d\ud83d 12345678901234567890 \u00e9"}, """
    r"""{"id": 12345678901234567890, "type": "message"}, {"id": 6, "views": -1e999, "type": "message", "text": "t"}]}"""
)


def test_half_characters_and_large_numbers_are_mended_at_every_block_border(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for long_line in (1, 1 << 16):
        monkeypatch.setattr(repair, "_LONG_LINE", long_line)
        for block in range(1, 40):
            monkeypatch.setattr(repair, "_BLOCK", block)
            found = read(tmp_path, HALVES)
            assert reasons(found) == ["", "bad_id", ""], (long_line, block)
            said = node(found, "Post", "telegram:123/5")["text"]
            assert said == r"\ud800 a😀b \udfff\ud83d\ud83d 12345678901234567890 é", (long_line, block)


@pytest.mark.parametrize(
    "field", ["text", "from", "forwarded_from", "file", "photo", "from_id", "date", "type", "x\ud800"]
)
@pytest.mark.parametrize("half", ["\ud800", "a\udfffb"])
def test_half_a_character_in_any_field_stops_no_export(tmp_path: Path, field: str, half: str) -> None:
    outcomes = read(tmp_path, json.dumps(chat(message(1, **{field: half}), message(2), name=half)))
    assert [o.location for o in outcomes] == ["messages[0]", "messages[1]"]
    assert isinstance(outcomes[1], Row)


def test_a_long_line_is_mended_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repair, "_LONG_LINE", 1)
    text = "".join(rf"\x0{n % 8 + 1}\\x41" for n in range(40)) + r"\\" * 50 + r"\x01"
    line = json.dumps(chat(message(text_entities=[{"type": "plain", "text": "@@"}]))).replace("@@", text)
    for block in range(1, 30):
        monkeypatch.setattr(repair, "_BLOCK", block)
        found = node(read(tmp_path, line), "Post", "telegram:123/5")["text"]
        assert found == "".join(chr(n % 8 + 1) + r"\x41" for n in range(40)) + "\\" * 50 + "\x01", block


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps(chat(message(), message(6)))[:-40], "cut off"),
        (json.dumps(chat(message())) + "x", "not valid JSON after messages[0]"),
        ('{"name": "x"}', "holds no list of messages"),
        ("[1, 2]", "holds no list of messages"),
        ('{"chats": {"list": 5}}', "holds no list of messages"),
        ("", "cut off"),
        ('{"a": ' + "[" * 100_000, "nests deeper"),
        ('{"id": ' + "9" * 6_000 + "}", "holds no list of messages"),
        (json.dumps(chat(message())).encode().replace(b"Hello", b"\xff\xfe"), "not valid JSON"),
        (json.dumps(chat(message())).encode().replace(b"Hello", b"\xed\xa0\x80"), "UTF-8"),
        (gzip.compress(json.dumps(chat(message())).encode())[:-5], "gzip file is truncated"),
    ],
)
def test_bad_files_are_one_clear_line(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(LoadError) as caught:
        read(tmp_path, content)
    assert said in str(caught.value)
    assert "result.json" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_hostile_messages_are_rejects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_MOST_CHARACTERS", 10_000)
    monkeypatch.setattr(building, "_MOST_EVENTS", 1_000)
    deep = "[" * 5_000 + "]" * 5_000
    line = json.dumps(
        chat(message(1, text="x" * 20_000), message(2, more=list(range(2_000))), message(3, deep="@@"), message(4))
    ).replace('"@@"', deep)
    outcomes = read(tmp_path, line)
    assert reasons(outcomes) == ["too_large", "too_large", "too_large", ""]
    monkeypatch.setattr(repair, "LARGEST_VALUE", 200_000)
    with pytest.raises(LoadError, match="one value is larger"):
        read(tmp_path, json.dumps(chat(message(1, text="x" * 900_000))))


def test_values_of_the_wrong_type_never_stop_a_row(tmp_path: Path) -> None:
    wrong: list[object] = [None, 1, -1, 1.5, True, "x", [], {}, [[]], [{}], {"a": []}, "http://[", "a b", 2**62]
    names = [
        *("date", "date_unixtime", "from", "from_id", "text", "text_entities", "photo", "file", "media_type", "poll"),
        *("mime_type", "duration_seconds", "forwarded_from", "reply_to_message_id", "via_bot", "inline_bot_buttons"),
    ]
    part_names = ("text", "href", "user_id")
    part_types = ("link", "text_link", "mention", "mention_name", "hashtag")
    parts = [{"type": t, n: v} for t in part_types for n in part_names for v in wrong]
    messages = [
        message(number, **{name: value}) for number, (name, value) in enumerate((n, v) for n in names for v in wrong)
    ]
    messages += [message(900 + n, text_entities=[part, part], file="f") for n, part in enumerate(parts)]
    outcomes = read(tmp_path, chat(*messages))
    assert len(outcomes) == len(messages)
    assert all(isinstance(o, Row) for o in outcomes)
    for name in ("id", "type", "name"):
        for value in wrong:
            assert len(read(tmp_path, chat(message(), **{name: value}))) == 1


def test_a_handle_that_is_none_is_a_note(tmp_path: Path) -> None:
    outcomes = read(tmp_path, chat(message()), handle="not a handle")
    assert reasons(outcomes) == ["bad_handle"]
    assert "handle" not in node(outcomes, "Account", "telegram:channel123")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps(chat(message())), True),
        (json.dumps(chat(message()), sort_keys=True), True),
        (json.dumps(chat()), True),
        (json.dumps(full()), True),
        (json.dumps({"about": "Here is the data … Telegram", "contacts": "x" * 90_000}), True),
        (BROKEN, True),
        ("\ufeff" + BROKEN, True),
        (json.dumps({"messages": [{"id": 1}]}), False),
        (json.dumps({"about": "me", "name": "x"}), False),
        (json.dumps({"data": [{"id": "1", "text": "x", "author_id": "2"}]}), False),
        ("", False),
        ("id,text", False),
        ("[]", False),
    ],
)
def test_recognised_by_content(tmp_path: Path, content: str, expected: bool) -> None:
    path = tmp_path / "anything"
    path.write_bytes(gzip.compress(content.encode()))
    assert Telegram().recognise(sample(path)) is expected
