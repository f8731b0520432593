"""Impact of every group of a run, one after another; posts and shares are read once for all of them."""

from analysis.impact import Impact, impact
from analysis.shares import encode
from attribution.impact_posts import SPREAD, posts_table
from attribution.progress import Progress, silent
from attribution.runs import Run
from attribution.share_kinds import Request
from attribution.share_records import share_records
from store.resolve import Reader

MOST = 100
"""Groups that are compared, the largest first; each takes about half a second."""


def impacts(reader: Reader, run: Run, progress: Progress = silent) -> dict[int, Impact]:
    """Impact by number of group, of the largest groups; of a stale run on the data as they are now."""
    groups = run.clusters[:MOST]
    if not groups:
        return {}
    progress("reading engagement", 0)
    posts = posts_table(reader)
    shares = encode(share_records(reader, Request(objects=SPREAD)).table, keep_repeated=True)
    found: dict[int, Impact] = {}
    for number, group in enumerate(groups):
        progress("comparing engagement with matched posts", 0, share=number / len(groups))
        found[group.number] = impact(posts, group.accounts, shares)
    return found


def in_short(found: Impact) -> str:
    """One cell: whether engagement exceeds that of matched posts, and one pair of medians (its own, of matched posts)."""
    said = [one for one in found.measures if one.exceeds is not None]
    above = [one for one in said if one.exceeds]
    compared = above or said or [one for one in found.measures if one.compared]
    if not compared:
        return "cannot be compared"
    one = max(compared, key=lambda measure: measure.compared)
    medians = f"{one.median_compared:,.0f}, {one.median_matched:,.0f} {one.name}"
    return f"{'above' if above else 'not above' if said else 'too few'}: {medians}"
