import pytest

from ui.words import defanged, inert, plural, seen


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a.b?c=d.e", "hxxps://example[.]org/a.b?c=d.e"),
        ("HTTP://Sub.Example.org", "hxxp://Sub[.]Example[.]org"),
        ("ftp://example.org/x", "fxp://example[.]org/x"),
        ("example.org", "example[.]org"),
        ("example.org/a.html", "example[.]org/a.html"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_defanged_address_is_no_address(url: str, expected: str) -> None:
    assert defanged(url) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("![x](http://evil.example/p.png)", r"\!\[x\]\(hxxp\:\/\/evil\.example\/p\.png\)"),
        ("<img src=x onerror=alert(1)>", r"\<img src\=x onerror\=alert\(1\)\>"),
        ("www.evil.example", r"www\[\.\]evil\.example"),
        ("a@evil.example", r"a\[at\]evil\.example"),
        ("two\nlines\tand\x00more", "two lines and more"),
        ("@handle", r"\@handle"),
        ("x\u202egnp", "x gnp"),
        (":red[loud] $x$", r"\:red\[loud\] \$x\$"),
    ],
)
def test_inert_text_has_no_markup_and_no_link(text: str, expected: str) -> None:
    assert inert(text) == expected


def test_seen_text_is_cut_and_clean() -> None:
    assert seen("a\u200bb\u202ec\U000e0041d\u00ade\u2066f", None) == "a b c d e f"
    assert seen("abcdef", 4) == "abc…"


@pytest.mark.parametrize(("count", "expected"), [(0, "0 posts"), (1, "1 post"), (2, "2 posts"), (2_000, "2,000 posts")])
def test_plural(count: int, expected: str) -> None:
    assert plural(count, "post") == expected
