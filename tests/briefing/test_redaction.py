"""Pseudonyms: nothing of the names is left in any byte, positions stay, the same name has the same pseudonym."""

import json
import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from html import escape

import pytest

from briefing.errors import BriefingError
from briefing.html import html
from briefing.layout import place
from briefing.png import png
from briefing.redaction import CLEAR, CLEAR_TAGS, NOTE, redact
from briefing.scene import Caption, Scene, scene
from briefing.svg import svg
from graph.canonical.refang import defang
from graph.records import Ref
from graph.subgraph import Edge, Subgraph, Vertex

SECRET = b"0123456789abcdef0123456789abcdef"

# what must not be left, in any way of writing it
SECRETS = (
    "eagle_patriot",
    "Eagle_Patriot",
    "Display eagle",
    "900100200",
    "новости_дня",
    "حقيقة_اليوم",
    "真相观察",
    "ledger.example",
    "2026/ballots",
    "ballots_final",
    "ab12cd34",
    "nobody has cast",
    "UA-778899",
    "Straße_99",
    "unknown.person",
    "900100299",
    "other-site.example",
    "quiet_helper",
)


def _ways(word: str) -> Iterator[bytes]:
    for form in (word, word.lower(), word.upper(), word.casefold(), defang(word), escape(word)):
        yield form.encode()
        yield json.dumps(form)[1:-1].encode()


@pytest.fixture
def nasty(campaign: Subgraph) -> Scene:
    """The campaign with its names all over the caption, in links' reasons and in the names of kept nodes."""
    accounts = [v for v in campaign.vertices if v.ref.label == "Account"]
    street = Vertex(Ref("Account", "x:@straße_99"), {"handle": "Straße_99", "handles": ("Straße_99", "old_handle_1")})
    named = Vertex(Ref("Set", "case/friends of eagle_patriot"), {"name": "friends of eagle_patriot"})
    tag = Vertex(Ref("Hashtag", "stopeagle_patriot"), {"text": "StopEagle_Patriot"})
    more = Subgraph.of(
        [*accounts, street, named, tag],
        [
            Edge("SAME_AS", accounts[0].ref, street.ref, {"reason": "id 900100200 was @eagle_patriot and @Straße_99"}),
            Edge("IN_SET", accounts[1].ref, named.ref),
            Edge("SHARED", accounts[0].ref, tag.ref, {"posts": 2}),
        ],
    )
    said = Caption(
        title="@Eagle_Patriot and STRASSE_99 pushed ledger.example",
        question="What did eagle_patriot, https://ledger.example/2026/ballots and новости_дня share?",
        caveat="“they count votes that nobody has cast and everyone knows it” was also said by @unknown.person",
        parameters={
            "handles": "eagle_patriot, حقيقة_اليوم,真相观察 quiet_helper",
            "url": "hxxps[:]//ledger[.]example/2026/ballots?x=1",
            "ref": "Account/x:900100200",
            "ids": "900100299",
            "eagle_patriot": "Display eagle_patriot",
        },
        coverage="ballots_final.mp4 of www.other-site.example, fingerprint UA-778899, old_handle_1",
        notes=("sha256:" + "ab12cd34" * 8, "Telegram and X; 51,204 posts; window 2h"),
        marking="TLP:AMBER",
        made_with="Attribution Explorer 0.1.0",
    )
    subgraph = campaign | more
    return scene(subgraph, place(subgraph), said, highlighted=frozenset({accounts[0].ref}))


def test_no_byte_of_any_file_holds_a_name(nasty: Scene) -> None:
    redacted = redact(nasty, SECRET, also=("quiet_helper",))
    files = {"svg": svg(redacted), "html": html(redacted).encode(), "columns": json.dumps(redacted.columns()).encode()}
    found = [
        (kind, word) for kind, content in files.items() for word in SECRETS for way in _ways(word) if way in content
    ]
    assert found == []
    before = svg(nasty)
    assert b"eagle_patriot" in before


def test_a_png_carries_nothing_beside_its_pixels(nasty: Scene) -> None:
    picture = png(redact(nasty, SECRET), dpi=50)
    kinds, at = [], 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kinds.append(picture[at + 4 : at + 8])
        at += 12 + length
    assert set(kinds) == {b"IHDR", b"pHYs", b"IDAT", b"IEND"}


def test_the_figure_says_that_names_are_replaced(nasty: Scene) -> None:
    redacted = redact(nasty, SECRET)
    assert redacted.redacted
    assert redacted.caption.notes[-1] == NOTE + CLEAR
    assert b"replaced by pseudonyms" in svg(redacted)
    assert "replaced by pseudonyms" in html(redacted)


def test_what_names_nobody_stays(nasty: Scene) -> None:
    redacted = redact(nasty, SECRET)
    assert redacted.caption.notes[1] == "Telegram and X; 51,204 posts; window 2h"
    assert redacted.caption.marking == "TLP:AMBER"
    assert redacted.caption.made_with == "Attribution Explorer 0.1.0"
    assert [e.words for e in redacted.legend] == [e.words for e in nasty.legend]
    texts = [node.text for node in redacted.nodes]
    assert any(re.fullmatch(r"friends of Account [0-9A-F]{6}", text) for text in texts)


