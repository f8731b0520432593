"""Counting pairs of a large table in memory: the rows of a stream as columns that are cut down where they stand."""

from collections.abc import Iterable

import pyarrow as pa

from analysis.compiled_pairing import CompiledPairing, fits
from analysis.encoding import nothing_of, settled_stream, shares_of
from analysis.weighing import Settings, Weighed, cooled, listed, weigh


def weigh_stream(batches: Iterable[pa.RecordBatch], settings: Settings) -> Weighed:
    """What `analysis.detection.weigh` finds in batches of rows; as keys take little room, no object leaves for the sum of all."""
    block, names = settled_stream(batches)
    rows = len(block)
    if not fits(shares_of(block, names), settings.window):
        return weigh(shares_of(block, names), settings)
    enough = block.posts(len(names.accounts)) >= settings.min_participation
    shares, hot = cooled(shares_of(block.squeezed(enough[block.account]), names), settings.window, settings.hot)
    del block
    taking = len(shares)
    few = rows - taking - sum(one.shares for one in hot)
    pairs, met, least = listed(CompiledPairing(shares, settings.window), settings)
    return Weighed(settings, nothing_of(names), pairs.at_least(least), hot, met, few, taking)
