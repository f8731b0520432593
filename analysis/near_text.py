"""Families of near-duplicate texts: MinHash finds candidates, word sets are then compared themselves."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from rensa import RMinHash

from analysis.shares import Integers

SIMILAR = 0.8
"""Least Jaccard similarity of the word sets of a text and of the one that its family is named after."""

_BANDS, _ROWS = 16, 4
"""Of two texts with that similarity, 1 - (1 - 0.8^4)^16 = 99.98 % share a band."""

_SEED = 1
_ODD = np.uint64(0x9E3779B97F4A7C15)
_PIECE = 5_000
_KEPT = 4_096
# scripts that part no words with spaces: each two neighbouring characters are a word
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_WORD = re.compile(r"\w+")


def families(texts: Sequence[str]) -> Integers:
    """For each text the position of the one that its family is named after: its own, where it is the first of its kind.

    A text joins the earliest earlier text that is first of its family, shares a band of MinHash values with it
    (directly or through a member) and has a Jaccard similarity of at least `SIMILAR` to it in its set of words;
    nothing joins through a chain. So the order of the texts decides; give those that are posted most first.
    `texts` are normalised. Candidates for a text are one for each of its bands, so that a text with
    a million variants costs no more than a million texts without.

    Source: A. Broder, "On the resemblance and containment of documents" (1997); J. Leskovec, A. Rajaraman,
    J. Ullman, "Mining of Massive Datasets", ch. 3 (banding). The word-set Jaccard similarity is that of
    coordination-network-toolkit (co_similar), which asks for 0.9.
    """
    first = np.arange(len(texts))
    candidates = _candidates(texts)

    # the words of a million texts at once would take gigabytes; most are never compared
    @lru_cache(maxsize=_KEPT)
    def words(text: int) -> frozenset[str]:
        return frozenset(_words(texts[text]))

    for text in np.flatnonzero((candidates < first[:, None]).any(axis=1)).tolist():
        # the first of a band may itself belong to another: that one is what a family is named after
        for leader in np.unique(first[candidates[text]]).tolist():
            if leader < text and _similar(words(text), words(leader)):
                first[text] = leader
                break
    return first


def _words(text: str) -> Iterator[str]:
    for run in _UNSPACED.findall(text):
        yield from (run[at : at + 2] for at in range(max(len(run) - 1, 1)))
    yield from _WORD.findall(_UNSPACED.sub(" ", text))


def _similar(a: frozenset[str], b: frozenset[str]) -> bool:
    shared = len(a & b)
    return shared > 0 and shared >= SIMILAR * (len(a) + len(b) - shared)


def _candidates(texts: Sequence[str]) -> Integers:
    """For each text (row) and band (column) the first text that has the same values in it."""
    found = np.empty((len(texts), _BANDS), np.int64)
    if not texts:
        return found
    values = np.vstack([_signatures(texts[at : at + _PIECE]) for at in range(0, len(texts), _PIECE)])
    for band in range(_BANDS):
        own = np.zeros(len(texts), np.uint64)
        for row in range(band * _ROWS, (band + 1) * _ROWS):
            own = (own ^ values[:, row]) * _ODD
            own ^= own >> np.uint64(29)
        _, at, which = np.unique(own, return_index=True, return_inverse=True)
        found[:, band] = at[which]
    return found


def _signatures(texts: Sequence[str]) -> np.ndarray:
    # a MinHash needs no order, and takes a repeated word once
    rows = RMinHash.digest_matrix_from_token_sets(
        [list(_words(text)) for text in texts], _BANDS * _ROWS, _SEED
    ).to_rows()
    return np.array(rows, np.uint32)
