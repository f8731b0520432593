"""The loops that run over every row or every pair of posts, compiled by numba.

Above about half a million rows these are several times as fast as numpy and need a third of its
memory (`analysis.pairing` decides). All of them work on rows in order of object and time.
"""

import numpy as np

from analysis.native import Library
from analysis.shares import Integers, Octets

library = Library(__file__)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_DIGIT_BITS = 11
_DIGITS = 1 << _DIGIT_BITS
_FEW = 16
"""Rows that are compared each with each."""


@library.loop("int32[:] float64[:] float64 int64 int64 int32[:]", gives="int64")
def reach(object_, time, window, begin, until, ends):  # type: ignore[no-untyped-def]  # numba types it
    """For each row from `begin` to `until` the first row after it that is another object's or too late; gives how many rows stand between in all."""
    n = len(time)
    end = begin
    between = 0
    for i in range(begin, until):
        end = max(end, i + 1)
        while end < n and object_[end] == object_[i] and time[end] - time[i] <= window:
            end += 1
        ends[i] = end
        between += end - i - 1
    return between


@library.loop("int32[:] float64[:] float64 float64 float64[:]")
def around(object_, time, window, scale, density):  # type: ignore[no-untyped-def]
    """Raise each row's density to (rows of its object within the window, but itself) × scale."""
    n = len(time)
    begin = end = 0
    for i in range(n):
        end = max(end, i + 1)
        while end < n and object_[end] == object_[i] and time[end] - time[i] <= window:
            end += 1
        while object_[begin] != object_[i] or time[i] - time[begin] > window:
            begin += 1
        density[i] = max(density[i], (end - begin - 1) * scale)


@library.loop("int32[:] uint64[:] int32[:] int64 int64 int64[:]")
def count(account, content, ends, begin, until, counts):  # type: ignore[no-untyped-def]
    """Encounters for each partition of the lesser account: its last bits, since the first accounts are often the busiest."""
    low = len(counts) - 1
    told = len(content) > 0
    for i in range(begin, until):
        a = account[i]
        for j in range(i + 1, ends[i]):
            b = account[j]
            if a != b and not (told and content[i] == content[j]):
                counts[min(a, b) & low] += 1


@library.loop(
    "int32[:] int32[:] uint64[:] float64[:] int32[:] int64 int64 int64 int64 int64 int64 int64 int64 int64 "
    "int64[:] int64[:] int64 int32[:]",
    gives="int64",
)
def emit(  # type: ignore[no-untyped-def]
    object_,
    account,
    content,
    time,
    ends,
    begin,
    until,
    shift,
    b_bits,
    o_bits,
    dt_bits,
    ticks,
    low_part,
    high_part,
    places,
    packed,
    stretch,
    owners,
):
    """Write encounters of some partitions as one key each (lesser account within its partition, greater, object, |dt|).

    Keys of a partition fill stretches of so many (a power of two), whose partition is told by `owners`; `places`: where
    its next key comes, 0 at first. Gives how many stretches were begun.
    """
    told = len(content) > 0
    low = len(places) - 1
    used = 0
    for i in range(begin, until):
        a = account[i]
        for j in range(i + 1, ends[i]):
            b = account[j]
            if a != b and not (told and content[i] == content[j]):
                less, more = min(a, b), max(a, b)
                part = less & low
                if part < low_part or part >= high_part:
                    continue
                # whole but for the last bits, and never below 0
                dt = np.int64((time[j] - time[i]) * ticks + 0.5)
                key = np.int64(less) >> shift
                key = (key << b_bits) | np.int64(more)
                key = (key << o_bits) | np.int64(object_[i])
                place = places[part]
                if place & (stretch - 1) == 0:
                    place = used * stretch
                    owners[used] = part
                    used += 1
                packed[place] = (key << dt_bits) | dt
                places[part] = place + 1
    return used


def top_of(marks: Octets) -> int:
    """How far a mixed word is moved so that it is a place among the marks, a power of two."""
    return 65 - len(marks).bit_length()


@library.loop("int64[:] int64[:] int64[:] int64 uint64 uint8[:]")
def note(packed, starts, stops, shift, top, marks):  # type: ignore[no-untyped-def]
    """Mark the pairs of some keys in a table of counters up to 2, which several pairs may share; `top`: `top_of` it."""
    for stretch in range(len(starts)):
        for i in range(starts[stretch], stops[stretch]):
            mark = (np.uint64(packed[i] >> shift) * _FACTOR) >> top
            marks[mark] += marks[mark] < 2


