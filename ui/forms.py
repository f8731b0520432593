"""A form made from a query's typed parameters: a widget for each type, with its bounds, choices and help."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from queries.frontmatter import Query
from queries.parameters import Parameter
from ui.words import inert

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
    key = key_of(query, parameter)
    if key not in st.session_state:
        fill(query, choices, {parameter.name: parameter.default})
        _tell_apart(query, parameter, choices)
    # put there anew: a widget of another page with this key lets go of what stands in it, and would begin with its least
    st.session_state[key] = st.session_state[key]
    found = make(parameter, key, choices)
    return "" if found is None else found


def _tell_apart(query: Query, parameter: Parameter, choices: Choices) -> None:
    """A question about two sets does not begin with the same one twice."""
    if parameter.type != "set":
        return
    key = key_of(query, parameter)
    sets = [p for p in query.parameters.values() if p.type == "set" and p.name != parameter.name]
    others = {st.session_state.get(key_of(query, p)) for p in sets}
    if st.session_state[key] is not None and st.session_state[key] in others:
        st.session_state[key] = next((one for one in _options(parameter, choices) if one not in others), None)


def key_of(query: Query, parameter: Parameter) -> str:
    """Under which key of the session the value of a parameter's widget stands."""
    return f"ask.{query.id}.{parameter.name}"


def fill(query: Query, choices: Choices, written: Mapping[str, object]) -> None:
    """Put values, as an answer keeps them, into the widgets of a query before these are drawn.

    Widgets are never given a value besides: they would not know which of the two to show.
    """
    for name, value in written.items():
        parameter = query.parameters[name]
        st.session_state[key_of(query, parameter)] = _held(parameter, value, choices)


def _held(parameter: Parameter, value: object, choices: Choices) -> object:
    """A written value as its widget holds it."""
    match parameter.type:
        case "integer" | "float":
            kind: type[int] | type[float] = int if parameter.type == "integer" else float
            return _as(kind, value)
        case "time":
            return _moment(parameter.parse(value)) if value else None
        case "choice" | "set" | "topic":
            options = _options(parameter, choices)
            # what must be given begins with the first one; what may be left out begins empty
            return str(value) if value in options else options[0] if options and parameter.required else None
        case "list":
            parsed = parameter.parse(value) if value else ()
            given = [str(one) for one in parsed] if isinstance(parsed, tuple) else []
            return given if parameter.choices else "\n".join(given)
        case _:
            return "" if value is None else str(value)


def _options(parameter: Parameter, choices: Choices) -> list[str]:
    match parameter.type:
        case "set":
            return [*choices.sets, *(f"{_NETWORK}{name}" for name in choices.networks)]
        case "topic":
            return list(choices.topics)
        case _:
            return list(parameter.choices)


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
        # one that has a default cannot be emptied
        value="min" if parameter.default is not None else None,
        step=1 if whole else None,
        help=inert(parameter.help),
        key=key,
    )


def _as(kind: type[int] | type[float], value: object) -> int | float | None:
    return kind(str(value)) if isinstance(value, int | float | str) and str(value) else None


def _time(parameter: Parameter, key: str, _: Choices) -> object:
    found = st.datetime_input(
        title(parameter),
        value=None,
        min_value=_moment(parameter.minimum) or datetime(2000, 1, 1),  # the widget knows no zones
        max_value=_moment(parameter.maximum) or datetime(2100, 1, 1),
        help=inert(parameter.help),
        key=key,
    )
    return found.replace(tzinfo=UTC).isoformat() if isinstance(found, datetime) else None


def _moment(ms: object) -> datetime | None:
    return datetime.fromtimestamp(ms / 1000, UTC).replace(tzinfo=None) if isinstance(ms, int) else None


def _choice(parameter: Parameter, key: str, choices: Choices) -> object:
    options = _options(parameter, choices)
    if not options:
        st.caption(f"{title(parameter)}: this case has none yet.")
        return None
    return st.selectbox(
        title(parameter),
        options,
        index=0 if parameter.required or parameter.default else None,
        format_func=_set_name if parameter.type == "set" else str,
        help=inert(parameter.help),
        placeholder="any",
        key=key,
    )


def _set_name(option: str) -> str:
    if option.startswith(_NETWORK):
        return f"{option.removeprefix(_NETWORK)} (published list)"
    return f"{option} (set)"


def _list(parameter: Parameter, key: str, _: Choices) -> object:
    if parameter.choices:
        return st.multiselect(title(parameter), parameter.choices, help=inert(parameter.help), key=key)
    found = st.text_area(title(parameter), help=f"{inert(parameter.help)} One a line.", height=80, key=key)
    return [line for line in found.replace(",", "\n").splitlines() if line.strip()]


def _text(parameter: Parameter, key: str, _: Choices) -> object:
    return st.text_input(title(parameter), help=inert(parameter.help), placeholder=parameter.mend, key=key)


_WIDGETS: Mapping[str, Callable[[Parameter, str, Choices], object]] = {
    "integer": _number,
    "float": _number,
    "time": _time,
    "choice": _choice,
    "set": _choice,
    "topic": _choice,
    "list": _list,
}
