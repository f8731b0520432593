"""What holds for the project as a whole: pinned dependencies without hosts, documentation that is true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.documentation import derived

ROOT = Path(__file__).parent.parent
LOCKS = ["requirements/app.txt", "requirements/dev.txt", "ui/graph_component/frontend/package-lock.json"]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_registry(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "--index-url" not in text
    assert '"resolved"' not in text
    assert not re.search(r"^(?!\s*#)(?!.*\"(?:funding|url|license|homepage)\").*https?://", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS[:2])
def test_every_python_dependency_is_pinned_with_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    pinned = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(pinned) > 50
    assert all(re.match(r"[\w.\-\[\],]+==\S+.*--hash=sha256:[0-9a-f]{64}", line) for line in pinned)


@pytest.mark.parametrize(
    "name", ["README.md", "docs/commands.md", "docs/queries.md", "docs/schema.md", "docs/schema.svg"]
)
def test_derived_documentation_is_current(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == derived()[name], f"{name} is stale: run make docs"


def test_every_link_of_the_readme_leads_somewhere() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_of_the_readme_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    commands = {match.split()[0] for match in re.findall(r"^\.venv/bin/attribution (\S+)", text, re.MULTILINE)}
    known = subprocess.run(
        [sys.executable, "-m", "attribution.cli", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert commands
    assert [name for name in sorted(commands) if f" {name} " not in known] == []
