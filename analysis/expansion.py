"""Who else? Accounts outside a set, ranked by what they shared with it beyond chance.

Each account outside has its evidence in bits (`expansion_evidence`), summed for each part of the set
(`seed_parts`) and for the whole. Chance: as if each of its shares had been drawn from the shares of all
outsiders of the same kind of object, so that objects weigh by how often they are shared, at the times at
which they are shared. Of so many draws the sum of bits has the cumulant

    Λ(s) = h · Σ_kind n_kind · (mean over what is drawn of exp(s · bits) − 1)

and its tail is at most min over s of exp(Λ(s) − s · sum), which is Chernoff's bound. p is that of the
best part, times the number of parts; q is after Benjamini & Hochberg over all outsiders. h ≥ 1 is taste: how
much more than expected the account shared of the seeds' common things at other times, since whoever has the
seeds' taste meets their rare things more often, too. Taste beyond that is not in it, so that q promises less
than it says where seeds post a great deal beside what they push: see the measured shares in bench/expanding.py.

Sources: H. Chernoff, Ann. Math. Statist. 23 (1952) 493–507; Y. Benjamini, Y. Hochberg, J. R. Stat. Soc. B 57
(1995) 289–300; the weighing by rarity is that of docs/detection.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis import AnalysisError
from analysis.chance import adjusted
from analysis.details import information, kinds
from analysis.expansion_evidence import Evidence, evidence
from analysis.limits import check_fdr, check_window
from analysis.seed_parts import parts
from analysis.shares import CONTENT, Flags, Floats, Integers, Shares, bounds, encode

MEANING = "score = −log2 p: by chance an account that is as active reaches as much with any part of the set once in 2^score at most"
CAVEAT = (
    "that an account belongs to the set, or has the same operator. Ranked by what it shared with the set; a high rank is a "
    "reason to look, not a finding, and an empty `against` says only that no check of ours spoke against it."
)
POST_KIND = "post_kind"
RESPONSES = ("quote", "reply", "comment")
"""Kinds of post that answer what they carry: no evidence for, told as against."""
COMMON, OFTEN = 6.0, 30
"""An object is common, when an account's taste is measured, if one account of 64 shared it (6 bits) and it has so many shares."""
_PRIOR = 4.0
"""Common things that each account is taken to have shared just as often as expected."""
_STEPS = np.geomspace(0.01, 2.5, 32)


@dataclass(frozen=True, slots=True)
class Settings:
    """`window` in seconds, inclusive; `fdr` beyond which it is said that chance explains an account.

    `published`: epoch seconds from which the campaign was publicly known.
    """

    window: float = 60.0
    fdr: float = 0.05
    published: float | None = None

    def __post_init__(self) -> None:
        check_window(self.window)
        check_fdr(self.fdr)
        if self.published is not None and not np.isfinite(self.published):
            raise AnalysisError(f"published {self.published}: must be epoch seconds")


@dataclass(frozen=True, slots=True)
class Expansion:
    """Outsiders with any evidence, best first; one row in each column. `account` and `seeds`: codes of the shares.

    `score` is −log2 p (see MEANING); `bits` of evidence and those `expected` by chance are of the `part` that fits best,
    whose number is one more than the last of `seed_part` where the whole set fits best. Ties are ordered by bits beyond
    those expected, then by name.
    """

    settings: Settings
    shares: Shares
    seeds: Integers
    seed_part: Integers
    evidence: Evidence
    account: Integers
    part: Integers
    score: Floats
    bits: Floats
    expected: Floats
    p: Floats
    q: Floats
    candidates: int
    """Accounts outside the set that shared anything: what q is corrected for."""
    unknown: tuple[str, ...]
    """Seeds that shared nothing here."""
    timed: bool
    """Whether times tell anything: False where all shares stand within one window."""

    def __len__(self) -> int:
        return len(self.account)

    @property
    def names(self) -> list[str]:
        """Names of the accounts, best first."""
        accounts: Any = self.shares.accounts
        return [str(name) for name in accounts.take(pa.array(self.account)).to_pylist()]


