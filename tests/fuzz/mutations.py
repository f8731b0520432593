"""Ways to spoil a file: each takes bytes and chance, and gives other bytes."""

import random
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

HOSTILE = (
    "'}) DETACH DELETE n //", "\"}) MATCH (n) RETURN n //", "$rows", "`:Post`", "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>", "javascript:alert(1)", "=cmd|'/C calc'!A0", "@SUM(1+1)", "+1-1",
    "\x1b[2J\x1b]0;title\x07", "\u202egnp.exe", "\u200b\u200d", "\ufeff", "\x00", "\ud7ff\ue000", "\u2028", "\r", "\n\n",
    "../../../../etc/passwd", "//etc//passwd", "C:\\Windows\\win.ini", "file:///etc/passwd", "http://[", "http://[::1]:99999/",
    "https://" + "a" * 300 + ".example", "https://xn--", "https://user:pass@host:port/", "%00%ff%zz", "\\u0000", "\\ud800",
    "1e308", "1e999", "-1e999", "NaN", "Infinity", "-Infinity", "9" * 400, "-9223372036854775809", "0x10", "1_000",
    "1.0E+18", "00000000000000000001", "9999-99-99T99:99:99Z", "0000-00-00", "-0001-01-01T00:00:00Z", "31/02/2022",
    "2022-10-10T10:00:00+99:99", "99999999999999", "\U0001f9ff" * 50, "ﷺ" * 40, "\u0301" * 200, "İ", "ß", "ǆ", "１２３",
    '"', "''", '""""', "\\", "{", "[", "]", "}", ",", ";", "\t", "#", "@", "::", "|", "null", "true", "[]", "{}", "[[[[",
)  # fmt: skip


def cut(content: bytes, chance: random.Random) -> bytes:
    """Ends too early."""
    return content[: chance.randrange(len(content) + 1)]


def flip(content: bytes, chance: random.Random) -> bytes:
    """A few bits turned over."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        if found:
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def splice(content: bytes, chance: random.Random) -> bytes:
    """A stretch repeated, moved or taken out."""
    begin, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    piece = content[begin : min(end, begin + 4_000)]
    at = chance.randrange(len(content) + 1)
    kept = content if chance.random() < 0.5 else content[:begin] + content[end:]
    return kept[:at] + piece * chance.choice((0, 1, 2, 20)) + kept[at:]


def insert_hostile(content: bytes, chance: random.Random) -> bytes:
    """Words that adversaries write, anywhere."""
    found = content
    for _ in range(chance.choice((1, 1, 3))):
        at = chance.randrange(len(found) + 1)
        found = found[:at] + chance.choice(HOSTILE).encode("utf-8", "surrogatepass") + found[at:]
    return found


def replace_value(content: bytes, chance: random.Random) -> bytes:
    """A value between quotes, commas or colons becomes another."""
    marks = [i for i, byte in enumerate(content[:50_000]) if byte in b'",:\t;\n']
    if len(marks) < 2:
        return insert_hostile(content, chance)
    number = chance.randrange(len(marks) - 1)
    begin, end = marks[number] + 1, marks[number + 1]
    value = chance.choice((*HOSTILE, "", "null", "-1", "0", "1", "true", "x" * chance.choice((10, 600, 70_000))))
    return content[:begin] + value.encode("utf-8", "surrogatepass") + content[end:]


def recode(content: bytes, chance: random.Random) -> bytes:
    """Written in another encoding."""
    text = content.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7", "utf-8-sig")), "replace"
    )


def nulls(content: bytes, chance: random.Random) -> bytes:
    """NUL bytes, one or many."""
    at = chance.randrange(len(content) + 1)
    return content[:at] + b"\0" * chance.choice((1, 2, 5_000)) + content[at:]


def nest(content: bytes, chance: random.Random) -> bytes:
    """Brackets that open deeper than anybody reads."""
    at, depth = chance.randrange(len(content) + 1), chance.choice((50, 2_000, 100_000))
    opening = chance.choice((b"[", b'{"a":', b'"', b"("))
    closing = {b"[": b"]", b'{"a":': b"}"}.get(opening, b"")
    return content[:at] + opening * depth + (closing * depth if chance.random() < 0.5 else b"") + content[at:]


def lengthen(content: bytes, chance: random.Random) -> bytes:
    """One field of a megabyte, seldom of ten."""
    at = chance.randrange(len(content) + 1)
    size = 10_000_000 if chance.random() < 0.02 else chance.choice((70_000, 300_000, 1_100_000))
    return (
        content[:at]
        + chance.choice((b"a", b"\xc3\xa9", b"9", b" ", b",", b"\\", b"#a ", b"@b ")) * (size // 3)
        + content[at:]
    )


def line_ends(content: bytes, chance: random.Random) -> bytes:
    """Other line endings, or none."""
    return content.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\r", b"", b"\n\n", b"\x0b", b"\xe2\x80\xa8")))


def shuffle(content: bytes, chance: random.Random) -> bytes:
    """The lines in another order."""
    lines = content.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


# what costs long is done more seldom
MUTATIONS: tuple[Mutation, ...] = (
    *(cut, flip, splice, insert_hostile, replace_value) * 6,
    *(recode, nulls, line_ends, shuffle) * 3,
    nest,
    lengthen,
)


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """The content after one to four mutations."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        content = chance.choice(MUTATIONS)(content, chance)
    return content
