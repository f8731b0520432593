"""Finds in running text the words that give a name away: known ones, and what looks like a handle, address or id."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote, unquote

from briefing.scene import SceneNode
from briefing.style import PLATFORMS
from briefing.words import visible
from graph.canonical.refang import defang

Cleaner = Callable[[str], str]

_ANYWHERE = 4
"""From this length on a word is also found within a longer one."""
_ALONE = 3

_DOT = r"(?:\.|\[\.\])"
_SHAPES = (
    ("Link", rf"h(?:tt|xx)ps?(?:\[?:\]?)//[^\s\"'<>]+|\bwww{_DOT}[^\s\"'<>]+"),
    ("Account", r"(?<![\w/])[@＠][\w.·-]*\w"),
    ("Item", rf"\b(?:{'|'.join(sorted(PLATFORMS))}):@?[\w.-]*\w"),
    ("Id", r"(?<![\w])(?:\d{9,}|(?=[0-9a-f]*\d)[0-9a-f]{16,})(?![\w])"),
    (
        "File",
        r"(?<![\w.@-])[\w.-]*\w\.(?:csv|tsv|jsonl?|ndjson|txt|md|toml|html?|xlsx?|zip|parquet|mp4|jpe?g|png)(?:\.gz)?(?![\w-])",
    ),
    ("Domain", rf"(?<![\w.@-])(?:[\w-]+{_DOT})+[^\W\d_]{{2,24}}(?![\w-])"),
)
_LIKELY = re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in _SHAPES), re.IGNORECASE)


class Telltale:
    """Known words with what stands in their place, and a namer for words that only look like names."""

    def __init__(self, told: Mapping[str, str], unknown: Callable[[str, str], str]) -> None:
        """`unknown(kind, word)` names a word of a shape: Link, Account, Item, Id, File or Domain."""
        self._told: dict[str, str] = {}
        for word, name in told.items():
            for form in _forms(word):
                # folding turns one letter into two now and then: both spellings are looked for
                for spelling in (form, form.casefold()):
                    self._told.setdefault(spelling, name)
        self._unknown = unknown

    def out_of(self, texts: Iterable[str]) -> Cleaner:
        """A function that takes the words out of any of these texts."""
        haystack = "\n".join(_folded(text) for text in texts)
        # of ten thousands of words few occur, and a pattern of all of them would be slow
        present = [word for word in self._told if word.casefold() in haystack]
        names = {word.casefold(): self._told[word] for word in present}
        patterns = (_pattern(word) for word in sorted(present, key=lambda w: (-len(w), w)))
        known = re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)

        def clean(text: str) -> str:
            pieces, last = [], 0
            normal = unicodedata.normalize("NFC", text)
            for found in known.finditer(normal):
                word = _folded(found.group())
                name = names.get(word) or names.get(word.removeprefix("@")) or self._name("Name", word)
                pieces += [self._likely(normal[last : found.start()]), name]
                last = found.end()
            return "".join((*pieces, self._likely(normal[last:])))

        return clean

    def _likely(self, text: str) -> str:
        return _LIKELY.sub(lambda found: self._name(str(found.lastgroup), found.group()), text)

    def _name(self, kind: str, word: str) -> str:
        return self._unknown(kind, _folded(word).lstrip("@＠"))


def words_of(node: SceneNode) -> set[str]:
    """What would give a node away: what the data calls it, the parts of its key, what the picture calls it."""
    if node.ref.label == "Hashtag":
        # without its sign a tag is a word of the language
        return {f"#{word.lstrip('#＃')}" for word in (*node.names, node.ref.key, node.text)} | {str(node.ref)}
    found = {*node.names, node.ref.key}
    platform, colon, rest = node.ref.key.partition(":")
    if colon and (platform in PLATFORMS or platform == "sha256" or node.ref.label in ("Account", "Post", "Surface")):
        found.add(rest.removeprefix("@"))
        if platform == "sha256":
            found.add(rest[:8])
    drawn = node.text.rpartition(" (")[0] or node.text
    found |= {node.text, drawn, drawn.strip("“”…@# ")}
    return {word for word in found if len(word.strip()) >= 1}


def _forms(word: str) -> set[str]:
    """A word as data, addresses and figures write it."""
    bare = unicodedata.normalize("NFC", word).strip()
    address = bare.partition("://")[2]
    forms = {bare, bare.removeprefix("@"), visible(bare), unquote(bare), quote(bare, safe=":/@?=&")}
    if address:
        forms |= {address, address.rstrip("/"), defang(bare), defang(address), visible(defang(address))}
    elif "." in bare and " " not in bare:
        forms.add(defang(bare))
    return {form for form in forms if form}


def _pattern(word: str) -> str:
    """How to find a word; short ones only where they stand alone, single letters only as handles."""
    written = re.escape(word)
    if word.startswith("#"):
        # a tag is another one where it goes on
        return rf"{written}(?!\w)"
    if len(word) >= _ANYWHERE:
        return f"@?{written}"
    if len(word) >= _ALONE:
        return rf"(?<!\w)@?{written}(?!\w)"
    return rf"(?<!\w)@{written}(?!\w)"


def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()
