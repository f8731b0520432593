"""Asks the shipped sample every saved query and keeps what docs/queries.md shows of the answers.

python -m scripts.answering [--case FOLDER]   # about a minute; --case names a case of the sample that is built already
"""

import argparse
import json
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attribution.building import ROOT as SAMPLE
from attribution.building import build
from attribution.case import Case, open_case

ASKED = Path(__file__).parent / "asked.toml"
ANSWERED = Path(__file__).parent / "answered.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a query is asked of the sample, and what comes close and is not among the rows."""

    values: Mapping[str, Any]
    show: int = 0
    near_miss: str = ""
    no_near_miss: str = ""
    """Why there can be none."""
    nodes: tuple[str, ...] = ()


def asked() -> dict[str, Asked]:
    """By id of the query, from asked.toml."""
    found = tomllib.loads(ASKED.read_text("utf-8"))
    return {
        id_: Asked(**{**one, "values": one.get("values", {}), "nodes": tuple(one.get("nodes", ()))})
        for id_, one in found.items()
    }


def answered() -> dict[str, dict[str, Any]]:
    """What was kept of the answers, by id of the query."""
    found: dict[str, dict[str, Any]] = json.loads(ANSWERED.read_text("utf-8"))
    return found


def answer(case: Case, id_: str, one: Asked) -> dict[str, Any]:
    """How many rows, and why and with what caveat the one that is shown is among them; ValueError for a near-miss that is."""
    result = case.answer(id_, **one.values).result
    wrong = sorted({str(ref) for ref in result.refs} & set(one.nodes))
    if wrong:
        raise ValueError(f"{id_}: {', '.join(wrong)} is no near-miss but among the rows; mend {ASKED.name}")
    row = result.rows[one.show]
    return {"rows": len(result.rows), "because": row["because"], "caveat": row["caveat"]}


def main() -> None:
    """Write answered.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = given.case or Path(name) / "sample"
        if given.case is None:
            build(SAMPLE, root)
        with open_case(root) as case:
            found = {id_: answer(case, id_, one) for id_, one in asked().items()}
    ANSWERED.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