def read(table: pa.Table) -> tuple[Shares, Flags]:
    """Shares of a table, and which of their rows are quotes, replies or comments by its column post_kind, if it has one."""
    if POST_KIND not in table.column_names:
        shares = encode(table)
        return shares, np.zeros(len(shares), bool)
    shares = encode(table, keep_repeated=True)
    kind: Any = pc.utf8_lower(table[POST_KIND].cast(pa.string()))
    answers: Any = pc.fill_null(pc.is_in(kind, value_set=pa.array(RESPONSES)), False)
    if shares.content is None or shares.contents is None:
        return shares, np.zeros(len(shares), bool)
    posts = table[CONTENT].cast(pa.string()).filter(answers).combine_chunks()
    known: Any = pc.is_in(shares.contents.cast(pa.string()), value_set=posts)
    return shares, np.asarray(known.to_numpy(zero_copy_only=False), bool)[shares.content]


def expand(
    shares: Shares, seeds: Sequence[str], settings: Settings | None = None, responses: Flags | None = None
) -> Expansion:
    """Accounts outside the seeds, ranked; the same for the same shares, seeds and settings.

    `responses`: rows of the shares that are quotes, replies or comments. AnalysisError where there is no
    seed, none of them shared anything, or nobody else did.
    """
    settings = settings or Settings()
    codes, unknown = _codes(shares, seeds)
    count = len(shares.accounts)
    is_seed = np.zeros(count, bool)
    is_seed[codes] = True
    outside = ~is_seed[shares.account]
    if not outside.any():
        raise AnalysisError("seeds: are all accounts that shared anything; there is nobody left to rank")
    answers = np.zeros(len(shares), bool) if responses is None else responses
    found = evidence(shares, is_seed, answers, settings.window)
    part = np.zeros(count, np.int64)
    part[codes] = parts(shares, codes, settings.window)
    whole = int(part.max()) + 1
    null = _Null(shares, is_seed, found, part[shares.account[found.seed_row]], whole)
    log_p = null.log_tail()
    # the best part of each account; the whole set, which has the last number, only where no part is better
    order = np.lexsort((null.part, log_p, null.account))
    best = order[bounds(null.account[order])[:-1]]
    trials = 1 if whole == 1 else whole + 1
    log_p = np.minimum(log_p[best] + np.log(trials), 0.0)
    account, p = null.account[best], np.exp(np.maximum(log_p, -700.0))
    candidates = int((np.bincount(shares.account[outside], minlength=count) > 0).sum())
    # names make the order total: codes depend on the order of the rows
    everyone: Any = shares.accounts
    by_name: Any = pc.sort_indices(everyone.take(pa.array(account)).cast(pa.string()))
    rank = np.empty(len(account), np.int64)
    rank[by_name.to_numpy(zero_copy_only=False)] = np.arange(len(account))
    score = -log_p / np.log(2)
    excess = null.total[best] - null.expected[best]
    order = np.lexsort((rank, -excess, -score))
    best = best[order]
    span = float(shares.time.max() - shares.time.min())
    return Expansion(
        settings,
        shares,
        codes,
        part[codes],
        found,
        account[order],
        null.part[best],
        score[order],
        null.total[best],
        null.expected[best],
        p[order],
        adjusted(p, candidates)[order],
        candidates,
        unknown,
        span > settings.window,
    )


