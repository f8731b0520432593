"""What a detection came to, for people and as JSON."""

import datetime
from collections.abc import Mapping, Sequence

import numpy as np

from analysis.coortweet import Network
from analysis.detection import Detection
from analysis.judgement import ALONE_WEAK, CHANCE, FEED, IN_GROUP, ONCE, SCATTERED, SIGNIFICANT, Judged
from analysis.receipts import Explanation
from analysis.shares import bounds
from attribution.weigh_report import COUNTED_ONLY, left_out_lines, row_lines
from attribution.words import count

DOES_NOT_PROVE = (
    "that one operator runs these accounts, and not who. They shared the same things at the same time more often than "
    "chance explains; people with the same interests do so, too."
)
NO_PROMISE = (
    "The false-discovery rate holds as far as accounts choose objects independently of each other; people with "
    "the same interests do not, so read it as an order of what to open first, not as a guarantee."
)


def when(seconds: float) -> str:
    """A time for a reader: UTC, to the second, fractions where there are any."""
    try:
        moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return f"{seconds:.0f} s"
    return moment.strftime("%Y-%m-%d %H:%M:%S") + (f".{moment.microsecond // 1000:03}" if moment.microsecond else "")


def detection_lines(found: Detection, unread: Mapping[str, int], most: int = 15) -> list[str]:
    """The report that a newcomer can read."""
    shares, judged = found.shares, found.judged
    accounts = len(np.unique(shares.account))
    objects = len(bounds(shares.object)) - 1
    told = [
        f"{len(shares):,} shares of {objects:,} objects by {accounts:,} accounts took part"
        + (f", {when(float(shares.time.min()))} to {when(float(shares.time.max()))} UTC" if len(shares) else "")
        + "."
    ]
    told += [f"  {line}" for line in left_out_lines(found, unread, len(judged.pairs))]
    told.append(
        f"{found.met:,} pairs of accounts shared an object within {found.settings.window:g} s; "
        f"{int((judged.reading == SIGNIFICANT).sum()):,} of them more often than chance explains "
        f"(false-discovery rate {found.settings.fdr:g} over {judged.tests:,} possible pairs)"
        + (f", and {_in_group(judged)}." if (judged.reading == IN_GROUP).any() else ".")
    )
    counted = {reading: int((judged.reading == reading).sum()) for reading in (FEED, SCATTERED, ALONE_WEAK, ONCE)}
    aside = [
        (
            FEED,
            "look like repeating one source (syndication, repost bots, or a ring that does nothing else: shares cannot tell which)",
        ),
        (SCATTERED, "meet many others as often, like fans of the same accounts"),
        (ALONE_WEAK, "are linked by nobody else and on thin evidence"),
        (ONCE, "met on one occasion only"),
    ]
    told += [
        f"  Beside these, beyond chance but set apart: {counted[one]:,} {said}." for one, said in aside if counted[one]
    ]
    if found.shuffles and judged.significant.any():
        told.append(
            f"  The second check, times shuffled by up to 4 h within each object ({found.shuffles} times), "
            + (
                f"disagrees on {int(found.disagree.sum()):,} of these pairs (p_shuffled above 0.05): take them as unconfirmed."
                if found.disagree.any()
                else "agrees on every one of these pairs."
            )
        )
    told.append(f"{len(found.groups):,} groups:" if found.groups else "No groups.")
    texts = shares.accounts
    for group in found.groups[:most]:
        first = ", ".join(str(texts[code].as_py()) for code in group.accounts[:6])
        told.append(
            f"  {group.number}: {len(group.accounts)} accounts, {group.links} link{'s' if group.links > 1 else ''}, {group.cohesion:.0%} of those there could be, "
            f"stability {group.stability:.2f}{' (unstable)' if group.unstable else ''}, "
            f"{when(group.first)[:10]} to {when(group.last)[:10]}: {first}{' …' if len(group.accounts) > 6 else ''}"
        )
    if len(found.groups) > most:
        told.append(f"  and {len(found.groups) - most:,} smaller ones.")
    return [*told, f"Does not prove: {DOES_NOT_PROVE}", NO_PROMISE]


def _in_group(judged: Judged) -> str:
    """What the second test, within groups, adds."""
    rows = judged.reading == IN_GROUP
    once = int((judged.occasions[rows] == 1).sum())
    added = f"{int(rows.sum()):,} more only when tested among pairs that a third account links"
    return f"{added}, of which {once:,} met once" if once else added


