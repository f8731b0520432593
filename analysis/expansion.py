"""Who else? Accounts outside a set, ranked by what they shared with it beyond chance.

Each account outside has its evidence in bits (`expansion_evidence`). Chance: as if each of its
shares had been drawn from the shares of all other outsiders of the same kind of object, so that
objects weigh by how often they are shared, at the times at which they are shared. Of so many
draws the total of bits has the cumulant

    Λ(s) = h · Σ_kind n_kind · (mean over the drawn of exp(s · bits) − 1)

and p is Chernoff's bound, min over s of exp(Λ(s) − s · total): never smaller than the tail itself.
h ≥ 1 is taste: how much more than expected the account shared of the seeds' common things at other
times, since whoever shares the seeds' taste meets their rare things more often, too. q is after
Benjamini & Hochberg over all outsiders.

Sources: H. Chernoff, Ann. Math. Statist. 23 (1952) 493–507; the weighing by rarity is that of
docs/detection.md. Measured on planted campaigns: bench/expanding.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis import AnalysisError
from analysis.chance import adjusted
from analysis.details import information, kinds
from analysis.expansion_evidence import Evidence, evidence
from analysis.shares import CONTENT, Flags, Floats, Integers, Shares, encode

MEANING = (
    "score: bits by which what it shared with the set exceeds what its activity and the objects' popularity make expected"
)
CAVEAT = "Ranked by what it shared with the set; a high rank is a reason to look, not a finding."
POST_KIND = "post_kind"
RESPONSES = ("quote", "reply", "comment")
"""Kinds of post that answer what they carry: no evidence for, told as against."""
COMMON = 6.0
"""Bits up to which an object counts as common when an account's taste is measured: one account of 64 shared it."""
_PRIOR = 4.0
"""Common things that each account is taken to have shared just as often as expected."""
_STEPS = np.geomspace(0.01, 2.5, 32)


@dataclass(frozen=True, slots=True)
class Settings:
    """`window` in seconds, inclusive; `published`: epoch seconds from which the campaign was publicly known."""

    window: float = 60.0
    published: float | None = None

    def __post_init__(self) -> None:
        if not (np.isfinite(self.window) and 0 <= self.window <= 366 * 86_400):
            raise AnalysisError(f"window {self.window}: must be seconds between 0 and a year")
        if self.published is not None and not np.isfinite(self.published):
            raise AnalysisError(f"published {self.published}: must be epoch seconds")


@dataclass(frozen=True, slots=True)
class Expansion:
    """Outsiders with any evidence, best first; one row in each column. `account`: codes of the shares.

    `score` (bits) is `bits` less `expected`; p and q as the module says. Ties are ordered by p, then by name.
    """

    settings: Settings
    shares: Shares
    seeds: Integers
    evidence: Evidence
    account: Integers
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
        return [str(name) for name in self.shares.accounts.take(pa.array(self.account)).to_pylist()]


def read(table: pa.Table) -> tuple[Shares, Flags]:
    """Shares of a table, and which of their rows are quotes, replies or comments by its column post_kind, if it has one."""
    if POST_KIND not in table.column_names:
        shares = encode(table)
        return shares, np.zeros(len(shares), bool)
    shares = encode(table, keep_repeated=True)
    kind = pc.utf8_lower(table[POST_KIND].cast(pa.string()))
    answers = table[CONTENT].filter(pc.fill_null(pc.is_in(kind, value_set=pa.array(RESPONSES)), False))
    if shares.content is None or shares.contents is None:
        return shares, np.zeros(len(shares), bool)
    known = pc.is_in(shares.contents.cast(pa.string()), value_set=answers.cast(pa.string()).combine_chunks())
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
    null = _Null(shares, is_seed, found)
    account = np.flatnonzero(null.total > 0)
    score, p = null.total[account] - null.expected(account), null.tail(account)
    candidates = int((np.bincount(shares.account[outside], minlength=count) > 0).sum())
    q = adjusted(p, candidates)
    # names make the order total: codes depend on the order of the rows
    rank = np.empty(len(account), np.int64)
    names = shares.accounts.take(pa.array(account)).cast(pa.string())
    rank[pc.sort_indices(names).to_numpy(zero_copy_only=False)] = np.arange(len(account))
    order = np.lexsort((rank, p, -score))
    span = float(shares.time.max() - shares.time.min())
    return Expansion(
        settings,
        shares,
        codes,
        found,
        account[order],
        score[order],
        null.total[account][order],
        null.expected(account)[order],
        p[order],
        q[order],
        candidates,
        unknown,
        span > settings.window,
    )


