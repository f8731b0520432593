"""What a node is called on screen."""

from briefing.style import platform_name
from graph.subgraph import Vertex
from ui.words import defanged

_NAMES = ("handle", "name", "title", "file_name", "text", "value")


def name_of(vertex: Vertex) -> str:
    """The handle with @, the tag with #, a defanged address, the first words of a text; else the key."""
    label, key, properties = vertex.ref.label, vertex.ref.key, vertex.properties
    if label in ("Url", "Domain"):
        return defanged(key)
    if label == "Hashtag":
        return f"#{properties.get('text') or key}"
    found = next((str(properties[name]) for name in _NAMES if properties.get(name)), "")
    if label == "Account" and properties.get("handle"):
        return f"@{found}"
    if label == "Account" and found:
        # a display name is anybody's: the key stands beside it
        return f"{found} ({key})"
    return found or key


def of_platform(properties: object) -> str:
    """The platform's own name, or nothing."""
    return platform_name(str(properties)) if properties else ""
