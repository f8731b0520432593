"""A form made from a query's typed parameters: a widget for each type, with its bounds, choices and help."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from queries.frontmatter import Query
from queries.parameters import Parameter

_FIRST = ("set", "topic", "ref")
_NETWORK = "network:"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the case offers for parameters that name something in it."""

    sets: Sequence[str]
    networks: Sequence[str]
    topics: Sequence[str]


def parameters(query: Query, choices: Choices) -> dict[str, object]:
    """The widgets of a query's parameters, and what stands in them."""
    needed, rest = split(query.parameters)
    values = {p.name: _widget(query, p, choices) for p in needed}
    if rest:
        with st.expander("More settings"):
            values |= {p.name: _widget(query, p, choices) for p in rest}
    return values


def split(declared: Mapping[str, Parameter]) -> tuple[list[Parameter], list[Parameter]]:
    """What is asked at once (whatever must be given or names something of the case), and what has a good default."""
    needed = [p for p in declared.values() if p.required or p.type in _FIRST]
    rest = [p for p in declared.values() if p not in needed and p.name != "limit"]
    if len(needed) + len(rest) <= 4:
        needed, rest = needed + rest, []
    return needed, rest + [p for p in declared.values() if p.name == "limit"]


def _widget(query: Query, parameter: Parameter, choices: Choices) -> object:
    make = _WIDGETS.get(parameter.type, _text)
    found = make(parameter, f"ask.{query.id}.{parameter.name}", choices)
    return "" if found is None else found


def title(parameter: Parameter) -> str:
    """The parameter's name as a person reads it."""
    words = parameter.name.replace("_", " ")
    unit = " (UTC)" if parameter.type == "time" else ""
    return words[:1].upper() + words[1:] + unit


def _number(parameter: Parameter, key: str, _: Choices) -> object:
    whole = parameter.type == "integer"
    kind: type[int] | type[float] = int if whole else float
    return st.number_input(
        title(parameter),
        min_value=_as(kind, parameter.minimum),
        max_value=_as(kind, parameter.maximum),
        value=_as(kind, parameter.default),
        step=1 if whole else None,
        help=parameter.help,
        key=key,
    )


def _as(kind: type[int] | type[float], value: object) -> int | float | None:
    return kind(str(value)) if isinstance(value, int | float | str) and str(value) else None


def _time(parameter: Parameter, key: str, _: Choices) -> object:
    default = parameter.parse(parameter.default) if parameter.default else None
    found = st.datetime_input(
        title(parameter),
        value=_moment(default),
        min_value=_moment(parameter.minimum) or datetime(2000, 1, 1),  # the widget knows no zones
        max_value=_moment(parameter.maximum) or datetime(2100, 1, 1),
        help=parameter.help,
        key=key,
    )
    return found.replace(tzinfo=UTC).isoformat() if isinstance(found, datetime) else None


def _moment(ms: object) -> datetime | None:
    return datetime.fromtimestamp(ms / 1000, UTC).replace(tzinfo=None) if isinstance(ms, int) else None


def _choice(parameter: Parameter, key: str, _: Choices) -> object:
    return _select(parameter, key, list(parameter.choices), str)


def _set(parameter: Parameter, key: str, choices: Choices) -> object:
    options = [*choices.sets, *(f"{_NETWORK}{name}" for name in choices.networks)]
    return _select(parameter, key, options, _set_name)


def _set_name(option: str) -> str:
    if option.startswith(_NETWORK):
        return f"{option.removeprefix(_NETWORK)} (published list)"
    return f"{option} (set)"


def _topic(parameter: Parameter, key: str, choices: Choices) -> object:
    return _select(parameter, key, list(choices.topics), str)


def _select(parameter: Parameter, key: str, options: list[str], shown: Callable[[str], str]) -> object:
    if not options:
        st.caption(f"{title(parameter)}: this case has none yet.")
        return None
    default = str(parameter.default) if parameter.default else None
    # what must be given begins with the first one; what may be left out begins empty
    index = options.index(default) if default in options else 0 if parameter.required else None
    return st.selectbox(
        title(parameter), options, index=index, format_func=shown, help=parameter.help, placeholder="any", key=key
    )


def _list(parameter: Parameter, key: str, _: Choices) -> object:
    default = parameter.parse(parameter.default) if parameter.default else ()
    given = [str(one) for one in default] if isinstance(default, tuple) else []
    if parameter.choices:
        return st.multiselect(title(parameter), parameter.choices, default=given, help=parameter.help, key=key)
    found = st.text_area(title(parameter), "\n".join(given), help=f"{parameter.help} One a line.", height=80, key=key)
    return [line for line in found.replace(",", "\n").splitlines() if line.strip()]


def _text(parameter: Parameter, key: str, _: Choices) -> object:
    return st.text_input(
        title(parameter), str(parameter.default or ""), help=parameter.help, placeholder=parameter.mend, key=key
    )


_WIDGETS: Mapping[str, Callable[[Parameter, str, Choices], object]] = {
    "integer": _number,
    "float": _number,
    "time": _time,
    "choice": _choice,
    "set": _set,
    "topic": _topic,
    "list": _list,
}
