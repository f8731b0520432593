"""What is copied means the same where it is pasted, and nothing of a value acts there."""

import ast
import shlex
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from attribution.copying import command, cypher, notebook
from attribution.errors import CaseError
from graph.connection import Graph
from queries.catalogue import catalogue
from queries.frontmatter import Query
from queries.parameters import Parameter
from queries.result import Result

CASE = Path("cases/mine and yours")
HOSTILE = [
    "plain",
    "with space",
    "it's",
    'say "no"',
    "$(touch /tmp/owned) `id` ${HOME} !!",
    "; rm -rf ~ #",
    "-rf",
    "a\nb\tc\rd",
    "\x1b[201~ls\x07",
    "right\u202eto left\u200b, soft\u00adhyphen",
    "tag \U000e0041 and \U0001f600",
    "\\' \\u0027 \\x27 \\",
    "') DETACH DELETE n //",
    "名前",
    "",
]


def query_with(*parameters: Parameter) -> Query:
    return replace(catalogue()["rare-domain"], id="mine", parameters={p.name: p for p in parameters})


TEXT = Parameter("words", "string", "words", "")
LIST = Parameter("tags", "list", "tags", "")


@pytest.mark.parametrize("value", HOSTILE)
def test_a_shell_gives_the_value_back(value: str, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash")
    line = command(query_with(TEXT), {"words": value}, CASE)

    # what the command would be given, a word after each NUL
    shown = subprocess.run(
        [bash, "-c", f"attribution() {{ printf '%s\\0' \"$@\"; }}; {line}"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={"LC_ALL": "C.UTF-8"},
    ).stdout.decode("utf-8")

    expected = ["query", "mine", "--case", str(CASE), *(["-p", f"words={value}"] if value else [])]
    assert shown.split("\0")[:-1] == expected
    assert all(one.isprintable() for one in line)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", HOSTILE)
def test_python_gives_the_value_back(value: str) -> None:
    cell = notebook(query_with(TEXT), {"words": value}, CASE)

    calls = [node for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Call)]
    opened, asked = calls[0], calls[1]
    assert ast.literal_eval(opened.args[0]) == str(CASE)
    assert ast.literal_eval(asked.args[0]) == "mine"
    assert {k.arg: ast.literal_eval(k.value) for k in asked.keywords} == ({"words": value} if value else {})
    assert all(one.isprintable() for one in cell.replace("\n", ""))


@pytest.mark.parametrize("value", [*HOSTILE, 7, 2.5, 1e-9, True, None, ["it's", "b"], [["a"], []], {"odd name": ["'"]}])
def test_an_engine_gives_the_value_back(graph: Graph, value: Any) -> None:
    text = cypher(Result(query_with(TEXT), {}, (), (), (), bound={"words": value}))

    line = text.splitlines()[0]
    assert line.startswith(":param words => ")
    assert all(one.isprintable() for one in line)
    assert "\\\\u" not in line
    # reads refuse escapes of what could close a text
    (row,) = graph.write(f"RETURN {line.removeprefix(':param words => ').removesuffix(';')} AS value")
    assert row["value"] == value


def test_what_a_query_takes_by_itself_is_left_out() -> None:
    query = catalogue()["rare-domain"]
    values = {"min_accounts": 4, "max_sharers": 50, "min_information": 3.0, "limit": 200}

    assert command(query, values, Path("c")) == "attribution query rare-domain --case c -p min_accounts=4"
    assert "case.query('rare-domain', min_accounts=4)" in notebook(query, values, Path("c"))


def test_lists_are_joined_for_the_shell_and_stay_lists_in_python() -> None:
    query = query_with(LIST)

    assert shlex.split(command(query, {"tags": ["a b", "c"]}, Path("c")))[-1] == "tags=a b,c"
    assert "tags=['a b', 'c']" in notebook(query, {"tags": ("a b", "c")}, Path("c"))
    with pytest.raises(CaseError, match="an entry with a comma cannot be given on the shell"):
        command(query, {"tags": ["a,b"]}, Path("c"))


def test_a_name_that_python_keeps_for_itself() -> None:
    query = query_with(replace(TEXT, name="from"), replace(TEXT, name="id"))

    cell = notebook(query, {"from": "a", "id": "b"}, Path("c"))

    assert "case.query('mine', id='b', **{'from': 'a'})" in cell
    ast.parse(cell)


def test_the_query_follows_its_parameters() -> None:
    query = catalogue()["rare-domain"]

    text = cypher(Result(query, {}, (), (), (), bound={"limit": 5, "min_accounts": 2}))

    assert text == f":param limit => 5;\n:param min_accounts => 2;\n\n{query.cypher.strip()};\n"
