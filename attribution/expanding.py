"""Who else? Accounts outside a set, network or cluster of a case, ranked, with the rows of files behind each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from analysis.expansion import CAVEAT, MEANING, POST_KIND, RESPONSES, Settings, expand, read
from analysis.expansion_receipts import Candidate, Receipt, candidates
from analysis.shares import CONTENT
from attribution.detect_report import when
from attribution.errors import CaseError
from attribution.identities import owner_of
from attribution.share_kinds import Request
from attribution.share_records import share_records
from graph.connection import Graph
from graph.schema import NODES
from queries.sets import NETWORK, members
from store.resolve import Reader, resolved

if TYPE_CHECKING:
    import pandas as pd

OBJECTS = ("url", "media", "domain", "hashtag", "text", "repost")
"""All that a post can share; a mention or a reply is conversation first."""

FIELDS = ("rank", "account", "handle", "score", "p", "q", "bits", "expected", "part", "objects", "timed", "seeds")

_CLUSTER = "MATCH (a:Account)-[:IN_CLUSTER]->(c:Cluster {id: $id}) RETURN a.id AS id ORDER BY id"
_CLUSTERS = "MATCH (c:Cluster) RETURN c.id AS id ORDER BY id LIMIT 5"
_PUBLISHED = "MATCH (n:Network {id: $id}) RETURN n.published_at AS at"


@dataclass(frozen=True, slots=True)
class Seeds:
    """The accounts that an expansion starts from: each under all its keys; `published` in epoch seconds, where it is known."""

    title: str
    accounts: tuple[tuple[str, ...], ...]
    published: float | None = None


@dataclass(frozen=True, slots=True)
class Expanded:
    """The ranking and all that has to stand beside it.

    `handles` by account key; `places` by post key: file and row that say so, the first to be loaded.
    """

    title: str
    window: float
    seeds: int
    absent: tuple[str, ...]
    """Seeds that shared nothing of these kinds here."""
    parts: int
    """Parts of the set that have met each other beyond chance; an account alone is one."""
    candidates: int
    beyond: int
    """Accounts whose q is at most the false-discovery rate."""
    fdr: float
    left_out: Mapping[str, int]
    coverage: str
    ranked: tuple[Candidate, ...]
    handles: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> list[dict[str, object]]:
        """One flat row for each account; receipts and what speaks against it as lists of sentences."""
        return [
            {
                **self._own(one),
                "kinds": [f"{kind} {count}" for kind, count in one.kinds],
                "against": list(one.against),
                "receipts": [self._sentence(receipt) for receipt in one.receipts],
            }
            for one in self.ranked
        ]

    def brief(self) -> list[dict[str, object]]:
        """The rows as a screen holds them: without receipts but the strongest."""
        return [
            {
                "rank": one.rank,
                "account": self.handles.get(one.account, one.account),
                "score": f"{one.score:.1f}",
                "q": f"{one.q:.1g}",
                "objects": one.objects,
                "in window": one.timed,
                "seeds": one.seeds,
                "kinds": ", ".join(f"{kind} {count}" for kind, count in one.kinds),
                "strongest": _short(one.receipts[0].object) if one.receipts else "",
                "against": "; ".join(one.against),
            }
            for one in self.ranked
        ]

    def frame(self) -> "pd.DataFrame":
        """The rows as a DataFrame."""
        import pandas as pd  # noqa: PLC0415  # half a second that only who asks for it waits for

        return pd.DataFrame(self.rows(), columns=[*FIELDS, "kinds", "against", "receipts"])

    def as_json(self) -> dict[str, object]:
        """Everything, receipts with file and row."""
        return {
            "set": self.title,
            "meaning": MEANING,
            "does_not_prove": CAVEAT,
            "window_s": self.window,
            "seeds": self.seeds,
            "absent": list(self.absent),
            "parts": self.parts,
            "candidates": self.candidates,
            "beyond_chance": self.beyond,
            "fdr": self.fdr,
            "left_out": dict(self.left_out),
            "coverage": self.coverage,
            "accounts": [
                {
                    **self._own(one),
                    "kinds": dict(one.kinds),
                    "against": list(one.against),
                    "receipts": [self._receipt(receipt) for receipt in one.receipts],
                }
                for one in self.ranked
            ],
        }

    def lines(self) -> list[str]:
        """What stands above the table."""
        said = [
            f"{self.title}: {self.seeds:,} accounts of it shared something here, in {self.parts:,} parts that meet beyond chance "
            f"or stand alone; {self.candidates:,} accounts outside, {self.beyond:,} of them beyond chance at a "
            f"false-discovery rate of {self.fdr:g}."
        ]
        if self.absent:
            shown = ", ".join(self.absent[:5]) + (" …" if len(self.absent) > 5 else "")
            said.append(f"  {len(self.absent):,} accounts of it shared nothing of these kinds here: {shown}")
        said += [f"  {count:,} shares left out: {reason}" for reason, count in sorted(self.left_out.items())]
        if not self.ranked:
            said.append("  nobody outside shared any of it, but after every account of the set or in answer to it")
        return [*said, f"{MEANING[0].upper()}{MEANING[1:]}.", f"Does not prove: {CAVEAT}"]

    def _own(self, one: Candidate) -> dict[str, object]:
        values = {name: getattr(one, name) for name in FIELDS if name != "handle"}
        return {name: self.handles.get(one.account) if name == "handle" else values[name] for name in FIELDS}

    def _receipt(self, receipt: Receipt) -> dict[str, object]:
        return {
            "object": receipt.object,
            "seed": receipt.seed,
            "time": when(receipt.time),
            "seed_time": when(receipt.seed_time),
            "lag_s": receipt.lag,
            "bits": receipt.bits,
            "in_window": receipt.timed,
            "post": receipt.content,
            "place": self.places.get(receipt.content or ""),
            "seed_post": receipt.seed_content,
            "seed_place": self.places.get(receipt.seed_content or ""),
        }

    def _sentence(self, receipt: Receipt) -> str:
        at, seed_at = (self.places.get(post or "", "") for post in (receipt.content, receipt.seed_content))
        return (
            f"{receipt.object} at {when(receipt.time)}{f' ({at})' if at else ''}; "
            f"{receipt.seed} at {when(receipt.seed_time)}{f' ({seed_at})' if seed_at else ''}; {receipt.bits:.1f} bits"
        )


def seeds_of(
    graph: Graph, case: str, *, set: str | None = None, network: str | None = None, cluster: str | None = None
) -> Seeds:
    """The accounts of one of the three; CaseError unless exactly one is named, QueryError if it is unknown."""
    if sum(one is not None for one in (set, network, cluster)) != 1:
        raise CaseError("expand: name one of --set, --network and --cluster")
    if cluster is not None:
        found = Seeds(f"cluster {cluster}", tuple((str(row["id"]),) for row in graph.read(_CLUSTER, {"id": cluster})))
        if not found.accounts:
            known = ", ".join(str(row["id"]) for row in graph.read(_CLUSTERS)) or "none; attribution detect makes them"
            raise CaseError(f"cluster {cluster[:80]!r}: is not in this case (it has {known})")
        return found
    held = members(graph, case, set if set is not None else f"{NETWORK}{network}")
    if not held.accounts:
        others = ", ".join(f"{len(keys)} {label}" for label, keys in held.others.items() if keys) or "nothing"
        raise CaseError(f"{held.title}: holds no accounts, but {others}; name a set of accounts")
    published = None
    if network is not None:
        rows = graph.read(_PUBLISHED, {"id": network})
        published = rows[0]["at"] / 1000 if rows and rows[0]["at"] is not None else None
    return Seeds(held.title, held.accounts, published)


def expanded(reader: Reader, seeds: Seeds, request: Request, settings: Settings, coverage: str, top: int) -> Expanded:
    """The first `top` accounts outside; AnalysisError where nothing can be ranked."""
    if top < 1:
        raise CaseError(f"--top {top}: must be 1 or more")
    if settings.published is None:
        settings = replace(settings, published=seeds.published)
    shares, responses = read(_with_kinds(reader, share_records(reader, request).table))
    owner = owner_of(reader)
    keys = [sorted({owner.get(key, key) for key in account})[0] for account in seeds.accounts]
    found = expand(shares, keys, settings, responses)
    ranked = candidates(found, top)
    return Expanded(
        seeds.title,
        settings.window,
        len(found.seeds),
        found.unknown,
        len({*found.seed_part.tolist()}),
        found.candidates,
        int((found.q <= settings.fdr).sum()),
        settings.fdr,
        shares.left_out,
        coverage,
        ranked,
        _handles(reader, [one.account for one in ranked]),
        _places(reader, ranked),
    )


def _with_kinds(reader: Reader, table: pa.Table) -> pa.Table:
    """The shares with a column that tells the quotes, replies and comments among the posts."""
    kind = next(one for one in NODES["Post"].properties if one.name == "kind")
    words = ", ".join(f"'{word}'" for word in RESPONSES)
    answers = reader.arrow_sql(f"SELECT _key FROM ({resolved('Post', [kind])}) WHERE kind IN ({words})", ("Post",))
    known = pc.is_in(table[CONTENT], value_set=answers["_key"].combine_chunks())
    return table.append_column(POST_KIND, pc.if_else(known, RESPONSES[0], "post"))


def _handles(reader: Reader, accounts: Sequence[str]) -> dict[str, str]:
    """`platform:@handle` of the accounts whose handle is known and not their key."""
    handle = next(one for one in NODES["Account"].properties if one.name == "handle")
    rows = reader.sql(
        f"SELECT _key, handle FROM ({resolved('Account', [handle])}) "
        "WHERE handle IS NOT NULL AND _key IN (SELECT unnest($keys))",
        ("Account",),
        {"keys": list(accounts)},
    )
    return {key: f"{key.partition(':')[0]}:@{name}" for key, name in rows}


def _places(reader: Reader, ranked: Sequence[Candidate]) -> dict[str, str]:
    posts = {
        post for one in ranked for receipt in one.receipts for post in (receipt.content, receipt.seed_content) if post
    }
    found = reader.places("Post", sorted(posts), limit=1)
    return {key: _place(said[0]["file"], said[0]["row"]) for key, said in found.items() if said}


def _place(file: str, row: str) -> str:
    return f"{file}, row {row}" if row.isdigit() else f"{file}, {row}"


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:47]}…"
