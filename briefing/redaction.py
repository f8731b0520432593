"""Stable pseudonyms in place of names: in what is drawn, in what is written beside it, in every byte."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import replace

from briefing.errors import BriefingError
from briefing.scene import Caption, Scene, SceneNode
from briefing.style import NODE_STYLES, PLATFORMS, platform_name
from briefing.telltale import Cleaner, Telltale, words_of
from graph.records import Ref

NOTE = "Names, addresses, ids and texts are replaced by pseudonyms, the same in every figure of this case. "
CLEAR = "In clear stay hashtags that many accounts shared, and the names of sets, published networks and sources."
CLEAR_TAGS = "In clear stay hashtags, and the names of sets, published networks and sources."

KEPT = frozenset({"Hashtag", "Network", "Set", "Source", "Statement", "Run", "Cluster", "Finding"})
"""Labels whose words stay: common slogans, and what publishers and the analyst said. Names within them are replaced."""

_SHORTEST_SECRET = 16
_LENGTHS = (6, 10, 16, 64)


def redact(scene: Scene, secret: bytes, also: Iterable[str] = (), *, keep_tags: bool = False) -> Scene:
    """The scene with pseudonyms like `Account 7F3A21 (X)`; positions, sizes and counts are unchanged.

    Whoever lacks `secret` (16 bytes or more, BriefingError otherwise) can neither go back nor test a guess. The
    caption loses what names a drawn node, the words in `also`, and what looks like a handle, address or id.
    Hashtags that are not common lead to those who used them: they are replaced, unless `keep_tags`.
    """
    if len(secret) < _SHORTEST_SECRET:
        raise BriefingError(
            f"secret: has {len(secret)} bytes; pseudonyms need at least {_SHORTEST_SECRET}, made at random"
        )
    codes = _codes([node.ref for node in scene.nodes], secret)
    names = {node.ref: _name(node.ref, codes[node.ref]) for node in scene.nodes}
    hidden = {ref: Ref(ref.label, codes[ref]) for ref in names}
    kept = {n.ref for n in scene.nodes if n.ref.label in KEPT and (keep_tags or n.common or n.ref.label != "Hashtag")}
    told = {word: _bare(names[n.ref]) for n in scene.nodes if n.ref not in kept for word in words_of(n)}
    telltale = Telltale(
        {**told, **{word: f"Name {_code(word, secret)}" for word in also if word.strip()}},
        lambda kind, word: f"{kind} {_code(word, secret)}",
    )
    clean = telltale.out_of(_all_words(scene))

    def node_of(node: SceneNode) -> SceneNode:
        text = clean(node.text) if node.ref in kept else names[node.ref]
        return replace(node, ref=hidden[node.ref], text=text, names=())

    edges = tuple(
        replace(
            edge,
            key=f"{edge.type}|{hidden[edge.start]}|{hidden[edge.end]}|{i}",
            start=hidden[edge.start],
            end=hidden[edge.end],
            text=clean(edge.text),
            note=clean(edge.note),
        )
        for i, edge in enumerate(scene.edges)
    )
    caption = _caption(scene.caption, clean, NOTE + (CLEAR_TAGS if keep_tags else CLEAR))
    groups = tuple(clean(title) for title in scene.groups)
    return Scene(tuple(node_of(node) for node in scene.nodes), edges, caption, groups, redacted=True)


def _caption(caption: Caption, clean: Cleaner, note: str) -> Caption:
    return replace(
        caption,
        title=clean(caption.title),
        question=clean(caption.question),
        caveat=clean(caption.caveat),
        time_span=clean(caption.time_span or "") or None,
        query=clean(caption.query or "") or None,
        data_date=clean(caption.data_date or "") or None,
        made_with=clean(caption.made_with),
        parameters={clean(str(name)): clean(str(value)) for name, value in caption.parameters.items()},
        coverage=clean(caption.coverage),
        notes=(*(clean(note) for note in caption.notes), note),
        analyst=tuple(clean(note) for note in caption.analyst),
        findings=tuple(clean(said) for said in caption.findings),
    )


def _all_words(scene: Scene) -> list[str]:
    caption = scene.caption
    words = [
        caption.title,
        caption.question,
        caption.caveat,
        caption.coverage,
        caption.made_with,
        *caption.notes,
        *caption.analyst,
    ]
    words += [*caption.findings, *scene.groups]
    words += [word for word in (caption.time_span, caption.query, caption.data_date) if word]
    words += [str(part) for pair in caption.parameters.items() for part in pair]
    words += [node.text for node in scene.nodes if node.ref.label in KEPT]
    return words + [part for edge in scene.edges for part in (edge.text, edge.note)]


def _codes(refs: list[Ref], secret: bytes) -> Mapping[Ref, str]:
    """A code per node, as short as keeps all of them apart within a label."""
    codes: dict[Ref, str] = {}
    waiting = refs
    for length in _LENGTHS:
        found = {ref: _code(str(ref), secret, length) for ref in waiting}
        taken: dict[tuple[str, str], int] = {}
        for ref, code in found.items():
            taken[ref.label, code] = taken.get((ref.label, code), 0) + 1
        waiting = [ref for ref, code in found.items() if taken[ref.label, code] > 1]
        codes |= found
    return codes


def _code(word: str, secret: bytes, length: int = _LENGTHS[0]) -> str:
    digest = hmac.new(secret, word.encode("utf-8", "backslashreplace"), hashlib.sha256).hexdigest()
    return digest[:length].upper()


def _name(ref: Ref, code: str) -> str:
    word = NODE_STYLES[ref.label].word
    platform = ref.key.partition(":")[0]
    # only names of platforms that we know: anything else may be a part of an address
    where = f" ({platform_name(platform)})" if platform in PLATFORMS else ""
    return f"{word[0].upper()}{word[1:]} {code}{where}"


def _bare(name: str) -> str:
    return name.partition(" (")[0]
