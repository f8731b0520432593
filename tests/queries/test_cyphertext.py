import pytest

from queries.cyphertext import bare, order_and_limit, returned_columns, used_parameters


def test_what_hides_is_blanked_and_places_stay() -> None:
    text = "MATCH (a) // $no\nWHERE a.x = '$no \\' $no' /* $no\n $no */ AND a.`$no` = $yes"
    found = bare(text)
    assert len(found) == len(text)
    assert found.count("\n") == text.count("\n")
    assert used_parameters(text) == {"yes": 3}


def test_each_parameter_is_found_where_it_is_used_first() -> None:
    assert used_parameters("RETURN $a,\n$b + $a,\n$c_d") == {"a": 1, "b": 2, "c_d": 3}


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("RETURN a", ("a",)),
        ("RETURN a.id AS id, size([x IN l | x]) AS n ORDER BY id LIMIT 1", ("id", "n")),
        ("CALL { MATCH (a) RETURN a UNION MATCH (b) RETURN b AS a } RETURN a.x AS x, {y: 1, z: 2} AS m", ("x", "m")),
        (
            "RETURN 'a, b AS c' AS first,\n  CASE WHEN a THEN 1 ELSE 2 END AS second\nORDER BY first",
            ("first", "second"),
        ),
        ("MATCH (a)", ()),
    ],
)
def test_the_columns_are_those_of_the_last_return(text: str, columns: tuple[str, ...]) -> None:
    assert returned_columns(text) == columns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RETURN a ORDER BY a LIMIT $limit", (("a",), "$limit")),
        ("RETURN a ORDER BY coalesce(a, 1) DESC, b LIMIT $limit;", (("coalesce(a, 1) DESC", "b"), "$limit")),
        ("RETURN a ORDER BY a LIMIT 10", (("a",), "10")),
        ("RETURN a LIMIT $limit", None),
        ("RETURN a ORDER BY a", None),
        ("CALL { RETURN a ORDER BY a LIMIT $limit } RETURN a", None),
    ],
)
def test_order_and_limit_are_those_of_the_last_return(text: str, expected: object) -> None:
    assert order_and_limit(text) == expected