@library.loop("int64[:] int64[:] int64[:] int64 uint64 uint8[:] int64[:] int64", gives="int64")
def sift(packed, starts, stops, shift, top, marks, out, at):  # type: ignore[no-untyped-def]
    """Write those keys, from `at` on, whose pair was perhaps marked twice; gives where they end."""
    for stretch in range(len(starts)):
        for i in range(starts[stretch], stops[stretch]):
            out[at] = packed[i]
            at += marks[(np.uint64(packed[i] >> shift) * _FACTOR) >> top] > 1
    return at


def by_digits(keys: Integers, room: Integers, shift: int, bits: int) -> Integers:
    """Sort keys by so many bits from `shift` on, those that have the same as before; gives the one of both arrays that holds them."""
    starts = np.empty(_DIGITS, np.int64)
    for digit in range(shift, shift + bits, _DIGIT_BITS):
        _by_digit(keys, room, digit, starts)
        keys, room = room, keys
    return keys


@library.loop("int64[:] int64[:] int64 int64[:]")
def _by_digit(keys, room, digit, starts):  # type: ignore[no-untyped-def]
    """Write keys in the order of one digit; `starts` has room for each value of it."""
    low = np.int64(_DIGITS - 1)
    for value in range(_DIGITS):
        starts[value] = 0
    for i in range(len(keys)):
        starts[(keys[i] >> digit) & low] += 1
    begin = 0
    for value in range(_DIGITS):
        begin, starts[value] = begin + starts[value], begin
    for i in range(len(keys)):
        value = (keys[i] >> digit) & low
        room[starts[value]] = keys[i]
        starts[value] += 1


@library.loop(
    "int64[:] int64 int64 int64 int64 int64 int64 int64 int64[:] int64[:] int64[:] int64[:] float64[:] int64[:]",
    gives="int64",
)
def fold(  # type: ignore[no-untyped-def]
    packed, part, shift, b_bits, o_bits, dt_bits, ticks, least, a, b, weight, objects, mean_dt, all_
):
    """Count keys by pair of accounts, where those of a pair and of an object stand together; write pairs with at least so many, give how many those are, and write how many `all_` are. Room for len / least is needed."""
    n = len(packed)
    mask = (np.int64(1) << np.int64(dt_bits)) - 1
    more = (np.int64(1) << np.int64(b_bits)) - 1
    kept = met = i = 0
    while i < n:
        pair = packed[i] >> (o_bits + dt_bits)
        start, different, total = i, 0, np.int64(0)
        last = np.int64(-1)
        while i < n and packed[i] >> (o_bits + dt_bits) == pair:
            with_object = packed[i] >> dt_bits
            if with_object != last:
                different += 1
                last = with_object
            total += packed[i] & mask
            i += 1
        met += 1
        if i - start >= least:
            a[kept] = ((pair >> b_bits) << shift) | part
            b[kept] = pair & more
            weight[kept] = i - start
            objects[kept] = different
            mean_dt[kept] = total / ticks / (i - start)
            kept += 1
    all_[0] = met
    return kept


@library.loop("int32[:] uint64[:] int32[:] int64 int64[:] uint8[:] uint64 int64[:] int64[:] int64[:]", gives="int64")
def meet(account, content, ends, accounts, keys, marks, top, pair, first, second):  # type: ignore[no-untyped-def]
    """Encounters of the pairs with these sorted keys; only counts them where there is no room to write them."""
    told = len(content) > 0
    found = 0
    for i in range(len(ends)):
        a = account[i]
        for j in range(i + 1, ends[i]):
            b = account[j]
            if a == b or (told and content[i] == content[j]):
                continue
            key = np.int64(min(a, b)) * accounts + max(a, b)
            if not marks[(np.uint64(key) * _FACTOR) >> top]:
                continue
            at, beyond = 0, len(keys)
            while at < beyond:
                middle = (at + beyond) >> 1
                if keys[middle] < key:
                    at = middle + 1
                else:
                    beyond = middle
            if at < len(keys) and keys[at] == key:
                if len(pair):
                    pair[found], first[found], second[found] = at, i, j
                found += 1
    return found


@library.loop("int32[:] int64[:]")
def tally(codes, counts):  # type: ignore[no-untyped-def]
    """Add how often each code stands there."""
    for i in range(len(codes)):
        counts[codes[i]] += 1