def _codes(shares: Shares, seeds: Sequence[str]) -> tuple[Integers, tuple[str, ...]]:
    wanted = sorted({str(seed) for seed in seeds})
    if not wanted:
        raise AnalysisError("seeds: none are given; name a set, network or cluster with accounts")
    if not len(shares):
        raise AnalysisError("shares: there are none with object, account, content and time; load posts that share something")
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
    """What chance gives each account, from the shares of all other outsiders."""

    def __init__(self, shares: Shares, is_seed: Flags, found: Evidence) -> None:
        count = len(shares.accounts)
        kind = kinds(shares.objects)
        self.kinds = int(kind.max(initial=0)) + 1
        outside = np.flatnonzero(~is_seed[shares.account])
        cell = shares.account[outside].astype(np.int64) * self.kinds + kind[shares.object[outside]]
        self.draws = np.bincount(cell, minlength=count * self.kinds).reshape(count, self.kinds).astype(np.float64)
        strong = np.flatnonzero(found.bits > 0)
        self._bits = found.bits[strong]
        rows = found.row[strong]
        self._kind = kind[shares.object[rows]]
        self._cell = shares.account[rows].astype(np.int64) * self.kinds + self._kind
        self._pool = self.draws.sum(axis=0)
        self.total = np.bincount(shares.account[rows], weights=self._bits, minlength=count)
        self._taste = self._taste_of(shares, found, kind)

    def expected(self, accounts: Integers) -> Floats:
        """Bits that chance gives these accounts."""
        return self._of(accounts, self._bits)

    def tail(self, accounts: Integers) -> Floats:
        """Upper bound of the probability that chance gives them as many bits as they have."""
        least = np.zeros(len(accounts))
        for step in _STEPS:
            cumulant = self._of(accounts, np.expm1(step * self._bits))
            least = np.minimum(least, cumulant - step * self.total[accounts])
        return np.exp(np.maximum(least, -700.0))

    def _of(self, accounts: Integers, values: Floats) -> Floats:
        """Taste · Σ over kinds of draws · mean of the values among all other outsiders."""
        everyone = np.bincount(self._kind, weights=values, minlength=self.kinds)
        own = np.bincount(self._cell, weights=values, minlength=self.draws.size).reshape(self.draws.shape)[accounts]
        draws = self.draws[accounts]
        others = np.maximum(self._pool - draws, 1.0)
        mean = np.maximum(everyone - own, 0.0) / others
        return np.asarray(self._taste[accounts] * (draws * mean).sum(axis=1))

    def _taste_of(self, shares: Shares, found: Evidence, kind: Integers) -> Floats:
        """How much more than expected each account shared of the seeds' common things outside the window; 1 at least."""
        common = (information(shares)[shares.object[found.row]] <= COMMON) & ~found.timed
        rows = found.row[common]
        cell = shares.account[rows].astype(np.int64) * self.kinds + kind[shares.object[rows]]
        own = np.bincount(cell, minlength=self.draws.size).reshape(self.draws.shape)
        mean = own.sum(axis=0) / np.maximum(self._pool, 1.0)
        expected = (self.draws * mean).sum(axis=1)
        return np.maximum((own.sum(axis=1) + _PRIOR) / (expected + _PRIOR), 1.0)
