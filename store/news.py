"""Which rows of a file say something that the case did not hold."""

from collections.abc import Sequence
from pathlib import Path

from store.database import connect, file_list
from store.tables import RECORDS


def rows_with_news(parts: Path, others: Sequence[Path]) -> int:
    """How many input rows in a folder of parts gave a record whose key no row before gave, there or in other folders."""
    firsts: list[str] = []
    for table in RECORDS:
        own = sorted(parts.glob(f"{table}-*.parquet"))
        if not own:
            continue
        known = [path for folder in others for path in sorted(folder.glob(f"{table}-*.parquet"))]
        # a hash of the key, not the key: half the memory, and one false "known" in 10^12 would move one count by one
        first = f"SELECT hash(_key) AS h, min(_row) AS _row FROM read_parquet({file_list(own)}) GROUP BY h"
        if known:
            first = f"SELECT _row FROM ({first}) ANTI JOIN (SELECT hash(_key) AS h FROM read_parquet({file_list(known)})) USING (h)"
        firsts.append(f"SELECT _row FROM ({first})")
    if not firsts:
        return 0
    with connect(spill=parts.with_suffix(".spill")) as database:
        found = database.execute(f"SELECT count(DISTINCT _row) FROM ({' UNION ALL '.join(firsts)})").fetchone()
    return int(found[0]) if found else 0