def _codes(shares: Shares, seeds: Sequence[str]) -> tuple[Integers, tuple[str, ...]]:
    wanted = sorted({str(seed) for seed in seeds})
    if not wanted:
        raise AnalysisError("seeds: none are given; name a set, network or cluster with accounts")
    if not len(shares):
        raise AnalysisError(
            "shares: there are none with object, account, content and time; load posts that share something"
        )
    place = pc.index_in(pa.array(wanted, pa.string()), value_set=shares.accounts.cast(pa.string()))
    present = np.bincount(shares.account, minlength=len(shares.accounts)) > 0
    pairs = [(name, code) for name, code in zip(wanted, place.to_pylist(), strict=True)]
    known = [code for _, code in pairs if code is not None and present[code]]
    unknown = tuple(name for name, code in pairs if code is None or not present[code])
    if not known:
        shown = ", ".join(wanted[:3]) + (" …" if len(wanted) > 3 else "")
        raise AnalysisError(f"seeds: none of {len(wanted):,} ({shown}) shared anything in these data; choose others")
    return np.sort(np.array(known, np.int64)), unknown


class _Null:
    """What chance gives each account with each part of the seeds, from the shares of all outsiders."""

    def __init__(self, shares: Shares, is_seed: Flags, found: Evidence, part_of: Integers, whole: int) -> None:
        """`part_of`: number of the part of each row of evidence; all together are the part `whole`."""
        count = len(shares.accounts)
        kind = kinds(shares.objects)
        self.kinds = int(kind.max(initial=0)) + 1
        outside = np.flatnonzero(~is_seed[shares.account])
        cell = shares.account[outside].astype(np.int64) * self.kinds + kind[shares.object[outside]]
        self._draws = np.bincount(cell, minlength=count * self.kinds).reshape(count, self.kinds).astype(np.float64)
        self._pool = self._draws.sum(axis=0)
        self._taste = self._taste_of(shares, found, kind)
        strong = np.flatnonzero(found.bits > 0)
        account = np.tile(shares.account[found.row[strong]].astype(np.int64), 2)
        part = np.concatenate((part_of[strong], np.full(len(strong), whole)))
        self._parts = whole + 1
        self._kind = np.tile(kind[shares.object[found.row[strong]]], 2)
        self._bits = np.tile(found.bits[strong], 2)
        self._part_cell = part * self.kinds + self._kind
        # one trial for each account and part that have any evidence in common
        trial, self._trial = np.unique(account * self._parts + part, return_inverse=True)
        self.account, self.part = trial // self._parts, trial % self._parts
        self._drawn = self._draws[self.account] * self._taste[self.account][:, None]
        self.total: Floats = np.asarray(np.bincount(self._trial, self._bits, len(self.account)), np.float64)
        self.expected = self._by_chance(self._bits)

    def log_tail(self) -> Floats:
        """For each trial the natural logarithm of an upper bound of the probability of so many bits by chance."""
        least = np.zeros(len(self.account))
        for step in _STEPS:
            least = np.minimum(least, self._by_chance(np.expm1(step * self._bits)) - step * self.total)
        return least

    def _by_chance(self, values: Floats) -> Floats:
        """Taste · Σ over kinds of draws · mean of the values among all outsiders."""
        shape = (self._parts, self.kinds)
        sums = np.bincount(self._part_cell, weights=values, minlength=shape[0] * shape[1]).reshape(shape)
        return np.asarray(np.einsum("ij,ij->i", self._drawn, (sums / np.maximum(self._pool, 1.0))[self.part]))

    def _taste_of(self, shares: Shares, found: Evidence, kind: Integers) -> Floats:
        """How much more than expected each account shared of the seeds' common things outside the window; 1 at least."""
        often = np.bincount(shares.object, minlength=len(shares.objects)) >= OFTEN
        common = ((information(shares) <= COMMON) & often)[shares.object[found.row]] & ~found.timed
        rows = found.row[common]
        cell = shares.account[rows].astype(np.int64) * self.kinds + kind[shares.object[rows]]
        own = np.bincount(cell, minlength=self._draws.size).reshape(self._draws.shape)
        mean = own.sum(axis=0) / np.maximum(self._pool, 1.0)
        expected = (self._draws * mean).sum(axis=1)
        return np.asarray(np.maximum((own.sum(axis=1) + _PRIOR) / (expected + _PRIOR), 1.0))
