"""What others would do with the same file, each as a process of its own: pairs of accounts seen at least twice.

python -m bench.peers duckdb|duckdb-plain|polars|pandas FILE.csv EDGES.csv

All keep accounts with at least two rows, count post pairs of one object at most 60 s apart (both ends included)
of two accounts and two posts, and write account_a < account_b and weight where it is two or more. The bucket of a
post is floor(t / 60); two posts within the window are in the same bucket or in neighbouring ones.
"""

import sys
from collections.abc import Callable

WINDOW_S = 60

# As one writes it: texts as keys, and nothing done for the engine's sake.
_PLAIN = """
SET threads = 2;
CREATE TEMP TABLE rows AS
  SELECT *, floor(timestamp_share / 60)::BIGINT AS bucket
  FROM read_csv($file, header = true, columns = {
    'object_id': 'VARCHAR', 'account_id': 'VARCHAR', 'content_id': 'VARCHAR', 'timestamp_share': 'DOUBLE'});
CREATE TEMP TABLE posts AS
  SELECT * FROM rows WHERE account_id IN (SELECT account_id FROM rows GROUP BY account_id HAVING count(*) >= 2);
COPY (
  SELECT a.account_id AS account_a, b.account_id AS account_b, count(*) AS weight
  FROM posts a JOIN (SELECT *, unnest([bucket - 1, bucket, bucket + 1]) AS near FROM posts) b
    ON a.object_id = b.object_id AND a.bucket = b.near
  WHERE a.account_id < b.account_id AND abs(a.timestamp_share - b.timestamp_share) <= 60
    AND a.content_id <> b.content_id
  GROUP BY ALL HAVING count(*) >= 2
) TO $out (HEADER);
"""

# Of six ways to write this the one with the least CPU time at 1 and 10 million rows: objects and posts as 64-bit hashes
# (collisions are beyond one in a million files), accounts as numbers, each post in three buckets on one side of the join.
_TUNED = """
SET threads = 2;
SET preserve_insertion_order = false;
CREATE TEMP TABLE rows AS
  SELECT hash(object_id) AS object, account_id, hash(content_id) AS content, timestamp_share AS t
  FROM read_csv($file, header = true, columns = {
    'object_id': 'VARCHAR', 'account_id': 'VARCHAR', 'content_id': 'VARCHAR', 'timestamp_share': 'DOUBLE'});
CREATE TEMP TABLE accounts AS
  SELECT account_id, (row_number() OVER ())::INTEGER AS account FROM
    (SELECT account_id FROM rows GROUP BY account_id HAVING count(*) >= 2);
CREATE TEMP TABLE posts AS
  SELECT object, account, content, t, floor(t / 60)::INTEGER AS bucket FROM rows JOIN accounts USING (account_id);
CREATE TEMP TABLE pairs AS
  SELECT a.account AS one, b.account AS other, count(*) AS weight
  FROM posts a JOIN (
    SELECT object, account, content, t, bucket + step AS bucket FROM posts, (VALUES (-1), (0), (1)) AS reach(step)
  ) b ON a.object = b.object AND a.bucket = b.bucket
  WHERE a.account < b.account AND abs(a.t - b.t) <= 60 AND a.content <> b.content
  GROUP BY ALL HAVING count(*) >= 2;
COPY (
  SELECT least(x.account_id, y.account_id) AS account_a, greatest(x.account_id, y.account_id) AS account_b, weight
  FROM pairs JOIN accounts x ON x.account = one JOIN accounts y ON y.account = other
) TO $out (HEADER);
"""


def by_duckdb(file: str, out: str) -> None:
    """A time-bucketed join in SQL, written for speed."""
    _by_sql(_TUNED, file, out)


def by_duckdb_plain(file: str, out: str) -> None:
    """The same join as one writes it."""
    _by_sql(_PLAIN, file, out)


def _by_sql(sql: str, file: str, out: str) -> None:
    import duckdb  # noqa: PLC0415  # a process pays for its own library only

    with duckdb.connect() as connection:
        for statement in sql.replace("$file", f"'{file}'").replace("$out", f"'{out}'").split(";")[:-1]:
            connection.execute(statement)


def by_polars(file: str, out: str) -> None:
    """The same join on data frames."""
    import polars as pl  # noqa: PLC0415  # as above

    rows = pl.read_csv(
        file,
        schema_overrides={
            "object_id": pl.String, "account_id": pl.String, "content_id": pl.String, "timestamp_share": pl.Float64
        },
    ).rename({"timestamp_share": "t"})  # fmt: skip
    accounts = rows.group_by("account_id").len().filter(pl.col("len") >= 2).select("account_id").with_row_index("a")
    posts = (
        rows.lazy()
        .join(accounts.lazy(), on="account_id")
        .select(
            "a", "t", o=pl.col("object_id").hash(), c=pl.col("content_id").hash(),
            bucket=(pl.col("t") / WINDOW_S).floor().cast(pl.Int32),
        )
    )  # fmt: skip
    near = pl.concat([posts.with_columns(pl.col("bucket") + step) for step in (-1, 0, 1)])
    pairs = (
        posts.join(near, on=["o", "bucket"], suffix="_b")
        .filter(
            pl.col("a") < pl.col("a_b"),
            (pl.col("t") - pl.col("t_b")).abs() <= WINDOW_S,
            pl.col("c") != pl.col("c_b"),
        )
        .group_by(one="a", other="a_b")
        .agg(weight=pl.len())
        .filter(pl.col("weight") >= 2)
        .collect(engine="streaming")
    )
    named = pairs.join(accounts, left_on="one", right_on="a").join(accounts, left_on="other", right_on="a", suffix="_b")
    named.select(
        account_a=pl.min_horizontal("account_id", "account_id_b"),
        account_b=pl.max_horizontal("account_id", "account_id_b"),
        weight="weight",
    ).write_csv(out)


def by_pandas(file: str, out: str) -> None:
    """What a notebook does: every post with every other of the same object, then the window."""
    import pandas as pd  # noqa: PLC0415  # as above

    rows = pd.read_csv(file).rename(columns={"timestamp_share": "t"})
    rows = rows[rows.groupby("account_id")["account_id"].transform("size") >= 2].reset_index(drop=True)
    pairs = rows.merge(rows, on="object_id", suffixes=("_a", "_b"))
    pairs = pairs[(pairs["t_a"] - pairs["t_b"]).abs() <= WINDOW_S]
    pairs = pairs[(pairs["account_id_a"] < pairs["account_id_b"]) & (pairs["content_id_a"] != pairs["content_id_b"])]
    weight = pairs.groupby(["account_id_a", "account_id_b"]).size()
    edges = weight[weight >= 2].rename("weight").rename_axis(["account_a", "account_b"])
    edges.reset_index().to_csv(out, index=False)


PEERS: dict[str, Callable[[str, str], None]] = {
    "duckdb": by_duckdb,
    "duckdb-plain": by_duckdb_plain,
    "polars": by_polars,
    "pandas": by_pandas,
}


def main() -> None:
    """Run one of them."""
    try:
        peer, file, out = sys.argv[1:]
        run = PEERS[peer]
    except (KeyError, ValueError):
        sys.exit(__doc__)
    run(file, out)


if __name__ == "__main__":
    main()
