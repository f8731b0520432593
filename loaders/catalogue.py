"""Every loader there is, and which of them reads a file: told by content, never by name."""

import codecs
from pathlib import Path

from loaders.base import Loader, LoadError
from loaders.mapped_csv import MappedCsv
from loaders.meta import Meta
from loaders.opening import packing_of, sample
from loaders.telegram import Telegram
from loaders.twarc2 import Twarc2

LOADERS: tuple[Loader, ...] = (Meta(), Twarc2(), Telegram(), MappedCsv())
"""In the order in which `attribution formats` lists them."""

_LIST = "`attribution formats` lists them"


def recognise(path: Path) -> Loader:
    """The one loader that knows the file's content; LoadError if it is unreadable, empty, unknown or ambiguous."""
    beginning = sample(path)
    if not beginning.head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise LoadError(f"{path.name}: {_nothing(beginning.head)}; fetch or export it again")
    packed = packing_of(beginning.head)
    if packed is not None:
        raise LoadError(f"{path.name}: is {packed}; unpack it or save it as text first (only gzip is opened)")
    if beginning.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise LoadError(f"{path.name}: is UTF-16; save it as UTF-8")
    known = [loader for loader in LOADERS if loader.recognise(beginning)]
    if not known:
        raise LoadError(f"{path.name}: is none of the known formats; {_LIST}, a table of your own needs a map (--map)")
    if len(known) > 1:
        names = " and ".join(loader.name for loader in known)
        raise LoadError(f"{path.name}: could be {names}; say which with --format")
    return known[0]


def _nothing(head: bytes) -> str:
    if not head:
        return "is empty"
    return "holds nothing but NUL bytes" if not head.strip(b"\0") else "holds nothing but blank characters"


def by_name(name: str) -> Loader:
    """The loader of a format's name; LoadError if there is none."""
    for loader in LOADERS:
        if loader.name == name:
            return loader
    names = ", ".join(loader.name for loader in LOADERS)
    raise LoadError(f"{name[:100]!r}: there is no such format; known are {names}")
