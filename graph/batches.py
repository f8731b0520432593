"""Writing in numbered batches: each exactly once in effect, several at a time, resumed where a kill stopped them.

How far the work got stands in the graph itself, on nodes of a label that no count and no query
sees; a batch and the mark of its number are one transaction.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import neo4j
import numpy as np
import orjson
import pyarrow as pa

from graph.connection import Graph, GraphError
from graph.cypher import MARK

BATCH_ROWS = 5_000
"""Rows of one transaction."""

BATCH_BYTES = 8_000_000
"""Text of one transaction: long posts make a message that an engine would refuse."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Work that was begun and is not finished."""

    name: str
    """Tells whether work that is begun now is the same: only then its batches have the same numbers."""
    begun: Mapping[str, str]
    """Readings of datasets of which anything may be in the graph: folder by SHA-256."""
    earlier: tuple[str, ...] = ()
    """Short ids of datasets that the graph may have held before."""
    dropped: bool = False
    """Whether something was taken out of the graph since all of it was right."""


def unfinished(graph: Graph) -> Plan | None:
    """The plan that an interrupted command left behind."""
    rows = graph.read(
        f"MATCH (w:{MARK} {{id: 'plan'}}) RETURN w.name AS name, w.begun AS begun, w.earlier AS earlier, w.dropped AS dropped"
    )
    if not rows:
        return None
    begun = dict(one.split("/", 1) for one in rows[0]["begun"] or [])
    return Plan(rows[0]["name"], begun, tuple(rows[0]["earlier"] or []), bool(rows[0]["dropped"]))


def begin(graph: Graph, plan: Plan) -> None:
    """Note the plan, with no batch done, in one transaction."""
    marks = [{"id": f"lane {lane}", "done": -1} for lane in range(graph.engine.writers)]
    note = {
        "id": "plan",
        "name": plan.name,
        "begun": [f"{sha256}/{folder}" for sha256, folder in sorted(plan.begun.items())],
        "earlier": list(plan.earlier),
        "dropped": plan.dropped,
    }
    graph.write_all([forgotten(), (f"UNWIND $rows AS row CREATE (w:{MARK}) SET w = row", {"rows": [note, *marks]})])


def forgotten() -> tuple[str, Mapping[str, object]]:
    """The statement that ends a plan, for the transaction that makes its work complete."""
    return f"MATCH (w:{MARK}) DELETE w", {}


class Lanes:
    """Writes batches through as many sessions as the engine takes; batches of one lane follow each other.

    A context: all is written at its end. Ctrl-C, like any error, lets the batches that are under way finish and begins
    no other.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._number = -1
        marks = graph.read(f"MATCH (w:{MARK}) WHERE w.done IS NOT NULL RETURN w.id AS id, w.done AS done")
        self._done = {str(row["id"]): int(row["done"]) for row in marks}
        self._pools = [ThreadPoolExecutor(1, f"lane {lane}") for lane in range(len(self._done))]
        self._waiting: deque[tuple[Future[None], int, Callable[[int], None]]] = deque()
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._stopped = kind is not None
            if not self._stopped:
                self.settle()
        except BaseException:
            self._stopped = True
            raise
        finally:
            for pool in self._pools:
                pool.shutdown(cancel_futures=True)

    def write(self, statement: str, arrays: Iterable[pa.StringArray], tell: Callable[[int], None]) -> None:
        """Write rows (JSON, a comma behind each) by a statement that gives {n}, how many of them it wrote.

        What was written before an interruption is passed over. The last batches may still be under way when this
        returns: the rows behind them are made meanwhile.
        """
        for count, rows in cut(arrays):
            self._number += 1
            lane = self._number % len(self._pools)
            if self._number > self._done[f"lane {lane}"]:
                task = self._pools[lane].submit(self._batch, lane, self._number, statement, count, rows)
                self._waiting.append((task, count, tell))
            self._take(2 * len(self._pools))

    def settle(self) -> None:
        """Wait until all is written that was given: what follows may join it."""
        self._take(0)

    def _take(self, left: int) -> None:
        while len(self._waiting) > left:
            task, count, tell = self._waiting.popleft()
            task.result()
            tell(count)

    def _batch(self, lane: int, number: int, statement: str, count: int, rows: bytes) -> None:
        if self._stopped:
            return
        given = orjson.loads(b"[" + rows[:-1] + b"]")

        def work(tx: neo4j.ManagedTransaction | neo4j.Transaction) -> None:
            # a commit whose answer was lost is tried again: then nothing is left to do
            if tx.run(_MARKED, {"id": f"lane {lane}", "number": number}).single() is None:
                return
            found = tx.run(statement, {"rows": given}).single(strict=True)["n"]
            if found != count:
                raise GraphError(
                    f"{count - found} of {count} rows found no node to join; is somebody else writing to this graph? "
                    f"Try again; batch {number}: {statement[:120]}"
                )

        try:
            self._graph.transaction(work)
        except BaseException:
            # what follows in this lane would be marked as if this had been written
            self._stopped = True
            raise


_MARKED = f"MATCH (w:{MARK} {{id: $id}}) WHERE w.done < $number SET w.done = $number RETURN w.done AS done"


def cut(arrays: Iterable[pa.StringArray]) -> Iterator[tuple[int, bytes]]:
    """The same batches of the same rows, however they come: rows and their text, bounded in both."""
    held: list[bytes] = []
    rows = size = 0
    for array in arrays:
        offsets, whole = _laid_out(array)
        begin = 0
        while begin < len(array):
            fits = int(np.searchsorted(offsets, offsets[begin] + BATCH_BYTES - size, side="right")) - 1
            end = min(begin + BATCH_ROWS - rows, max(fits, begin + (rows == 0)), len(array))
            held.append(bytes(whole[offsets[begin] : offsets[end]]))
            rows, size, begin = rows + end - begin, size + int(offsets[end] - offsets[begin]), end
            if rows == BATCH_ROWS or begin < len(array):
                yield rows, b"".join(held)
                held, rows, size = [], 0, 0
    if rows:
        yield rows, b"".join(held)


def text_of(array: pa.StringArray) -> bytes:
    """All texts of an array, one behind the other."""
    offsets, whole = _laid_out(array)
    return bytes(whole[offsets[0] : offsets[-1]])


def _laid_out(array: pa.StringArray) -> tuple[Any, memoryview]:
    """Where each text begins, the end of the last behind them, and all of them."""
    _, positions, text = array.buffers()
    offsets = np.frombuffer(memoryview(positions or b""), np.int32)[array.offset : array.offset + len(array) + 1]
    return offsets, memoryview(text if text is not None else b"")
