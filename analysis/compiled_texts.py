"""The loops that tell texts apart, compiled by numba: hashes, and a table of those that are known."""

import numpy as np

from analysis.native import Library

library = Library(__file__)
_AT_A_TIME = 64
"""Texts whose slots are asked for together: the processor waits for all of them at once."""


@library.loop("int32[:] uint8[:] uint64[:] uint64[:] uint64[:]")
def hash_texts(starts, octets, keys, first, second):  # type: ignore[no-untyped-def]  # numba types it
    """Two hashes of each text, eight octets at a time."""
    one_factor, other_factor = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
    for row in range(len(starts) - 1):
        at, end = np.uint64(starts[row]), np.uint64(starts[row + 1])
        one, other = keys[0] ^ (end - at), keys[1] ^ (end - at)
        long = end - at >= np.uint64(8)
        while at < end:
            word = np.uint64(0)
            if long:
                # the last word begins within the one before it
                at = min(at, end - np.uint64(8))
                # the compiler makes one load of these
                for i in range(8):
                    word |= np.uint64(octets[at + np.uint64(i)]) << np.uint64(8 * i)
            else:
                for i in range(end - at):
                    word |= np.uint64(octets[at + np.uint64(i)]) << np.uint64(8 * i)
            # a word is mixed with a secret before it enters, so that no difference of two words is foreseen by who writes them
            mixed = (word ^ keys[2]) * one_factor
            mixed = (mixed ^ (mixed >> np.uint64(32))) * other_factor
            mixed = (mixed ^ (mixed >> np.uint64(29)) ^ keys[3]) * one_factor
            mixed ^= mixed >> np.uint64(31)
            one = (one ^ mixed) * one_factor
            one ^= one >> np.uint64(32)
            other = (other + mixed) * other_factor
            other ^= other >> np.uint64(29)
            at += np.uint64(8)
        first[row] = one * other_factor
        second[row] = other * one_factor


@library.loop("uint64[:] uint64[:] uint64[:] int64[:] int32[:] uint8[:] int64", gives="int64")
def look_up(first, second, table, known, codes, fresh, from_row):  # type: ignore[no-untyped-def]
    """Give each text from `from_row` on its code, by two hashes; ends early where the table has no room for another.

    `table`: two words a slot, so that a look costs one line of memory: upper half of the first hash and code + 1
    (0 where free), and the second hash. `fresh` marks rows whose text is new; `known` holds how
    many are known. Gives the row that was reached.
    """
    count_ = known[0]
    mask = np.uint64(len(table) // 2 - 1)
    half, one = np.uint64(32), np.uint64(1)
    for begin in range(from_row, len(first), _AT_A_TIME):
        end = min(begin + _AT_A_TIME, len(first))
        for row in range(begin, end):
            slot = (second[row] & mask) << one
            held, other = table[slot], table[slot + one]
            same = (held >> half == first[row] >> half) & (other == second[row])
            codes[row] = np.int64(held & np.uint64(0xFFFFFFFF)) * same - 1
        for row in range(begin, end):
            if codes[row] >= 0:
                continue
            tag = first[row] >> half
            slot = second[row] & mask
            while True:
                held, other = table[slot << one], table[(slot << one) + one]
                if held == 0:
                    if 4 * (count_ + 1) > len(table):
                        known[0] = count_
                        return row
                    table[slot << one] = (tag << half) | np.uint64(count_ + 1)
                    table[(slot << one) + one] = second[row]
                    codes[row] = count_
                    fresh[row] = True
                    count_ += 1
                    break
                if held >> half == tag and other == second[row]:
                    codes[row] = np.int64(held & np.uint64(0xFFFFFFFF)) - 1
                    break
                slot = (slot + one) & mask
    known[0] = count_
    return len(first)


@library.loop("uint64[:] uint64[:]")
def rehash(table, larger):  # type: ignore[no-untyped-def]
    """Move what a table holds into a larger, empty one."""
    mask, one = np.uint64(len(larger) // 2 - 1), np.uint64(1)
    for held in range(0, len(table), 2):
        if table[held] == 0:
            continue
        slot = table[held + 1] & mask
        while larger[slot << one] != 0:
            slot = (slot + one) & mask
        larger[slot << one] = table[held]
        larger[(slot << one) + one] = table[held + 1]
