"""Arabic letters as they join in a word, for measuring: the renderer shapes the text itself."""

import unicodedata
from functools import lru_cache

_FORMS = ("isolated", "final", "initial", "medial")


def joined(text: str) -> str:
    """The text with each Arabic letter in the form of its place; other characters as they are."""
    forms = _letters()
    letters = [c for c in text if unicodedata.category(c) != "Mn"]
    shaped = []
    for i, letter in enumerate(letters):
        own = forms.get(letter)
        if own is None:
            shaped.append(letter)
            continue
        before = i > 0 and "initial" in forms.get(letters[i - 1], {}) and "final" in own
        after = i + 1 < len(letters) and "final" in forms.get(letters[i + 1], {}) and "initial" in own
        form = "medial" if before and after else "final" if before else "initial" if after else "isolated"
        shaped.append(own.get(form, letter))
    return "".join(shaped)


@lru_cache(maxsize=1)
def _letters() -> dict[str, dict[str, str]]:
    """Presentation forms of every Arabic letter by the name of the form, from Unicode's own table."""
    found: dict[str, dict[str, str]] = {}
    for point in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        form, _, letter = unicodedata.decomposition(chr(point)).partition("> ")
        # two letters in one sign are ligatures
        if form[1:] in _FORMS and len(letter) == 4:
            found.setdefault(chr(int(letter, 16)), {})[form[1:]] = chr(point)
    return found
