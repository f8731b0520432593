"""The files for a team are sound as far as they can be checked without Docker."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

DEPLOY = Path(__file__).parent.parent.parent / "deploy"


def read(text: str) -> dict[str, Any]:
    """The part of YAML that the file keeps to: mappings and lists by indentation, lists in brackets, plain scalars."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    root: dict[str, Any] = {}
    # containers that are open, each with the indentation of what stands in it
    opened: list[tuple[int, Any]] = [(0, root)]
    for number, line in enumerate(lines):
        depth = len(line) - len(line.lstrip(" "))
        while opened[-1][0] > depth:
            opened.pop()
        indent, container = opened[-1]
        assert indent == depth, f"indentation: {line!r}"
        if line.lstrip().startswith("- "):
            container.append(scalar(line.strip()[2:]))
            continue
        found = re.fullmatch(r"([\w.-]+):(?: (\S.*))?", line.strip())
        assert found is not None, f"neither a key nor an item: {line!r}"
        name, value = found.groups()
        assert name not in container, f"twice: {line!r}"
        following = lines[number + 1] if number + 1 < len(lines) else ""
        deeper = len(following) - len(following.lstrip(" "))
        if value is not None or deeper <= depth:
            container[name] = scalar(value)
        else:
            container[name] = [] if following.lstrip().startswith("- ") else {}
            opened.append((deeper, container[name]))
    return root


def scalar(text: str | None) -> Any:
    if text is None:
        return None
    if text.startswith("["):
        inside = text.removeprefix("[").removesuffix("]")
        return json.loads(text) if '"' in inside else [one.strip() for one in inside.split(",")]
    if text.startswith('"'):
        return json.loads(text)
    return int(text) if text.isdigit() else {"{}": {}, "true": True, "false": False}.get(text, text)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return read((DEPLOY / "compose.yaml").read_text("utf-8"))


def test_only_the_app_is_published_and_only_on_this_host(compose: dict[str, Any]) -> None:
    assert compose["services"].keys() == {"neo4j", "app"}
    assert "ports" not in compose["services"]["neo4j"]
    assert all(str(port).startswith("127.0.0.1:") for port in compose["services"]["app"]["ports"])


def test_what_is_named_is_declared(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= compose["secrets"].keys()
        assert set(service["networks"]) <= compose["networks"].keys()
        named = {volume.partition(":")[0] for volume in service["volumes"] if not volume.startswith(".")}
        assert named <= compose["volumes"].keys()
        assert set(service.get("depends_on", ())) <= compose["services"].keys()


def test_no_secret_stands_in_the_file(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service["environment"].items():
            assert isinstance(value, str), f"{name}: quote it, Compose wants text"
            if "PASSWORD" in name or "AUTH" in name:
                assert name.endswith("_FILE"), name
                assert str(value).startswith("/run/secrets/")


def test_the_app_reaches_neo4j_by_the_variables_that_it_honours(compose: dict[str, Any]) -> None:
    environment = compose["services"]["app"]["environment"]

    assert environment["NEO4J_URI"] == "bolt://neo4j:7687"
    assert {"NEO4J_USERNAME", "NEO4J_PASSWORD_FILE"} <= environment.keys()
    assert (
        compose["services"]["neo4j"]["environment"]["NEO4J_dbms_security_allow__csv__import__from__file__urls"]
        == "false"
    )


def test_the_image_is_built_from_what_is_there() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY ")]

    assert all((DEPLOY.parent / name).exists() for name in copied)
    assert any(line.startswith("USER ") and line != "USER root" for line in lines)
    assert any("--require-hashes" in line for line in lines)
