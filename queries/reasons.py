"""Why a hit is new, stronger, weaker or gone: which posts and files made the difference between two runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from store.check_records import CheckRun, Evidence

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Why:
    """One reason, for a program and for a reader."""

    cause: str
    """first, loaded, counted anew, dropped, vanished, left out, limit, asked differently, unknown or same."""
    sentence: str
    posts: tuple[str, ...] = ()
    """Keys of the posts that made the difference."""
    files: tuple[str, ...] = ()
    """Names of the files that did: loaded since, or dropped since."""


@dataclass(frozen=True, slots=True)
class Data:
    """What was loaded at the earlier and at the later of two runs."""

    names: Mapping[str, str]
    """File name of each dataset, by its short id."""
    loaded: frozenset[str]
    """Short ids of what was loaded, or read anew, since the earlier run."""
    dropped: frozenset[str]
    anew: frozenset[str]
    """Short ids of what was read anew: same file, read in another way."""
    corrected: Mapping[str, str]
    """Name of the file that was loaded since in place of a dropped one, by the short id of that."""

    @staticmethod
    def of(earlier: CheckRun, later: CheckRun) -> "Data":
        """The datasets of the two runs against each other."""
        old = {d["id"]: d for d in earlier.content["datasets"]}
        new = {d["id"]: d for d in later.content["datasets"]}
        anew = frozenset(i for i in old if i in new and old[i]["folder"] != new[i]["folder"])
        loaded = frozenset(i for i in new if i not in old) | anew
        corrected = {
            i: d["name"]
            for i in old
            if i not in new
            for d in new.values()
            if d["id"] in loaded and (d["corrects"] == old[i]["sha256"] or d["name"] == old[i]["name"])
        }
        names = {i: d["name"] for i, d in {**old, **new}.items()}
        return Data(names, loaded, frozenset(old.keys() - new.keys()), anew, corrected)

    def files(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Names of datasets, each once."""
        return tuple(dict.fromkeys(self.names.get(id_, id_) for id_ in sorted(ids)))


def why_more(before: Evidence | None, now: Evidence, data: Data) -> Why:
    """Why a hit is new (`before` is None) or stronger."""
    if not now.posts and not now.datasets and now.whole:
        return _unnamed(data)
    known: Mapping[str, Any] = before.posts if before else {}
    fresh = [p for p, ids in now.posts.items() if p not in known and ids and data.loaded.issuperset(ids)]
    if fresh:
        files = data.files({id_ for p in fresh for id_ in now.posts[p]})
        which = f"{_posts(len(fresh))} came with {_listed(files)}: {_listed(fresh)}"
        beside = len(now.posts) - len(fresh)
        stood = f"; {_posts(beside)} stood there before" if beside else ""
        return Why("loaded", which + stood, tuple(fresh), files)
    added = [p for p in now.posts if p not in known] if before and before.whole else []
    files = data.files(data.loaded.intersection(now.datasets))
    if files and (added or not now.posts or not now.whole):
        return Why("loaded", f"{_listed(files)} was loaded since and speaks of it", tuple(added), files)
    if added:
        why = f"{_posts(len(added))} that the case held already count for it now: {_listed(added)}"
        return Why("counted anew", why, tuple(added), files)
    if not now.posts and not now.whole:
        return Why("unknown", "its posts were too many to keep, so that what made the difference is not known")
    said = f"none of the {_posts(len(now.posts))} kept for it came since" if now.posts else "no file that says it was loaded since"  # fmt: skip
    how = "made it count for more" if before else "brought it past the query's bounds"
    since = f"{_listed(data.files(data.loaded))} was loaded" if data.loaded else "nothing was loaded"
    return Why("counted anew", f"{said}: other data, or how rare it is, {how} ({since})", (), files)


def why_less(before: Evidence, now: Evidence | None, data: Data, *, whole: bool) -> Why:
    """Why a hit is gone (`whole`) or weaker. `now`: what is left of what it rested on; None if nobody looked."""
    if not before.posts and not before.datasets and before.whole:
        return _unnamed(data)
    rested = data.dropped.intersection(before.datasets)
    files = data.files(rested)
    missing = [p for p in before.posts if now is not None and now.whole and p not in now.posts]
    by_drop = [p for p in missing if rested.intersection(before.posts[p])]
    # where all posts are still there, in other files too, it was not the drop that made the difference
    if by_drop or (rested and (now is None or not before.posts or not before.whole or not now.whole)):
        posts = f", which held {len(by_drop)} of its {_posts(len(before.posts))}" if by_drop else ", which spoke of it"
        mended = [f"{name} was loaded in its place" for i, name in data.corrected.items() if i in rested]
        also = "".join(f"; {one}" for one in dict.fromkeys(mended))
        return Why("dropped", f"its dataset {_listed(files)} was dropped{posts}{also}", tuple(by_drop), files)
    if missing:
        anew = data.files(data.anew.intersection(before.datasets))
        how = f"{_listed(anew)} was read anew" if anew else "no file that said them was dropped"
        which = f"{len(missing)} of its {_posts(len(before.posts))}"
        how_many = f"vanished from the data: {which} no longer stand{'s' if len(missing) == 1 else ''} behind it"
        return Why("vanished", f"{how_many} ({how}): {_listed(missing)}", tuple(missing), anew)  # fmt: skip
    if now is None:
        return Why("unknown", "vanished from the answer; no dataset that it rested on was dropped")
    if before.posts and before.whole:
        others = len([p for p in now.posts if p not in before.posts])
        more = f", and {_posts(others)} more" if others else ""
        ends = "the query leaves it out now" if whole else "it counts for less now"
        why = f"all {_posts(len(before.posts))} behind it are still in the data{more}: {ends}, as other data, or how rare it is, has changed"  # fmt: skip
        return Why("left out", why, (), data.files(data.loaded.intersection(now.datasets)))
    if before.datasets and not now.datasets:
        return Why("vanished", "vanished from the data: no file says it any more, though none that did was dropped")
    return Why("left out", "what it rested on is still in the data: other data, or how rare it is, has changed")


def _unnamed(data: Data) -> Why:
    loaded, dropped = data.files(data.loaded), data.files(data.dropped)
    said = [f"{_listed(names)} {what}" for names, what in ((loaded, "loaded"), (dropped, "dropped")) if names]
    since = " and ".join(said) or "no file loaded or dropped"
    return Why("unknown", f"the row names nothing whose posts could be looked up; since the earlier run: {since}", (), (*loaded, *dropped))  # fmt: skip


def _posts(number: int) -> str:
    return f"{number:,} post{'' if number == 1 else 's'}"


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return ", ".join(found[:_NAMED]) + more
