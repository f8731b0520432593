"""The app: pages, panel, graph component; reads input, asks a case, shows the result."""

from pathlib import Path

ICON = str(Path(__file__).parent / "icon.svg")
"""Picture of the browser's tab."""

STYLES = Path(__file__).parent / "page.css"
"""Margins and sizes of the page."""
