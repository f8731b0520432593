"""Times of tables: the right instant, how exactly, in what zone."""

from datetime import UTC, datetime

import pytest

from loaders.mapping.clock import instant
from loaders.mapping.model import MapError, TimeColumn

ZONES = {"EST": -5.0, "EDT": -4.0, "IST": 5.5}


def column(**given: object) -> TimeColumn:
    return TimeColumn(("t",), **given)  # type: ignore[arg-type]  # keywords of the dataclass


TIMES = [
    (column(format="unix"), "1623881091", "2021-06-16T22:04:51", "second", "utc"),
    (column(format="unix"), "1623881091.0", "2021-06-16T22:04:51", "second", "utc"),
    (column(format="unix"), "1623881091.25", "2021-06-16T22:04:51.250", "millisecond", "utc"),
    (column(format="unix", origin="local-unknown"), "1623881091", "2021-06-16T22:04:51", "second", "local-unknown"),
    (column(format="unix_ms"), "1623881091250", "2021-06-16T22:04:51.250", "millisecond", "utc"),
    (column(), "2022-11-11T05:30:01Z", "2022-11-11T05:30:01", "second", "utc"),
    (column(), "2022-11-11 05:30:01+0200", "2022-11-11T03:30:01", "second", "utc"),
    (column(), "2022-11-11 05:30:01", "2022-11-11T05:30:01", "second", "utc"),
    (column(), "2022-11-11 05:30", "2022-11-11T05:30:00", "minute", "utc"),
    (column(), "2022-11-11", "2022-11-11T00:00:00", "day", "utc"),
    (column(), "1623881091", "2021-06-16T22:04:51", "second", "utc"),
    (column(zone="unknown"), "2022-11-11 05:30:01", "2022-11-11T05:30:01", "second", "local-unknown"),
    (column(zone="+08:00"), "2022-11-11 05:30:01", "2022-11-10T21:30:01", "second", "export-tz"),
    (column(zone="-03:30"), "2022-11-11 05:30:01", "2022-11-11T09:00:01", "second", "export-tz"),
    (column(zone="in-value", zones=ZONES), "2020-04-16 09:48:29 EDT", "2020-04-16T13:48:29", "second", "export-tz"),
    (column(zone="in-value", zones=ZONES), "2020-01-16 09:48:29 EST", "2020-01-16T14:48:29", "second", "export-tz"),
    (column(zone="in-value", zones=ZONES), "2020-04-16 09:48:29 IST", "2020-04-16T04:18:29", "second", "export-tz"),
    (column(zone="in-value", zones=ZONES), "2020-04-16T09:48:29Z", "2020-04-16T09:48:29", "second", "utc"),
    (column(zone="in-value", zones=ZONES), "2020-04-16 09:48:29", "2020-04-16T09:48:29", "second", "local-unknown"),
    (column(format="%d.%m.%Y %H:%M", zone="+02:00"), "16.04.2020 09:48", "2020-04-16T07:48:00", "minute", "export-tz"),
    (column(format="%Y-%m-%d %H:%M:%S%z"), "2020-04-16 09:48:29+0000", "2020-04-16T09:48:29", "second", "utc"),
    (column(format="%Y%m%d", precision="day"), "20200416", "2020-04-16T00:00:00", "day", "utc"),
    (
        column(format="%Y-%m-%d %H:%M:%S", precision="minute"),
        "2020-04-16 09:48:00",
        "2020-04-16T09:48:00",
        "minute",
        "utc",
    ),
]


@pytest.mark.parametrize(("rule", "cell", "when", "precision", "origin"), TIMES)
def test_times(rule: TimeColumn, cell: str, when: str, precision: str, origin: str) -> None:
    expected = datetime.fromisoformat(when).replace(tzinfo=UTC)
    found = instant(rule, cell)
    assert datetime.fromtimestamp(found.ms / 1000, UTC) == expected
    assert (found.precision, found.origin) == (precision, origin)


BAD = [
    (column(format="unix"), "2022-11-11"),
    (column(format="unix"), "1623881091000"),
    (column(format="unix"), "-5"),
    (column(format="unix_ms"), "1e9"),
    (column(), "4/16/2020 9:48"),
    (column(), "2022-13-45"),
    (column(), "yesterday"),
    (column(), "0001-01-01"),
    (column(zone="in-value", zones=ZONES), "2020-04-16 09:48:29 XYZ"),
    (column(format="%Y"), "x"),
    (column(), "2" + " " * 1_000_000 + "2"),
]


@pytest.mark.parametrize(("rule", "cell"), BAD)
def test_what_is_no_time_is_refused(rule: TimeColumn, cell: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        instant(rule, cell)
    assert len(str(refused.value)) < 300


def test_an_unknown_zone_names_the_mend() -> None:
    with pytest.raises(ValueError, match=r"the zone XYZ is not in the map; add its hours from UTC to time\.zones"):
        instant(column(zone="in-value", zones=ZONES), "2020-04-16 09:48:29 XYZ")


def test_a_zone_in_the_value_needs_its_hours_where_the_pattern_has_none() -> None:
    with pytest.raises(MapError, match="zones: missing"):
        column(zone="in-value", format="%Y-%m-%d")
