"""Composes posts: everyday ones from patterns, each text used once unless it is planted."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from sample_data.generator.chance import Chance
from sample_data.generator.vocabulary import (
    CHINESE,
    CHINESE_PATTERNS,
    PATTERNS,
    REPLIES,
    SPANISH,
    SPANISH_PATTERNS,
    WORDS,
)

_SLOT = re.compile(r"\{(\w+)\}")
EVERYDAY = ("home", "food", "sport", "work", "town", "culture", "tech")


def normal(text: str) -> str:
    """A text without links and mentions as it is compared: NFKC, case-folded, spaces folded."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def text_key(text: str) -> str:
    """SHA-256 of the normalised text."""
    return hashlib.sha256(normal(text).encode()).hexdigest()


class Texts:
    """Makes texts and remembers them, so that no two are the same by accident."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def keep(self, text: str) -> str:
        """Reserve a text that was written out, so that no other post has it by accident."""
        self._used.add(normal(text))
        return text

    def fill(self, chance: Chance, pattern: str, words: Mapping[str, Sequence[str]]) -> str:
        """The pattern with its slots filled; a slot with a capital letter begins a sentence."""

        def word(found: re.Match[str]) -> str:
            slot = found.group(1)
            small = slot if slot in words else slot[0].lower() + slot[1:]
            chosen = _SLOT.sub(word, chance.pick(words[small]))
            return chosen if small == slot else chosen[0].upper() + chosen[1:]

        filled = _SLOT.sub(word, pattern)
        return filled[0].upper() + filled[1:]

    def fresh(self, make: Callable[[], str], suits: Callable[[str], bool] = bool) -> str:
        """The first made text that nobody has used and that suits."""
        for _ in range(400):
            text = make()
            if normal(text) not in self._used and suits(text):
                self._used.add(normal(text))
                return text
        raise ValueError("the patterns are used up: add words or patterns")

    def everyday(self, chance: Chance, lang: str, topic: str | None = None, suits: Callable[[str], bool] = bool) -> str:
        """An everyday text in the language, on the topic or on any but voting."""
        if lang == "zh":
            return self.fresh(lambda: self.fill(chance, chance.pick(CHINESE_PATTERNS), CHINESE), suits)
        if lang == "es":
            return self.fresh(lambda: self.fill(chance, chance.pick(SPANISH_PATTERNS), SPANISH), suits)
        return self.fresh(
            lambda: self.fill(chance, chance.pick(PATTERNS[topic or chance.pick(EVERYDAY)]), WORDS), suits
        )

    def reply(self, chance: Chance, lang: str, suits: Callable[[str], bool] = bool) -> str:
        """A short answer in the language."""
        if lang != "en":
            return self.everyday(chance, lang, suits=suits)
        return self.fresh(lambda: self.fill(chance, chance.pick(REPLIES), WORDS), suits)
