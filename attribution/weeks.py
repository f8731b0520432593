"""Loads the sample that comes in two weeks, to try recurring checks on."""

import tempfile
from pathlib import Path

from attribution.case import Case, open_case
from attribution.errors import CaseError
from attribution.loading import Recognised
from attribution.progress import Progress
from loaders.base import Options
from loaders.catalogue import by_name
from sample_data.generator.weeks import Delivery, week


def load_week(number: int, root: Path, uri: str | None = None, progress: Progress | None = None) -> list[str]:
    """Load the files of a week, take back what they replace, and say what came of it. CaseError for a wrong order."""
    with open_case(root, uri, create=True) as case:
        return load_into(case, number, progress)


def load_into(case: Case, number: int, progress: Progress | None = None) -> list[str]:
    """The same into an open case."""
    deliveries = week(number)
    held = {dataset.name for dataset in case.reader.datasets}
    first, second = (tuple(one.name for one in week(n)) for n in (1, 2))
    if number == 2 and first[0] not in held:
        raise CaseError("--week 2: week 1 is not in this case; load it first (--week 1)")
    if number == 1 and second[0] in held:
        raise CaseError("--week 1: week 2 is in this case already; name another with --case")
    with tempfile.TemporaryDirectory() as folder:
        wanted = [_written(Path(folder), case, one) for one in deliveries]
        lines = case.load_recognised(wanted, progress=progress).lines()
    for replaced in (one.replaces for one in deliveries):
        if replaced in held and replaced is not None:
            case.drop(replaced, progress=progress)
            lines.append(f"{replaced}: dropped, its corrected edition is loaded")
    return lines


def _written(folder: Path, case: Case, delivery: Delivery) -> tuple[Recognised, Options]:
    path = folder / delivery.name
    path.write_bytes(delivery.content)
    corrects = next((one.sha256 for one in case.reader.datasets if one.name == delivery.replaces), None)
    extra = {"case": case.name, **({"corrects": corrects} if corrects else {})}
    return Recognised(path, by_name("mapped-csv")), Options(map=delivery.map, extra=extra)