@library.loop("int64[:] int64[:] int64[:]")
def put(codes, places, to):  # type: ignore[no-untyped-def]
    """Where each row goes by its code, those of one code as before; `places`: where the next of each code goes."""
    for i in range(len(codes)):
        to[i] = places[codes[i]]
        places[codes[i]] += 1


@library.loop("int32[:] int32[:] uint64[:] float64[:] int64[:] int32[:] uint64[:] float64[:]")
def scatter(object_, account, content, time, places, out_account, out_content, out_time):  # type: ignore[no-untyped-def]
    """Put rows in the order of their objects, keeping their order within each."""
    for i in range(len(object_)):
        place = places[object_[i]]
        places[object_[i]] += 1
        out_account[place] = account[i]
        out_time[place] = time[i]
        out_content[place] = content[i]


@library.loop("uint8[:] int32[:] int32[:] uint64[:] float64[:]", gives="int64")
def squeeze(kept, object_, account, content, time):  # type: ignore[no-untyped-def]
    """Move the kept rows to the front; gives how many they are."""
    place = 0
    for i in range(len(kept)):
        if kept[i]:
            object_[place], account[place], content[place], time[place] = object_[i], account[i], content[i], time[i]
            place += 1
    return place


@library.loop(
    "int64[:] int64 int64 int32[:] uint64[:] float64[:] int32[:] uint64[:] float64[:]",
)
def settle(  # type: ignore[no-untyped-def]
    starts, low, high, account, content, time, other_account, other_content, other_time
):
    """Sort the rows of objects from `low` to `high` by time, those of one time as before; what stands in order already costs one look.

    Insertion of a few, then merging; the other columns have room for half of the rows of an object.
    """
    for group in range(low, high):
        begin, end = starts[group], starts[group + 1]
        row = begin + 1
        while row < end and time[row] >= time[row - 1]:
            row += 1
        if row >= end:
            continue
        for some in range(begin, end, _FEW):
            for row in range(some + 1, min(some + _FEW, end)):
                moved_account, moved_content, moved_time = account[row], content[row], time[row]
                to = row
                while to > some and time[to - 1] > moved_time:
                    account[to], content[to], time[to] = account[to - 1], content[to - 1], time[to - 1]
                    to -= 1
                account[to], content[to], time[to] = moved_account, moved_content, moved_time
        width = _FEW
        while width < end - begin:
            for some in range(begin, end - width, 2 * width):
                right, last = some + width, min(some + 2 * width, end)
                if time[right - 1] <= time[right]:
                    continue
                for row in range(width):
                    other_account[row], other_content[row] = account[some + row], content[some + row]
                    other_time[row] = time[some + row]
                left, to = 0, some
                while left < width:
                    if right < last and time[right] < other_time[left]:
                        account[to], content[to], time[to] = account[right], content[right], time[right]
                        right += 1
                    else:
                        account[to], content[to], time[to] = other_account[left], other_content[left], other_time[left]
                        left += 1
                    to += 1
            width *= 2


@library.loop("int64[:] int64 int64 int32[:] float64[:] uint64[:] uint8[:] int32[:]", gives="int64")
def mark_repeated(starts, low, high, account, time, content, kept, slots):  # type: ignore[no-untyped-def]
    """Unmark each row of objects from `low` to `high` that says what one before it says; gives how many those are.

    `slots`: a table in which many rows of one time are looked up, at least twice as long as an object has rows, and no less than two.
    """
    lost = 0
    for group in range(low, high):
        begin, last = starts[group], starts[group + 1]
        while begin < last:
            end = begin + 1
            while end < last and time[end] == time[begin]:
                end += 1
            if end - begin <= _FEW:
                for row in range(begin + 1, end):
                    for other in range(begin, row):
                        if account[other] == account[row] and content[other] == content[row]:
                            kept[row] = False
                            lost += 1
                            break
            else:
                size = 2
                while size < 2 * (end - begin):
                    size *= 2
                for free in range(size):
                    slots[free] = -1
                for row in range(begin, end):
                    mixed = (content[row] ^ np.uint64(account[row])) * _FACTOR
                    slot = np.int64(mixed >> np.uint64(32)) & (size - 1)
                    while True:
                        if slots[slot] < 0:
                            slots[slot] = row - begin
                            break
                        other = begin + slots[slot]
                        if account[other] == account[row] and content[other] == content[row]:
                            kept[row] = False
                            lost += 1
                            break
                        slot = (slot + 1) & (size - 1)
            begin = end
    return lost
