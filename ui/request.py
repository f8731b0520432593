"""What the analyst asked for: carried out where there is room to wait."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ui.view import View


@dataclass(frozen=True, slots=True)
class Request:
    """A picture to be opened, with the question that its form has to show meanwhile."""

    open: Callable[[], View]
    query: str | None = None
    """Id of the question, if it is not asked from its own form."""
    values: Mapping[str, object] = field(default_factory=dict)
    """Its parameters as a person writes them; what is left out has its default."""
