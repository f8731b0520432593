"""What could not be used, and which of it a corrected file has settled since.

A file is an edition of an earlier one if the analyst said so (`load --corrects`), or if it has the same name
and format, no fewer rows, and says all that the first said but for as many records as values were refused.
Whatever of the first could not be used then either can be used now, or is refused again, under the new file.
"""

import json
from collections.abc import Sequence

from store.manifest import Dataset
from store.resolve import Reader
from store.tables import ROWS

Reject = dict[str, str]


def rejects(reader: Reader, *, settled: bool = False) -> list[Reject]:
    """Rejects {file, row, column, value, reason, mend, kind, dataset, id}, those that a later file corrects left out.

    `settled`: these too, each with a further field `corrected_by`, empty where nothing corrected it.
    """
    found = [_with_id(reject) for reject in reader.rejects()]
    corrected = corrections(reader, {reject["dataset"] for reject in found})
    if not settled:
        return [reject for reject in found if reject["dataset"] not in corrected]
    return [{**r, "corrected_by": d.name if (d := corrected.get(r["dataset"])) else ""} for r in found]


def corrections(reader: Reader, asked: set[str]) -> dict[str, Dataset]:
    """Which later dataset corrects each of those asked for (short ids)."""
    found: dict[str, Dataset] = {}
    for dataset in reader.datasets:
        if dataset.id not in asked:
            continue
        later = [d for d in reader.datasets if d.loaded_at >= dataset.loaded_at and d.sha256 != dataset.sha256]
        said = [d for d in later if json.loads(d.options or "{}").get("extra.corrects") == dataset.sha256]
        if said:
            found[dataset.id] = said[-1]
            continue
        for other in reversed(later):
            if _is_edition(reader, dataset, other):
                found[dataset.id] = other
                break
    return found


def _is_edition(reader: Reader, old: Dataset, new: Dataset) -> bool:
    if (old.name, old.format) != (new.name, new.format) or new.counts.rows < old.counts.rows:
        return False
    if new.loaded_at == old.loaded_at:
        return False
    refused = sum(old.counts.rejected.values()) + sum(old.counts.notes.values())
    lacking = reader.sql(
        'SELECT count(*) FROM (SELECT DISTINCT "table", key FROM "rows" WHERE _dataset = $old EXCEPT '
        'SELECT "table", key FROM "rows" WHERE _dataset = $new)',
        (ROWS,),
        {"old": old.id, "new": new.id},
    )
    return bool(lacking[0][0] <= refused)


def _with_id(reject: Reject) -> Reject:
    parts: Sequence[str] = [reject["dataset"], reject["row"], reject["column"]]
    return {**reject, "id": ":".join(part for part in parts if part)}