def detection_json(found: Detection, unread: Mapping[str, int]) -> dict[str, object]:
    """The same for programs."""
    names = found.shares.accounts
    return {
        "shares": len(found.shares),
        "pairs": found.met,
        "listed": len(found.judged.pairs),
        "significant": int(found.judged.significant.sum()),
        "tests": found.judged.tests,
        "shuffles": found.shuffles,
        "disagree": int(found.disagree.sum()),
        "left_out": {**{k: v for k, v in unread.items() if v}, **found.shares.left_out, "few rows": found.few},
        "hot": [
            {
                "object": str(found.shares.objects[one.object].as_py()),
                "shares": one.shares,
                "sharers": one.sharers,
                "pairs": one.pairs,
            }
            for one in found.hot
        ],
        "groups": [
            {
                "number": group.number,
                "accounts": [str(names[code].as_py()) for code in group.accounts],
                "links": group.links,
                "cohesion": group.cohesion,
                "stability": group.stability,
                "unstable": group.unstable,
                "first": group.first,
                "last": group.last,
            }
            for group in found.groups
        ],
        "does_not_prove": DOES_NOT_PROVE,
    }


def network_json(found: Network, unread: Mapping[str, int]) -> dict[str, object]:
    """What CooRTweet's definition came to, for programs."""
    return {
        "edges": len(found.pairs),
        "weight": int(found.pairs.weight.sum()),
        "threshold": found.threshold,
        "above_threshold": int(found.above.sum()),
        "left_out": {**{k: v for k, v in unread.items() if v}, **found.left_out, "few rows": found.few},
    }


def network_lines(found: Network, unread: Mapping[str, int]) -> list[str]:
    """What CooRTweet's definition came to."""
    pairs = found.pairs
    return [
        *row_lines(found.left_out, unread),
        *([f"{count(found.few, 'row')} left out: of accounts with too few rows."] if found.few else []),
        f"{len(pairs):,} edges of weight {int(pairs.weight.sum()):,} in all; {int(found.above.sum()):,} above the threshold {found.threshold:g}.",
        "By CooRTweet's definition, which tests nothing against chance: half of the edges lie above the median by construction.",
        f"Does not prove: {COUNTED_ONLY}",
    ]


def explanation_lines(found: Explanation) -> list[str]:
    """The receipts of one pair for a reader."""
    told = [f"{found.a} and {found.b}: {found.said}."]
    if found.receipts:
        told.append(
            f"  {found.posts_a:,} and {found.posts_b:,} shares; {count(found.weight, 'pair')} of posts over "
            f"{count(found.objects, 'object')} on {count(found.occasions, 'occasion')}; chance expects {found.expected:.3g} "
            f"occasions (q {found.q:.2g}"
            + (f", q among pairs that a third account links {found.q_group:.2g}" if found.q_group is not None else "")
            + ")."
        )
        told.append(
            f"  p {found.p:.2g} is taken over the rarest and closest of these occasions, so that it does not follow from the two counts."
        )
    if found.p_shuffled is not None:
        as_often = round(found.p_shuffled * (found.shuffles + 1)) - 1
        told.append(
            f"  Times shuffled by up to 4 h within each object: in {as_often or 'none'} of {found.shuffles} shuffles did they meet over "
            f"as many objects (p {found.p_shuffled:.2g}, the least that so many shuffles can say is {1 / (found.shuffles + 1):.2g}); "
            + ("this check disagrees." if found.p_shuffled > 0.05 and found.reading != CHANCE else "this check agrees.")
        )
    for one in found.receipts:
        told.append(
            f"  {one.object}  ({one.sharers:,} sharers, {one.information:.1f} bits)  {when(one.time_a)} / {when(one.time_b)}, {one.dt:+g} s"
        )
    return [*told, f"Does not prove: {DOES_NOT_PROVE}"]


def explanation_json(found: Explanation) -> dict[str, object]:
    """The same for programs."""
    fields: Sequence[str] = [name for name in Explanation.__slots__ if name != "receipts"]
    receipts = [
        {
            "object": r.object,
            "sharers": r.sharers,
            "information": r.information,
            "time_a": r.time_a,
            "time_b": r.time_b,
            "dt": r.dt,
        }
        for r in found.receipts
    ]
    return {**{name: getattr(found, name) for name in fields}, "receipts": receipts, "does_not_prove": DOES_NOT_PROVE}
