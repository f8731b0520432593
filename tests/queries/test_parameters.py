import pytest

from graph.records import Ref
from queries.errors import QueryError
from queries.parameters import Parameter, Value, written_duration, written_time


def parameter(type_: str, **fields: object) -> Parameter:
    return Parameter("p", type_, "what it is", **fields)  # type: ignore[arg-type]  # a table of many kinds


DAY = 86_400_000


@pytest.mark.parametrize(
    ("type_", "given", "expected"),
    [
        ("integer", "12", 12),
        ("integer", " -3 ", -3),
        ("integer", 7, 7),
        ("integer", 7.0, 7),
        ("float", "2.5", 2.5),
        ("float", 3, 3.0),
        ("string", "'}) DETACH DELETE n //", "'}) DETACH DELETE n //"),
        ("duration", "60s", 60),
        ("duration", "15min", 900),
        ("duration", "15m", 900),
        ("duration", "2H", 7_200),
        ("duration", "7d", 604_800),
        ("duration", "1w", 604_800),
        ("duration", 90, 90),
        ("time", "1970-01-02", DAY),
        ("time", "1970-01-02T00:00:00+01:00", DAY - 3_600_000),
        ("time", "1970-01-01T00:00:00.250Z", 250),
        ("time", "1969-12-31T23:59:59Z", -1_000),
        ("list", "a, b,,a", ("a", "b")),
        ("list", ["x", "y"], ("x", "y")),
        ("list", [], ()),
        ("set", "Set A", "Set A"),
        ("ref", "Domain/rare.example", Ref("Domain", "rare.example")),
        ("ref", "Url/https://rare.example/a", Ref("Url", "https://rare.example/a")),
        ("ref", Ref("Post", "x:1"), Ref("Post", "x:1")),
        ("ref", "#Odd", Ref("Hashtag", "odd")),
        ("ref", "hxxps://rare[.]example/a?utm_source=x", Ref("Url", "https://rare.example/a")),
        ("ref", "https://youtu.be/dQw4w9WgXcQ", Ref("Media", "youtube:dQw4w9WgXcQ")),
    ],
)
def test_a_value_is_parsed_by_its_type(type_: str, given: object, expected: Value) -> None:
    assert parameter(type_).parse(given) == expected


@pytest.mark.parametrize(
    ("type_", "given", "message"),
    [
        ("integer", "twelve", "p: 'twelve' is not a whole number; give a whole number"),
        ("integer", 1.5, "1.5 is not a whole number"),
        ("integer", True, "True is not a whole number"),
        ("integer", "9" * 30, "is not a whole number"),
        ("integer", "", "p: is empty"),
        ("float", "nan", "'nan' is not a number"),
        ("float", "1e400", "is not a number"),
        ("float", "9" * 5_000, "is not a number"),
        ("string", "a" * 2_001, "is longer than 2000 characters"),
        ("string", "a\0b", "holds NUL"),
        ("duration", "60", "'60' is not a duration; write it like 60s, 15min, 2h or 7d"),
        ("duration", "-5s", "is not a duration"),
        ("time", "yesterday", "'yesterday' is not a time; write it like 2024-09-01"),
        ("list", 3, "3 is not a list"),
        ("ref", "nothing", "is not a node reference"),
        ("ref", "Person/x", "is not a node reference"),
        ("ref", "http://[", "is not a URL"),
    ],
)
def test_an_impossible_value_is_refused_with_the_mend(type_: str, given: object, message: str) -> None:
    with pytest.raises(QueryError) as error:
        parameter(type_).parse(given)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("type_", "low", "high", "given", "message"),
    [
        ("integer", 1, 10, "0", "'0' is out of bounds; give a whole number, 1 to 10"),
        ("integer", 1, 10, "11", "out of bounds"),
        ("integer", 1, None, 0, "at least 1"),
        ("float", None, 2.5, 2.6, "at most 2.5"),
        ("duration", 1, 604_800, "8d", "1s to 7d"),
        ("time", 0, DAY, "1970-01-03", "1970-01-01 to 1970-01-02"),
        ("string", None, 3, "four", "at most 3 characters"),
        ("list", 1, 2, "a,b,c", "1 to 2 entries"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_the_bounds(
    type_: str, low: Value, high: Value, given: object, message: str
) -> None:
    with pytest.raises(QueryError) as error:
        parameter(type_, minimum=low, maximum=high).parse(given)
    assert message in str(error.value)


def test_bounds_belong_to_the_range() -> None:
    bounded = parameter("integer", minimum=1, maximum=10)
    assert [bounded.parse("1"), bounded.parse("10")] == [1, 10]


def test_a_choice_names_the_one_that_was_meant() -> None:
    choice = parameter("choice", choices=("week", "month"))
    assert choice.parse("week") == "week"
    with pytest.raises(QueryError, match="did you mean 'month'"):
        choice.parse("mont")
    with pytest.raises(QueryError, match="use one of month, week"):
        choice.parse("century")
    with pytest.raises(QueryError, match="did you mean 'post'"):
        parameter("list", choices=("post", "reply")).parse("posts")


def test_empty_stands_for_not_given_only_where_the_default_says_so() -> None:
    assert parameter("string", default="").parse("") is None
    assert parameter("set", default="").parse(None) is None
    with pytest.raises(QueryError, match="p: is empty"):
        parameter("set").parse("")


@pytest.mark.parametrize(
    ("type_", "names"),
    [("integer", {"p"}), ("ref", {"p", "p_label"}), ("set", {"p", "p_title", "p_accounts", "p_members"})],
)
def test_a_type_says_under_which_names_its_value_reaches_cypher(type_: str, names: set[str]) -> None:
    assert set(parameter(type_).bound_names) == names


@pytest.mark.parametrize(("seconds", "text"), [(0, "0s"), (59, "59s"), (60, "1min"), (5_400, "90min"), (86_400, "1d")])
def test_durations_are_written_as_they_are_read(seconds: int, text: str) -> None:
    assert written_duration(seconds) == text
    assert parameter("duration").parse(text) == seconds


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "1970-01-01"), (60_000, "1970-01-01T00:01:00Z"), (-1, "1969-12-31T23:59:59.999Z")]
)
def test_times_are_written_as_they_are_read(ms: int, text: str) -> None:
    assert written_time(ms) == text
    assert parameter("time").parse(text) == ms
