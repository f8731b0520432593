"""Names of networks, proposed from file names: only there do country, quarter and number stand."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

_ENDINGS = re.compile(r"(?:\.(?:csv|tsv|md|json|txt|gz))+\Z", re.IGNORECASE)
_PERIOD = re.compile(r"\b([QH])([1-4])(?:-\d)? (20\d\d)\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(20\d\d) (0[1-9]|1[0-2])\b")
_BASED = re.compile(r"\b([^\W\d_]+)[ -]based\b", re.IGNORECASE)
_FROM = re.compile(r"\bfrom ((?:[^\W\d_]+ and )*[^\W\d_]+)\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\bnetwork ?#? ?(\d{1,3})\b", re.IGNORECASE)
_MARKED = re.compile(r"\s*([A-Z][^\W\d_]+):\s")
_FILLERS = frozenset(
    {
        *("cib", "network", "networks", "removing", "coordinated", "inauthentic", "behavior", "behaviour"),
        *(
            "updated",
            "final",
            "github",
            "githubiocs",
            "iocs",
            "ioc",
            "indicators",
            "meta",
            "the",
            "of",
            "from",
            "and",
            "",
        ),
    }
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """A network's name and country, as far as a file name tells them."""

    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """The networks that one file speaks of: one, or several that rows are marked with."""

    main: Proposal
    period: str = ""
    countries: tuple[str, ...] = ()
    """Countries that a file name lists ("from china and russia"): which of them a row means, its comment says."""
    given: str | None = None
    """The name that the analyst gave."""

    def of(self, comment: str) -> Proposal:
        """The network of a row: a comment that starts with one of the countries (`China: …`) names another operation."""
        country = mark_of(comment)
        if country is None or country not in self.countries:
            return self.main
        name = f"{self.given} ({country})" if self.given else _composed(self.period, "", country, "")
        return Proposal(name, country)


def propose(file_name: str, *, given: str | None = None, marks: frozenset[str] = frozenset()) -> Naming:
    """Names for what a file lists; `marks`: countries that comments of its rows start with.

    Twins (csv, tsv, md) of one network give the same name.
    """
    stem = _stem(file_name)
    period, rest = _period(stem)
    number = _taken(_NUMBER, rest)
    based = _BASED.search(rest)
    countries: tuple[str, ...] = ()
    country: str | None = None
    if based:
        country = _title(based.group(1))
        rest = rest.replace(based.group(0), " ", 1)
    elif listed := _FROM.search(rest):
        countries = tuple(_title(one) for one in listed.group(1).split(" and "))
        rest = rest[: listed.start()]
        unmarked = [one for one in countries if one not in marks]
        country = unmarked[0] if len(unmarked) == 1 else None
    label = " ".join(word for word in _NUMBER.sub(" ", rest).split() if not _is_filler(word)).strip(" -#")
    if given and given.strip():
        return Naming(Proposal(" ".join(given.split()), country), period, countries, " ".join(given.split()))
    if not period and not country:
        return Naming(Proposal(stem[:_LONGEST] or "unnamed list"), period, countries)
    between = label or (" and ".join(countries) if countries and country is None else "")
    return Naming(Proposal(_composed(period, between, country, number), country), period, countries)


def mark_of(comment: str) -> str | None:
    """The country that a comment starts with (`China: CIB Petition`), if it does."""
    mark = _MARKED.match(comment)
    return mark.group(1) if mark else None


def _composed(period: str, label: str, country: str | None, number: str) -> str:
    based = f"{country}-based" if country else ""
    return " ".join(part for part in (period, label, based, "network", number) if part)[:_LONGEST]


def _is_filler(word: str) -> bool:
    return all(part.casefold().strip("#") in _FILLERS for part in word.split("-"))


def _stem(file_name: str) -> str:
    name = unicodedata.normalize("NFC", PurePath(file_name).name.strip())
    bare = _ENDINGS.sub("", name).replace("_", " ")
    return " ".join("".join(c if c.isprintable() else " " for c in bare).split())


def _period(stem: str) -> tuple[str, str]:
    """The last half-year or quarter that the name gives, and the name without any."""
    # "meta-h1-2026-china-based" writes with hyphens what others write with spaces
    spaced = re.sub(r"(?<=[A-Za-z0-9])-(?=[HQ]?\d)|(?<=\d)-(?=[A-Za-z])", " ", stem, flags=re.IGNORECASE)
    spaced = re.sub(r"\b([QH][1-4]) (\d) (20\d\d)", r"\1 \3", spaced, flags=re.IGNORECASE)
    found = _PERIOD.findall(spaced)
    if found:
        letter, number, year = found[-1]
        return f"{letter.upper()}{number} {year}", " ".join(_PERIOD.sub(" ", spaced).split())
    month = _MONTH.search(spaced)
    if month:
        return f"{month.group(1)}-{month.group(2)}", " ".join(_MONTH.sub(" ", spaced, count=1).split())
    return "", stem


def _taken(form: re.Pattern[str], text: str) -> str:
    found = form.search(text)
    return found.group(1) if found else ""


def _title(word: str) -> str:
    return word[:1].upper() + word[1:].lower()
