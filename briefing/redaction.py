"""Stable pseudonyms in place of names: in what is drawn, in what is written beside it, in every byte."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import replace

from briefing.scene import Caption, Scene
from briefing.style import NODE_STYLES
from graph.records import Ref

_SHORTEST = 3
NOTE = "Names are replaced by pseudonyms; the same name has the same pseudonym throughout the case."


def redact(scene: Scene, secret: bytes) -> Scene:
    """The scene with a pseudonym for every node, position and size kept.

    What named a node is also replaced in the caption. Without `secret` nobody can go back or guess.
    """
    names = {node.ref: _pseudonym(node.ref, secret) for node in scene.nodes}
    nodes = tuple(replace(n, ref=_hidden(n.ref, names), text=names[n.ref]) for n in scene.nodes)
    edges = tuple(
        replace(
            e,
            key=f"{e.type}|{names[e.start]}|{names[e.end]}|{i}",
            start=_hidden(e.start, names),
            end=_hidden(e.end, names),
        )
        for i, e in enumerate(scene.edges)
    )
    return Scene(nodes, edges, _caption(scene, names))


def _pseudonym(ref: Ref, secret: bytes) -> str:
    digest = hmac.new(secret, str(ref).encode("utf-8", "backslashreplace"), hashlib.sha256).hexdigest()
    return f"{NODE_STYLES[ref.label].word.capitalize()} {digest[:6].upper()}"


def _hidden(ref: Ref, names: Mapping[Ref, str]) -> Ref:
    return Ref(ref.label, names[ref])


def _caption(scene: Scene, names: Mapping[Ref, str]) -> Caption:
    told: dict[str, str] = {}
    for node in scene.nodes:
        for word in _words(node.ref.key, node.text):
            told.setdefault(word, names[node.ref])
    if told:
        pattern = re.compile("|".join(re.escape(w) for w in sorted(told, key=lambda w: (-len(w), w))), re.IGNORECASE)
        folded = {word.casefold(): name for word, name in told.items()}

        def said(text: str) -> str:
            return pattern.sub(lambda found: folded.get(found.group().casefold(), "…"), text)
    else:

        def said(text: str) -> str:
            return text

    caption = scene.caption
    return replace(
        caption,
        title=said(caption.title),
        question=said(caption.question),
        caveat=said(caption.caveat),
        parameters={name: said(str(value)) for name, value in caption.parameters.items()},
        notes=(*(said(note) for note in caption.notes), NOTE),
    )


def _words(key: str, text: str) -> set[str]:
    """What would give the node away: its key, the part behind the platform, its handle."""
    found = {key, text, text.rstrip("…"), text.lstrip("@#“").rstrip("”…")}
    _, colon, rest = key.partition(":")
    if colon:
        found |= {rest, rest.removeprefix("@"), rest.removeprefix("//")}
    return {word for word in found if len(word) >= _SHORTEST}
