"""How telling is a shared object: sharers, and information in bits."""

import duckdb
import pyarrow as pa

_SHARING = """
WITH pairs AS (SELECT DISTINCT type, account, object FROM shared),
population AS (SELECT type, count(DISTINCT account) AS everyone FROM pairs GROUP BY type),
counted AS (SELECT type, object, count(*) AS sharers FROM pairs GROUP BY type, object HAVING count(*) >= $least)
SELECT type, object, sharers, -log2(sharers / everyone) + 0.0 AS information
FROM counted JOIN population USING (type) ORDER BY type, object
"""


def sharing(shared: pa.Table, *, least: int = 2) -> pa.Table:
    """Columns type, object, sharers (count), information (bits) of objects with at least `least` sharers.

    `shared`: string columns type, account, object; repeated rows count once. Information is
    −log2(sharers / accounts that shared anything of the type), so that an object that
    everybody shared carries 0 bits. An object with one sharer links nobody and is left out.
    """
    # in parts, so that what is cancelled ends soon
    with duckdb.connect(":memory:", config={"threads": 2, "scheduler_process_partial": True}) as connection:
        connection.register("shared", shared)
        found: pa.Table = connection.sql(_SHARING, params={"least": least}).to_arrow_table()
        return found
