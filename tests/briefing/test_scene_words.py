"""What is shown of data: names, cleaned text, legend, columns, time span."""

import unicodedata

import pytest

from briefing.errors import BriefingError
from briefing.layout import place
from briefing.naming import text_of
from briefing.scene import Caption, Scene, scene
from briefing.words import cut, visible
from graph.records import Ref, Value
from graph.subgraph import Edge, Subgraph, Vertex


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("plain words", "plain words"),
        ("two\nlines\r\n\tand a tab", "two lines and a tab"),
        ("gpj.\u202eexe", "gpj.\ufffdexe"),
        ("a\u2066b\u2069c\u200ed", "a\ufffdb\ufffdc\ufffdd"),
        ("zero\u200bwidth\ufeff", "zero\ufffdwidth\ufffd"),
        ("nul\x00 bell\x07 esc\x1b[31m", "nul\ufffd bell\ufffd esc\ufffd[31m"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("\ufffe\uffff", "\ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("z" + "\u0301" * 20, "z" + "\u0301" * 3),
        ("see https://evil.example/a?b=1 now", "see hxxps[:]//evil[.]example/a?b=1 now"),
        ("HTTP://EVIL.example", "hxxp[:]//EVIL[.]example"),
        ("www.evil.example/x", "www[.]evil[.]example/x"),
        ("'}) DETACH DELETE n //", "'}) DETACH DELETE n //"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    ],
)
def test_text_of_data_is_one_harmless_line(given: str, shown: str) -> None:
    assert visible(given) == shown


def test_long_text_is_cut_and_says_so() -> None:
    assert visible("w" * 100, 10) == "w" * 9 + "…"
    assert visible("short", 10) == "short"
    assert len(visible("x" * 5_000_000, 40)) == 40


def test_a_cut_does_not_part_a_letter_from_its_accent() -> None:
    text = unicodedata.normalize("NFD", "éééééé")
    assert cut(text, 6) == unicodedata.normalize("NFD", "éé") + "…"


@pytest.mark.parametrize(
    ("label", "key", "properties", "shown"),
    [
        ("Account", "x:12", {"handle": "Eagle", "platform": "x"}, "@Eagle (X)"),
        ("Account", "telegram:@eagle", {}, "@eagle (Telegram)"),
        ("Account", "vk:77", {"name": "An Eagle"}, "An Eagle (VK)"),
        ("Account", "vk:77", {}, "account 77 (VK)"),
        ("Account", "x:1", {"handle": "h" * 200}, f"@{'h' * 31}… (X)"),
        ("Post", "x:9", {"text": "Word " * 40}, f"“{('Word ' * 8)[:39].rstrip()}…”"),
        ("Post", "x:9", {"kind": "repost", "created_at": 1_790_000_000_000}, "repost of 2026-09-21 (X)"),
        ("Post", "x:9", {"created_at": 9_000_000_000_000_000_000}, "post 9 (X)"),
        ("Url", "https://www.ledger.example/", {}, "ledger[.]example"),
        ("Url", "https://ledger.example/a.html", {}, "ledger[.]example/a.html"),
        ("Domain", "ledger.example", {}, "ledger[.]example"),
        ("Media", "sha256:abcdef0123456789", {"kind": "video"}, "video abcdef01…"),
        ("Media", "youtube:dQw4", {"kind": "video"}, "video dQw4 (YouTube)"),
        ("Media", "sha256:ab", {"kind": "photo", "file_name": "a.jpg"}, "photo a.jpg"),
        ("Hashtag", "vote", {"text": "Vote"}, "#Vote"),
        ("Text", "aa", {"text": "what they said"}, "“what they said”"),
        ("Fingerprint", "ip:192.0.2.1", {"kind": "ip", "value": "192.0.2.1"}, "ip 192[.]0[.]2[.]1"),
        ("Surface", "facebook:5", {"name": "A group"}, "A group (Facebook)"),
        ("Network", "Firm/Storm", {"name": "Storm", "publisher": "Firm"}, "Storm (Firm)"),
        ("Statement", "s", {"kind": "count", "count": 83, "unit": "accounts"}, "states 83 accounts"),
        ("Set", "case/A", {"name": "A"}, "A"),
        ("Run", "detection/2026-11-26/abcdef012345", {}, "run abcdef"),
        ("Cluster", "detection/2026-11-26/abcdef012345/3", {"number": 3, "size": 9}, "group 3 of run abcdef"),
        ("Cluster", "strange", {}, "strange"),
    ],
)
def test_names_of_nodes(label: str, key: str, properties: dict[str, Value], shown: str) -> None:
    assert text_of(Vertex(Ref(label, key), properties)) == shown


def test_legend_is_what_is_drawn_and_says_what_is_shared(drawn: Scene) -> None:
    assert [(e.kind, e.name, e.words, e.count) for e in drawn.legend] == [
        ("node", "Account", "accounts", 8),
        ("node", "Media", "file", 1),
        ("node", "Url", "link", 1),
        ("node", "Domain", "domain", 1),
        ("node", "Text", "text", 1),
        ("node", "Fingerprint", "site fingerprint", 1),
        ("edge", "ON_DOMAIN", "lies on the domain", 1),
        ("edge", "HAS_FINGERPRINT", "shows the fingerprint", 1),
        ("edge", "SHARED", "account shared this file, link or text", 12),
    ]


def test_columns_are_lists_of_one_length(drawn: Scene) -> None:
    columns = drawn.columns()
    assert {len(values) for values in columns["nodes"].values()} == {len(drawn.nodes)}
    assert {len(values) for values in columns["edges"].values()} == {len(drawn.edges)}
    first = drawn.edges[0]
    assert columns["nodes"]["id"][int(str(columns["edges"]["source"][0]))] == str(first.start)
    assert columns["nodes"]["id"][int(str(columns["edges"]["target"][0]))] == str(first.end)


def test_coordinates_are_those_of_the_layout(campaign: Subgraph, drawn: Scene) -> None:
    places = place(campaign)
    assert {node.ref: (node.x, node.y) for node in drawn.nodes} == places


def test_time_span_is_that_of_what_is_drawn_unless_it_is_said(campaign: Subgraph, drawn: Scene) -> None:
    assert drawn.caption.time_span == "2026-09-21 to 2026-09-28"
    said = scene(campaign, place(campaign), Caption(time_span="all of 2026"))
    assert said.caption.time_span == "all of 2026"


def test_wider_lines_for_more_posts(campaign: Subgraph, drawn: Scene) -> None:
    posts = {edge.key: edge.properties.get("posts") for edge in campaign.edges}
    widths = {posts[edge.key]: edge.width for edge in drawn.edges if edge.type == "SHARED"}
    assert widths[8] > widths[2] > widths[1]


def test_a_node_without_place_is_an_error_that_names_it(campaign: Subgraph) -> None:
    with pytest.raises(BriefingError, match="Account/x:900100200: has no position"):
        scene(campaign, {}, Caption())


def test_links_say_what_is_known_of_them() -> None:
    a, b = Vertex(Ref("Account", "x:1")), Vertex(Ref("Account", "x:2"))
    subgraph = Subgraph.of([a, b], [Edge("SAME_AS", a.ref, b.ref, {"reason": "one\nid"})])
    assert scene(subgraph, place(subgraph)).edges[0].text == "one thing under two keys (one id)"
