"""The loops that run over every row or every pair of posts, compiled by numba.

Above about half a million rows these are several times as fast as numpy and need a third of its
memory; below, importing numba costs more than they save (`analysis.pairing` decides). All of them
work on rows in order of object and time.
"""

from typing import Any

import numba
import numpy as np

_compiled: Any = numba.njit(cache=True, nogil=True, boundscheck=False)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_DIGIT_BITS = 11
_DIGITS = 1 << _DIGIT_BITS
_FEW = 16
"""Rows that are compared each with each."""


@_compiled
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


@_compiled
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


@_compiled
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


@_compiled
def emit(  # type: ignore[no-untyped-def]
    object_,
    account,
    content,
    time,
    ends,
    begin,
    until,
    shift,
    bits,
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
    b_bits, o_bits, dt_bits = bits
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
                dt = np.int64(np.round((time[j] - time[i]) * ticks))
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


@_compiled
def _top(marks):  # type: ignore[no-untyped-def]
    """How far a mixed word is moved so that it is a place among the marks, a power of two."""
    top, size = 64, len(marks)
    while size > 1:
        size >>= 1
        top -= 1
    return np.uint64(top)


@_compiled
def note(packed, starts, stops, shift, marks):  # type: ignore[no-untyped-def]
    """Mark the pairs of some keys in a table of counters up to 2, which several pairs may share."""
    top = _top(marks)
    for stretch in range(len(starts)):
        for i in range(starts[stretch], stops[stretch]):
            mark = (np.uint64(packed[i] >> shift) * _FACTOR) >> top
            marks[mark] += marks[mark] < 2


@_compiled
def sift(packed, starts, stops, shift, marks, out, at):  # type: ignore[no-untyped-def]
    """Write those keys, from `at` on, whose pair was perhaps marked twice; gives where they end."""
    top = _top(marks)
    for stretch in range(len(starts)):
        for i in range(starts[stretch], stops[stretch]):
            out[at] = packed[i]
            at += marks[(np.uint64(packed[i] >> shift) * _FACTOR) >> top] > 1
    return at


@_compiled
def by_digits(keys, room, shift, bits):  # type: ignore[no-untyped-def]
    """Sort keys by so many bits from `shift` on, those that have the same as before; gives the one of both arrays that holds them."""
    starts = np.empty(_DIGITS, np.int64)
    low = np.int64(_DIGITS - 1)
    for digit in range(shift, shift + bits, _DIGIT_BITS):
        starts[:] = 0
        for i in range(len(keys)):
            starts[(keys[i] >> digit) & low] += 1
        begin = 0
        for value in range(_DIGITS):
            begin, starts[value] = begin + starts[value], begin
        for i in range(len(keys)):
            value = (keys[i] >> digit) & low
            room[starts[value]] = keys[i]
            starts[value] += 1
        keys, room = room, keys
    return keys


@_compiled
def fold(packed, part, shift, bits, ticks, least, a, b, weight, objects, mean_dt):  # type: ignore[no-untyped-def]
    """Count keys by pair of accounts, where those of a pair and of an object stand together; write pairs with at least so many, and give how many those and all are. Room for len / least is needed."""
    b_bits, o_bits, dt_bits = bits
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
    return kept, met


@_compiled
def meet(account, content, ends, accounts, keys, marks, mark_bits, pair, first, second):  # type: ignore[no-untyped-def]
    """Encounters of the pairs with these sorted keys; only counts them where there is no room to write them."""
    told = len(content) > 0
    found = 0
    top = np.uint64(64 - mark_bits)
    for i in range(len(ends)):
        a = account[i]
        for j in range(i + 1, ends[i]):
            b = account[j]
            if a == b or (told and content[i] == content[j]):
                continue
            key = np.int64(min(a, b)) * accounts + max(a, b)
            if not marks[(np.uint64(key) * _FACTOR) >> top]:
                continue
            at = np.searchsorted(keys, key)
            if at < len(keys) and keys[at] == key:
                if len(pair):
                    pair[found], first[found], second[found] = at, i, j
                found += 1
    return found


@_compiled
def tally(codes, counts):  # type: ignore[no-untyped-def]
    """Add how often each code stands there."""
    for i in range(len(codes)):
        counts[codes[i]] += 1


@_compiled
def put(codes, places, to):  # type: ignore[no-untyped-def]
    """Where each row goes by its code, those of one code as before; `places`: where the next of each code goes."""
    for i in range(len(codes)):
        to[i] = places[codes[i]]
        places[codes[i]] += 1


@_compiled
def scatter(object_, account, content, time, places, out_account, out_content, out_time):  # type: ignore[no-untyped-def]
    """Put rows in the order of their objects, keeping their order within each."""
    for i in range(len(object_)):
        place = places[object_[i]]
        places[object_[i]] += 1
        out_account[place] = account[i]
        out_time[place] = time[i]
        out_content[place] = content[i]


@_compiled
def squeeze(kept, object_, account, content, time):  # type: ignore[no-untyped-def]
    """Move the kept rows to the front; gives how many they are."""
    place = 0
    for i in range(len(kept)):
        if kept[i]:
            object_[place], account[place], content[place], time[place] = object_[i], account[i], content[i], time[i]
            place += 1
    return place


@_compiled
def settle(starts, account, content, time):  # type: ignore[no-untyped-def]
    """Sort each object's rows by time; those that stand in order already cost one look."""
    for group in range(len(starts) - 1):
        begin, end = starts[group], starts[group + 1]
        sorted_ = True
        for i in range(begin + 1, end):
            if time[i] < time[i - 1]:
                sorted_ = False
                break
        if sorted_:
            continue
        order = np.argsort(time[begin:end], kind="mergesort")
        time[begin:end] = time[begin:end][order]
        account[begin:end] = account[begin:end][order]
        content[begin:end] = content[begin:end][order]


@_compiled
def _mark_repeated_of_many(begin, end, account, content, kept):  # type: ignore[no-untyped-def]
    """The same for rows of one object and time, in an order in which the same stand side by side."""
    by_content = np.argsort(content[begin:end], kind="mergesort")
    order = by_content[np.argsort(account[begin:end][by_content], kind="mergesort")] + begin
    lost = 0
    for at in range(1, len(order)):
        row, other = order[at], order[at - 1]
        if account[other] == account[row] and content[other] == content[row]:
            kept[row] = False
            lost += 1
    return lost


@_compiled
def mark_repeated(starts, account, time, content, kept):  # type: ignore[no-untyped-def]
    """Unmark each row that says what one before it says, where objects begin at `starts`; gives how many those are."""
    lost = 0
    for group in range(len(starts) - 1):
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
                lost += _mark_repeated_of_many(begin, end, account, content, kept)
            begin = end
    return lost
