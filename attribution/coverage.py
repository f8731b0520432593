"""What the case holds and what it lacks: the line that stands under every result, and the tables behind it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from attribution.share_records import files
from attribution.words import count
from store.resolve import Reader

FIELDS = ("created_at", "text", "lang", "source_app", "likes", "reposts", "replies", "views", "collected_at")
"""Fields of a post whose absence is counted."""

_POSTS = f"""
WITH posts AS (
    SELECT _key, any_value(platform) AS platform, any_value(ts_precision) AS ts_precision,
           {", ".join(f"any_value({f}) AS {f}" for f in FIELDS)}
    FROM "Post" GROUP BY _key
), known AS (SELECT * FROM posts WHERE created_at IS NOT NULL OR text IS NOT NULL OR _key IN (SELECT _end FROM "POSTED"))
SELECT coalesce(platform, '?') AS platform, count(*) AS posts,
       min(created_at) AS first_at, max(created_at) AS last_at,
       count(*) FILTER (WHERE ts_precision IN ('minute', 'day')) AS imprecise_times,
       {", ".join(f"count(*) FILTER (WHERE {f} IS NULL) AS no_{f}" for f in FIELDS)}
FROM known GROUP BY 1 ORDER BY 1
"""  # field names are ours
_ACCOUNTS = """
SELECT coalesce(any_platform, '?') AS platform, count(*) AS accounts,
       count(*) FILTER (WHERE _key IN (SELECT _start FROM "POSTED")) AS posting
FROM (SELECT _key, any_value(platform) AS any_platform FROM "Account" GROUP BY _key) GROUP BY 1 ORDER BY 1
"""
_REFERRED = """
SELECT count(*) FROM (
    SELECT _key FROM "Post" GROUP BY _key
    HAVING any_value(created_at) IS NULL AND any_value(text) IS NULL AND _key NOT IN (SELECT _end FROM "POSTED"))
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Platforms, dates, missing fields and how each dataset was collected."""

    line: str
    platforms: pd.DataFrame
    """platform, accounts, posting, posts, first, last, imprecise_times, missing shares (0–1) per field."""
    datasets: pd.DataFrame
    """dataset, file, format, rows, loaded, merged, blank, rejected, notes, loaded_by, loaded_at."""
    referred_posts: int
    """Posts that others reply to or repost, and that no file holds."""

    def as_json(self) -> dict[str, object]:
        """For `attribution coverage --json`."""
        return {
            "line": self.line,
            "platforms": self.platforms.astype(object).where(self.platforms.notna(), None).to_dict("records"),
            "datasets": self.datasets.to_dict("records"),
            "referred_posts": self.referred_posts,
        }


def coverage(reader: Reader) -> Coverage:
    """The coverage of everything committed."""
    names = ("platform", "posts", "first", "last", "imprecise_times", *(f"no_{f}" for f in FIELDS))
    posts = pd.DataFrame(reader.sql(_POSTS, ("Post", "POSTED")), columns=list(names))
    accounts = pd.DataFrame(reader.sql(_ACCOUNTS, ("Account", "POSTED")), columns=["platform", "accounts", "posting"])
    platforms = accounts.merge(posts, on="platform", how="outer").sort_values("platform").reset_index(drop=True)
    counts = ["accounts", "posting", "posts", "imprecise_times"]
    platforms[counts] = platforms[counts].fillna(0).astype(int)
    for name in ("first", "last"):
        platforms[name] = [None if pd.isna(ms) else iso_day(int(ms)) for ms in platforms[name]]
    for field in FIELDS:
        platforms[f"no_{field}"] = (platforms[f"no_{field}"] / platforms["posts"].where(platforms["posts"] > 0)).round(
            3
        )
    (referred,) = reader.sql(_REFERRED, ("Post", "POSTED"))[0]
    datasets = _datasets(reader)
    return Coverage(_line(platforms, datasets), platforms, datasets, int(referred))


def iso_day(ms: int) -> str:
    """The UTC day of epoch milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC).date().isoformat()


def _datasets(reader: Reader) -> pd.DataFrame:
    rows = [
        {
            "dataset": d.id,
            "file": d.name,
            "format": d.format,
            "rows": d.counts.rows,
            "loaded": d.counts.loaded,
            "merged": d.counts.merged,
            "blank": d.counts.blank,
            "rejected": sum(d.counts.rejected.values()),
            "notes": sum(d.counts.notes.values()),
            "loaded_by": d.loaded_by,
            "loaded_at": iso_day(d.loaded_at),
        }
        for d in files(reader)
    ]
    columns = ["dataset", "file", "format", "rows", "loaded", "merged", "blank", "rejected", "notes", "loaded_by", "loaded_at"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _line(platforms: pd.DataFrame, datasets: pd.DataFrame) -> str:
    if datasets.empty:
        return "Nothing is loaded yet."
    posting = platforms[platforms["posts"] > 0]
    files = count(len(datasets), "file")
    if posting.empty:
        return f"Loaded: no posts; {count(int(platforms['accounts'].sum()), 'account')} named in {files}. Absence here is not absence there."
    total = int(posting["posts"].sum())
    first, last = posting["first"].dropna(), posting["last"].dropna()
    span = f"{first.min()} to {last.max()}" if len(first) else "without dates"
    no_views = (posting["no_views"] * posting["posts"]).sum() / total
    rejected = int(datasets["rejected"].sum())
    return (
        f"Loaded: {count(total, 'post')} by {count(int(posting['posting'].sum()), 'account')} "
        f"on {count(len(posting), 'platform')} "
        f"({', '.join(posting['platform'])}), {span}, from {files}; view counts missing for {no_views:.0%}; "
        f"{count(rejected, 'row')} rejected. What is not loaded is not absent."
    )
