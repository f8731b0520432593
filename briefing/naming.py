"""What a node is called in a picture: short, in the words of its platform, safe to show."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from briefing.style import NODE_STYLES, platform_name
from briefing.words import cut, visible
from graph.canonical.refang import defang
from graph.subgraph import Vertex

LONGEST = 40
"""Characters of what the data say in a name."""
LONGEST_WITH_PLATFORM = LONGEST + 20

_Values = Mapping[str, object]


def text_of(vertex: Vertex) -> str:
    """The name of a node: a handle with its platform, a defanged address, the beginning of a text."""
    namer = _NAMERS.get(vertex.ref.label, _by_name)
    return namer(vertex.ref.key, vertex.properties) or visible(vertex.ref.key, LONGEST) or "(no name)"


_IDENTIFYING = (
    "handle handles name account_id post_id text url raw host file_name title picture bio conversation sha256 value"
).split()


def names_of(vertex: Vertex) -> tuple[str, ...]:
    """Every word of the data that would tell which node this is: keys, ids, names, addresses, texts."""
    found = [vertex.ref.key]
    for name in _IDENTIFYING:
        value = vertex.properties.get(name)
        found += value if isinstance(value, tuple) else [value] if isinstance(value, str) else []
    return tuple(dict.fromkeys(word for word in found if word.strip()))


def _account(key: str, values: _Values) -> str:
    platform, _, id_ = key.partition(":")
    handle = str(values.get("handle") or "") or (id_[1:] if id_.startswith("@") else "")
    shown = f"@{visible(handle, 32)}" if handle else visible(str(values.get("name") or ""), 32)
    return _on(shown or f"account {visible(id_, 24)}", platform)


def _post(key: str, values: _Values) -> str:
    platform, _, id_ = key.partition(":")
    text = visible(str(values.get("text") or ""), LONGEST)
    if text:
        return f"“{text}”"
    kind = str(values.get("kind") or "post")
    day = day_of(values.get("created_at"))
    return _on(f"{visible(kind, 12)} of {day}" if day else f"{visible(kind, 12)} {visible(id_, 20)}", platform)


def _url(key: str, _: _Values) -> str:
    rest = key.partition("://")[2]
    return visible(defang((rest or key).removeprefix("www.").rstrip("/")), LONGEST)


def _domain(key: str, _: _Values) -> str:
    return visible(defang(key), LONGEST)


def _media(key: str, values: _Values) -> str:
    kind = visible(str(values.get("kind") or "file"), 12)
    named = visible(str(values.get("file_name") or values.get("title") or ""), 22)
    if named:
        return f"{kind} {named}"
    source, _, id_ = key.partition(":")
    if source == "sha256":
        return f"{kind} {id_[:8]}…"
    return _on(f"{kind} {visible(id_, 20)}", source)


def _hashtag(key: str, values: _Values) -> str:
    return f"#{visible(str(values.get('text') or key), LONGEST)}"


def _quoted(_: str, values: _Values) -> str:
    text = visible(str(values.get("text") or ""), LONGEST)
    return f"“{text}”" if text else ""


def _statement(key: str, values: _Values) -> str:
    count, unit = values.get("count"), values.get("unit")
    if values.get("kind") == "count" and isinstance(count, int):
        return visible(f"states {count:,} {unit or ''}", LONGEST)
    return _quoted(key, values)


def _fingerprint(key: str, values: _Values) -> str:
    kind, _, value = key.partition(":")
    kind, value = str(values.get("kind") or kind), str(values.get("value") or value)
    return visible(f"{kind} {defang(value) if '.' in value else value}", LONGEST)


def _surface(key: str, values: _Values) -> str:
    platform, _, id_ = key.partition(":")
    return _on(visible(str(values.get("name") or id_), 32), platform)


def _network(key: str, values: _Values) -> str:
    publisher, _, name = key.partition("/")
    return visible(f"{values.get('name') or name} ({values.get('publisher') or publisher})", LONGEST)


def _run(key: str, _: _Values) -> str:
    return f"run {_short(key)}"


def _cluster(key: str, values: _Values) -> str:
    run, _, number = key.rpartition("/")
    return f"group {values.get('number') or number} of run {_short(run)}" if run else ""


def _short(run: str) -> str:
    """A run by the beginning of its id, as it is called everywhere else."""
    return visible(run.rpartition("/")[2])[:6]


def _by_name(key: str, values: _Values) -> str:
    return visible(str(values.get("name") or values.get("title") or key), LONGEST)


_NAMERS: Mapping[str, Callable[[str, _Values], str]] = MappingProxyType(
    {
        "Account": _account,
        "Post": _post,
        "Url": _url,
        "Domain": _domain,
        "Media": _media,
        "Hashtag": _hashtag,
        "Text": _quoted,
        "Statement": _statement,
        "Fingerprint": _fingerprint,
        "Surface": _surface,
        "Network": _network,
        "Run": _run,
        "Cluster": _cluster,
    }
)

_unknown = _NAMERS.keys() - NODE_STYLES.keys()
if _unknown:
    raise ValueError(f"briefing/naming.py: names for labels that are not in the schema: {sorted(_unknown)}")


def _on(shown: str, platform: str) -> str:
    return cut(f"{shown} ({visible(platform_name(platform), 16)})", LONGEST_WITH_PLATFORM)


def day_of(value: object) -> str:
    """The day of epoch milliseconds, empty where there is none or it is out of any calendar."""
    if not isinstance(value, int):
        return ""
    try:
        return datetime.fromtimestamp(value / 1000, UTC).date().isoformat()
    except (OverflowError, OSError, ValueError):
        return ""