def test_rare_hashtags_are_names_and_common_ones_are_slogans(nasty: Scene) -> None:
    tagged = replace(
        nasty, caption=replace(nasty.caption, title="Who used #StopEagle_Patriot and #stopeagle_patriots?")
    )
    common = replace(tagged, nodes=tuple(replace(node, common=True) for node in tagged.nodes))

    rare, kept, asked = redact(tagged, SECRET), redact(common, SECRET), redact(tagged, SECRET, keep_tags=True)

    assert re.match(r"Who used Hashtag [0-9A-F]{6} and #stop", rare.caption.title)
    assert any(re.fullmatch(r"Hashtag [0-9A-F]{6}", node.text) for node in rare.nodes)
    for scene_ in (kept, asked):
        assert any(re.fullmatch(r"#StopAccount [0-9A-F]{6}", node.text) for node in scene_.nodes)
    assert rare.caption.notes[-1].endswith(CLEAR)
    assert asked.caption.notes[-1].endswith(CLEAR_TAGS)


def test_positions_sizes_and_links_stay(nasty: Scene) -> None:
    redacted = redact(nasty, SECRET)
    for before, after in zip(nasty.nodes, redacted.nodes, strict=True):
        assert (after.x, after.y, after.radius, after.degree) == (before.x, before.y, before.radius, before.degree)
        assert (after.ref.label, after.highlighted) == (before.ref.label, before.highlighted)
        assert after.names == ()
    place_before = {node.ref: i for i, node in enumerate(nasty.nodes)}
    place_after = {node.ref: i for i, node in enumerate(redacted.nodes)}
    assert [(place_before[e.start], place_before[e.end], e.type, e.width) for e in nasty.edges] == [
        (place_after[e.start], place_after[e.end], e.type, e.width) for e in redacted.edges
    ]


def test_pseudonyms_depend_on_name_and_secret_alone(nasty: Scene, drawn: Scene) -> None:
    def names(of: Scene, secret: bytes) -> dict[Ref, str]:
        return {b.ref: a.text for b, a in zip(of.nodes, redact(of, secret).nodes, strict=True)}

    here, there, other = names(nasty, SECRET), names(drawn, SECRET), names(drawn, SECRET[::-1])
    assert there.items() <= here.items()
    assert not {ref for ref in there if there[ref] == other[ref]}
    assert len(set(here.values())) == len(here)


def test_pseudonyms_say_what_and_where(drawn: Scene) -> None:
    texts = {b.ref: a.text for b, a in zip(drawn.nodes, redact(drawn, SECRET).nodes, strict=True)}
    assert re.fullmatch(r"Account [0-9A-F]{6} \(X\)", texts[Ref("Account", "x:900100200")])
    assert re.fullmatch(r"Link [0-9A-F]{6}", texts[Ref("Url", "https://ledger.example/2026/ballots")])
    assert re.fullmatch(r"File [0-9A-F]{6}", texts[Ref("Media", f"sha256:{'ab12cd34' * 8}")])


def test_the_caption_names_a_node_by_its_pseudonym(drawn: Scene) -> None:
    said = replace(drawn, caption=replace(drawn.caption, title="@eagle_patriot, EAGLE_PATRIOT and x:900100200"))
    redacted = redact(said, SECRET)
    code = redacted.nodes[0].ref.key
    assert redacted.caption.title == f"Account {code}, Account {code} and Account {code}"


def test_short_names_are_replaced_where_they_stand_alone() -> None:
    vertex = Vertex(Ref("Account", "x:@oak"), {"handle": "oak"})
    tiny = Vertex(Ref("Account", "x:@a"), {"handle": "a"})
    subgraph = Subgraph.of([vertex, tiny], [])
    drawn = scene(subgraph, place(subgraph), Caption(title="oak soaks a cloak; @a and @oak"))
    redacted = redact(drawn, SECRET)
    oak, a = (node.ref.key for node in redacted.nodes)
    assert redacted.caption.title == f"Account {oak} soaks a cloak; Account {a} and Account {oak}"


def test_codes_that_meet_grow_until_they_differ() -> None:
    vertices = [Vertex(Ref("Post", f"x:{i}")) for i in range(9_000)]
    subgraph = Subgraph.of(vertices, [])
    drawn = scene(subgraph, {v.ref: (float(i), 0.0) for i, v in enumerate(vertices)})
    texts = [node.text for node in redact(drawn, SECRET).nodes]
    assert len(set(texts)) == 9_000


@pytest.mark.parametrize("secret", [b"", b"short"])
def test_a_secret_that_can_be_guessed_is_refused(drawn: Scene, secret: bytes) -> None:
    with pytest.raises(BriefingError, match="at least 16"):
        redact(drawn, secret)


def test_hostile_names_break_nothing(hostile_scene: Scene, hostile: tuple[str, ...]) -> None:
    content = svg(redact(hostile_scene, SECRET)).decode()
    assert not [name for name in hostile if escape(name, quote=False) in content]
