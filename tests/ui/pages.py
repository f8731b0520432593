"""A page run without a browser: what it says, and its buttons."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from attribution import serve

WAIT_S = 120


def shown_on_cases(script: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Runs the page of a script once on the case of a folder, with what stands in its session."""
    for name in (serve.PASSWORD, f"{serve.PASSWORD}_FILE", serve.URI, "NEO4J_URI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("ui.auth._from_here", lambda: True)

    def _show(case: Path, standing: Mapping[str, object] | None = None) -> AppTest:
        monkeypatch.setenv(serve.CASE, str(case))
        page = AppTest.from_string(script, default_timeout=WAIT_S)
        for key, value in (standing or {}).items():
            page.session_state[key] = value
        return page.run()

    return _show


def said(page: AppTest) -> str:
    """Everything that it tells in words."""
    parts = [*page.markdown, *page.caption, *page.text, *page.error, *page.warning, *page.info, *page.success]
    return "\n".join(str(part.value).replace("\\", "") for part in parts)


def press(page: AppTest, label: str) -> AppTest:
    """The page after a press on the first button with this label."""
    return next(one for one in page.button if one.label.replace("\\", "") == label).click().run()
