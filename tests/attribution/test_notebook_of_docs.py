"""docs/notebook.ipynb runs from its first cell to its last."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from graph.embedded import embedded_available

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook.ipynb"


@pytest.mark.slow
@pytest.mark.embedded
@pytest.mark.timeout(600)
def test_the_notebook_comes_to_its_finding(tmp_path: Path) -> None:
    if (reason := embedded_available()) is not None:
        pytest.skip(reason)
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]

    NotebookClient(notebook, timeout=500, resources={"metadata": {"path": str(tmp_path)}}).execute()

    last = "".join(output.get("text", "") for output in notebook.cells[-1].outputs)
    assert "shared" in last
    assert "stability" in last
    assert "<script" not in str(notebook.cells[-3].outputs)
    assert (tmp_path / "ring.html").stat().st_size > 100_000
