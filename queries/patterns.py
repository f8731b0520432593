"""Patterns of terms that engines match with: one regular expression (Java syntax) for a whole list of terms."""

import re
from collections.abc import Iterable
from typing import TypeAlias

NEVER = "(?!)"
"""A pattern that matches nothing."""

# scripts that part words with spaces; in the others a term is found anywhere
_WORD = r"[\p{IsLatin}\p{IsCyrillic}\p{IsGreek}\p{Nd}\p{M}_]"
_SPACED = re.compile(r"[A-Za-z0-9\u00aa\u00ba\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff]")
_QUOTES = "'’‘ʼ"
_DOTALL = "(?s)"

_Trie: TypeAlias = dict[str, "_Trie"]
_END = ""


def whole_text(terms: Iterable[str]) -> str:
    """Pattern of a whole normalised text that holds one of the normalised terms; NEVER without terms.

    A term that begins or ends with a letter of a script with spaces, or a digit, does so at the border of a word.
    """
    groups: dict[tuple[bool, bool], _Trie] = {}
    for term in terms:
        ends = bool(_SPACED.match(term[0])), bool(_SPACED.match(term[-1]))
        node = groups.setdefault(ends, {})
        for character in term:
            node = node.setdefault(_literal(character), {})
        node[_END] = {}
    if not groups:
        return NEVER
    parts = [
        (f"(?<!{_WORD})" if before else "") + _alternatives(trie) + (f"(?!{_WORD})" if after else "")
        for (before, after), trie in sorted(groups.items(), key=lambda group: group[0])
    ]
    return f"{_DOTALL}.*?(?:{'|'.join(parts)}).*"


def any_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Pattern of a whole text that matches the first and not the second pattern of any pair."""
    parts = [f"(?!{exclude.removeprefix(_DOTALL)}\\z){include.removeprefix(_DOTALL)}" for include, exclude in pairs]
    return f"{_DOTALL}(?:{'|'.join(parts)})" if parts else NEVER


def _alternatives(node: _Trie) -> str:
    # a shared beginning is tried once: hundreds of terms cost little more than one
    found = [
        character + _alternatives(rest) if character else "" for character, rest in sorted(node.items(), reverse=True)
    ]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})" if found else ""


def _literal(character: str) -> str:
    if character == " ":
        return r"\s+"
    if character in _QUOTES:
        return f"[{_QUOTES}]"
    # escaped by hand: Java and Python differ in what their own quoting leaves to the reader
    return f"\\{character}" if character in r"\.[]{}()<>*+-=!?^$|#&~/" else character
