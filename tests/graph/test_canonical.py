"""Canonical forms, as tables of what comes in and what has to come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.canonical import CanonicalError, DamagedIdError
from graph.canonical.accounts import account_key, media_key, normal_handle, post_key, surface_key
from graph.canonical.domains import is_shared_service, is_shortener, registrable
from graph.canonical.hashtags import normal_hashtag
from graph.canonical.platforms import PLATFORM_OF_HOST
from graph.canonical.refang import defang, refang
from graph.canonical.text import cut_hashtags, cut_mentions, cut_urls, normal_text, text_key
from graph.canonical.urls import locate

REGISTRABLE = [
    ("spiegel.co.com", "spiegel.co.com"),
    ("bild.eu.com", "bild.eu.com"),
    ("www.bild.eu.com", "bild.eu.com"),
    ("a.blogspot.com", "a.blogspot.com"),
    ("www.a.blogspot.com", "a.blogspot.com"),
    ("x.netlify.app", "x.netlify.app"),
    ("b.s3.amazonaws.com", "b.s3.amazonaws.com"),
    ("x.github.io", "x.github.io"),
    ("deep.x.github.io", "x.github.io"),
    ("x.wixsite.com", "x.wixsite.com"),
    ("95.165.66.27", "95.165.66.27"),
    ("[2001:db8::1]", "2001:db8::1"),
    ("s3.amazonaws.com", None),
    ("co.uk", None),
    ("name.medium.com", "name.medium.com"),
    ("www.medium.com", "medium.com"),
    ("name.livejournal.com", "name.livejournal.com"),
    ("name.wordpress.com", "name.wordpress.com"),
    ("name.tumblr.com", "name.tumblr.com"),
    ("name.substack.com", "name.substack.com"),
    ("name.quora.com", "name.quora.com"),
    ("name.livedoor.blog", "name.livedoor.blog"),
    ("name.skyrock.com", "name.skyrock.com"),
    ("name.over-blog.com", "name.over-blog.com"),
    ("name.weebly.com", "name.weebly.com"),
    ("name.ghost.io", "name.ghost.io"),
    ("name.fanfiction.net", "name.fanfiction.net"),
    ("name.blogspot.co.uk", "name.blogspot.co.uk"),
    ("news.bbc.co.uk", "bbc.co.uk"),
    ("a.b.news.example", "news.example"),
    ("xn--80ak6aa92e.com", "xn--80ak6aa92e.com"),
    ("site.onion", "site.onion"),
    ("localhost", None),
]

SHARED = [
    ("telegra.ph", True),
    ("linktr.ee", True),
    ("bit.ly", True),
    ("chng.it", True),
    ("www.change.org", True),
    ("privacyprotect.org", True),
    ("x.com", True),
    ("mobile.twitter.com", True),
    ("t.me", True),
    ("www.youtube.com", True),
    ("medium.com", True),
    ("www.tumblr.com", True),
    ("s3.amazonaws.com", True),
    ("name.medium.com", False),
    ("name.tumblr.com", False),
    ("a.blogspot.com", False),
    ("news.example", False),
    ("notx.com", False),
    ("95.165.66.27", False),
]

DEFANGED = [
    ("example[.]com", "example.com"),
    ("example(.)com", "example.com"),
    ("example{.}com", "example.com"),
    ("example[dot]com", "example.com"),
    ("example [ dot ] com", "example.com"),
    ("example(DOT)com", "example.com"),
    ("hxxp://example[.]com", "http://example.com"),
    ("hxxps://example[.]com/a", "https://example.com/a"),
    ("HXXPS://example.com", "https://example.com"),
    ("h**ps://example.com", "https://example.com"),
    ("https[:]//t[.]me/name", "https://t.me/name"),
    ("https[://]t.me/name", "https://t.me/name"),
    ("hxxps[:]//t.me", "https://t.me"),
    ("example[.]com[:]8080", "example.com:8080"),
    ("info[at]example[.]com", "info@example.com"),
    ("info[@]example.com", "info@example.com"),
    ("www[.]tiktok.com", "www.tiktok.com"),
    ("www.tiktok[.]com", "www.tiktok.com"),
    ("not defanged at all", "not defanged at all"),
    ("  example.com\t", "example.com"),
    ("\nexample.com\r\n", "example.com"),
    ("exam\u200bple.com", "example.com"),
    ("\u200aexample.com\u200a", "example.com"),
    ("“example.com”", "example.com"),
    ("'example.com'", "example.com"),
    ("`example.com`", "example.com"),
    ("https://example.com/a_(dot)_b", "https://example.com/a_._b"),
    ("https://hxxp.example.com/hxxp", "https://hxxp.example.com/hxxp"),
    ("", ""),
]

# raw, canonical URL, kind, key of the account, key of the post, key of the media
PLACES = [
    # x
    ("https://twitter.com/Name", "https://x.com/name", "account", "x:@name", None, None),
    ("https://x.com/@Name", "https://x.com/name", "account", "x:@name", None, None),
    ("mobile.twitter[.]com/Name/", "https://x.com/name", "account", "x:@name", None, None),
    ("https://twitter.com/Name?s=20&lang=en", "https://x.com/name", "account", "x:@name", None, None),
    ("https://twitter.com/Name/with_replies", "https://x.com/name", "account", "x:@name", None, None),
    ("https://twitter.com/a_name_of_18_chars", "https://x.com/a_name_of_18_chars", "account", "x:@a_name_of_18_chars", None, None),
    ("https://twitter.com/Name/status/123456", "https://x.com/i/status/123456", "post", "x:@name", "x:123456", None),
    ("https://x.com/Name/status/123456/photo/1?s=20", "https://x.com/i/status/123456", "post", "x:@name", "x:123456", None),
    ("https://x.com/i/web/status/123456", "https://x.com/i/status/123456", "post", None, "x:123456", None),
    ("https://x.com/i/status/123456", "https://x.com/i/status/123456", "post", None, "x:123456", None),
    ("https://twitter.com/hashtag/Tag?src=hash", "https://x.com/hashtag/Tag?src=hash", "page", None, None, None),
    ("https://x.com/", "https://x.com/", "page", None, None, None),
    # telegram
    ("https://t.me/Name", "https://t.me/name", "account", "telegram:@name", None, None),
    ("https://t.me/s/Name", "https://t.me/name", "account", "telegram:@name", None, None),
    ("telegram.me/Name", "https://t.me/name", "account", "telegram:@name", None, None),
    ("https://name.t.me", "https://t.me/name", "account", "telegram:@name", None, None),
    ("https://t.me/Name/42", "https://t.me/name/42", "post", "telegram:@name", None, None),
    ("https://t.me/s/Name/42?single", "https://t.me/name/42", "post", "telegram:@name", None, None),
    ("https://t.me/Name/7/42", "https://t.me/name/42", "post", "telegram:@name", None, None),
    ("https://t.me/c/1234567890/42", "https://t.me/c/1234567890/42", "post", None, "telegram:1234567890/42", None),
    ("https://t.me/+AbCdEf", "https://t.me/+AbCdEf", "invitation", None, None, None),
    ("https://t.me/joinchat/AbCdEf", "https://t.me/joinchat/AbCdEf", "invitation", None, None, None),
    ("https://t.me/iv?url=https%3A%2F%2Fnews.example%2Fa&rhash=1", "https://news.example/a", "page", None, None, None),
    # youtube
    ("https://www.youtube.com/channel/UCabcDEF", "https://www.youtube.com/channel/UCabcDEF", "account", "youtube:UCabcDEF", None, None),
    ("https://youtube.com/@Name/videos", "https://www.youtube.com/@name", "account", "youtube:@name", None, None),
    ("https://m.youtube.com/c/Name", "https://www.youtube.com/c/name", "account", "youtube:@name", None, None),
    ("https://www.youtube.com/user/Name", "https://www.youtube.com/user/name", "account", "youtube:@name", None, None),
    *(
        (raw, "https://www.youtube.com/watch?v=aBcDeFgHiJ_", "media", None, "youtube:aBcDeFgHiJ_", "youtube:aBcDeFgHiJ_")
        for raw in (
            "https://www.youtube.com/watch?v=aBcDeFgHiJ_",
            "https://m.youtube.com/watch?feature=share&v=aBcDeFgHiJ_&t=42s",
            "https://youtu.be/aBcDeFgHiJ_?si=xyz",
            "https://www.youtube.com/shorts/aBcDeFgHiJ_",
            "https://www.youtube.com/embed/aBcDeFgHiJ_",
            "https://www.youtube-nocookie.com/embed/aBcDeFgHiJ_",
            "youtube[.]com/live/aBcDeFgHiJ_",
        )
    ),
    ("https://youtu.be/short", "https://youtu.be/short", "page", None, None, None),
    ("https://www.youtube.com/playlist?list=PL1&si=x", "https://www.youtube.com/playlist?list=PL1", "page", None, None, None),
    # tiktok
    ("https://www.tiktok.com/@Name", "https://www.tiktok.com/@name", "account", "tiktok:@name", None, None),
    ("https://m.tiktok.com/@Name/video/7123?is_from=1", "https://www.tiktok.com/@name/video/7123", "media", "tiktok:@name", "tiktok:7123", "tiktok:7123"),
    ("https://vm.tiktok.com/ZMabc/", "https://vm.tiktok.com/ZMabc/", "page", None, None, None),
    # facebook
    ("https://m.facebook.com/Name", "https://www.facebook.com/name", "account", "facebook:@name", None, None),
    ("https://fb.com/Name", "https://www.facebook.com/name", "account", "facebook:@name", None, None),
    ("https://www.facebook.com/profile.php?id=1000&sk=about", "https://www.facebook.com/profile.php?id=1000", "account", "facebook:1000", None, None),
    ("https://facebook.com/1000", "https://www.facebook.com/1000", "account", "facebook:1000", None, None),
    ("https://mbasic.facebook.com/story.php?story_fbid=55&id=1000&x=1", "https://www.facebook.com/story.php?story_fbid=55&id=1000", "post", "facebook:1000", "facebook:55", None),
    ("https://www.facebook.com/Name/posts/55", "https://www.facebook.com/name/posts/55", "post", "facebook:@name", "facebook:55", None),
    ("https://www.facebook.com/groups/77/", "https://www.facebook.com/groups/77", "surface", None, None, None),
    ("https://www.facebook.com/groups/77/posts/88/", "https://www.facebook.com/groups/77/posts/88", "post", None, "facebook:88", None),
    ("https://www.facebook.com/watch/?v=99", "https://www.facebook.com/watch/?v=99", "media", None, None, "facebook:99"),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example%2Fa%3Fb%3D1&h=AT0", "https://news.example/a?b=1", "page", None, None, None),
    ("https://fb.watch/abc/", "https://fb.watch/abc/", "page", None, None, None),
    # instagram
    ("https://instagram.com/Name/", "https://www.instagram.com/name", "account", "instagram:@name", None, None),
    ("https://www.instagram.com/p/CoDe/?igshid=1", "https://www.instagram.com/p/CoDe/", "post", None, "instagram:CoDe", None),
    ("https://www.instagram.com/reel/CoDe/", "https://www.instagram.com/p/CoDe/", "post", None, "instagram:CoDe", None),
    # reddit
    ("https://www.reddit.com/user/Name", "https://www.reddit.com/user/name", "account", "reddit:@name", None, None),
    ("https://old.reddit.com/u/Name/", "https://www.reddit.com/user/name", "account", "reddit:@name", None, None),
    ("https://www.reddit.com/user/Name/comments/abc/a_title/", "https://www.reddit.com/user/name/comments/abc", "post", "reddit:@name", "reddit:t3_abc", None),
    ("https://reddit.com/r/News/comments/abc/a_title/", "https://www.reddit.com/r/news/comments/abc", "post", None, "reddit:t3_abc", None),
    ("https://reddit.com/r/News/comments/abc/a_title/def/", "https://www.reddit.com/r/news/comments/abc/comment/def", "post", None, "reddit:t1_def", None),
    ("https://reddit.com/r/News/", "https://www.reddit.com/r/news", "surface", None, None, None),
    # pinterest
    ("https://nl.pinterest.com/Name", "https://www.pinterest.com/name", "account", "pinterest:@name", None, None),
    ("https://sk.pinterest.com/pin/123/", "https://www.pinterest.com/pin/123/", "post", None, "pinterest:123", None),
    ("https://www.pinterest.com/pin/a-fine-title--123/", "https://www.pinterest.com/pin/123/", "post", None, "pinterest:123", None),
    ("https://pin.it/abc", "https://pin.it/abc", "page", None, None, None),
    # blogs
    ("https://medium.com/@Name", "https://medium.com/@name", "account", "medium:@name", None, None),
    ("https://name.medium.com", "https://medium.com/@name", "account", "medium:@name", None, None),
    ("https://medium.com/@Name/slug-1", "https://medium.com/@name/slug-1", "post", "medium:@name", "medium:slug-1", None),
    ("https://name.medium.com/slug-1", "https://medium.com/@name/slug-1", "post", "medium:@name", "medium:slug-1", None),
    ("https://Name.tumblr.com", "https://name.tumblr.com/", "account", "tumblr:@name", None, None),
    ("https://www.tumblr.com/Name", "https://name.tumblr.com/", "account", "tumblr:@name", None, None),
    ("https://name.tumblr.com/post/55/a-slug", "https://name.tumblr.com/post/55", "post", "tumblr:@name", "tumblr:55", None),
    ("https://www.tumblr.com/name/55/a-slug", "https://name.tumblr.com/post/55", "post", "tumblr:@name", "tumblr:55", None),
    ("https://name.blogspot.com/2024/05/a.html?m=1", "https://name.blogspot.com/2024/05/a.html", "post", "blogspot:@name", None, None),
    ("https://name.blogspot.com/?m=1", "https://name.blogspot.com/", "account", "blogspot:@name", None, None),
    ("https://name.livejournal.com/123.html", "https://name.livejournal.com/123.html", "post", "livejournal:@name", None, None),
    ("https://www.quora.com/profile/Name-1", "https://www.quora.com/profile/Name-1", "account", "quora:@name-1", None, None),
    ("https://name.quora.com", "https://name.quora.com/", "account", "quora:@name", None, None),
    # vk, ok
    ("https://m.vk.com/id123", "https://vk.com/id123", "account", "vk:123", None, None),
    ("https://vk.com/Name", "https://vk.com/name", "account", "vk:@name", None, None),
    ("https://vk.com/club1", "https://vk.com/club1", "account", "vk:-1", None, None),
    ("https://vk.com/public1", "https://vk.com/club1", "account", "vk:-1", None, None),
    ("https://vk.com/wall-1_2", "https://vk.com/wall-1_2", "post", None, "vk:-1_2", None),
    ("https://vk.com/Name?w=wall-1_2", "https://vk.com/wall-1_2", "post", None, "vk:-1_2", None),
    ("https://vk.com/video-1_2", "https://vk.com/video-1_2", "page", None, None, None),
    ("https://ok.ru/group/55", "https://ok.ru/group/55", "account", "ok:55", None, None),
    # bluesky
    ("https://bsky.app/profile/Name.bsky.social", "https://bsky.app/profile/name.bsky.social", "account", "bluesky:@name.bsky.social", None, None),
    ("https://bsky.app/profile/did:plc:abc", "https://bsky.app/profile/did:plc:abc", "account", "bluesky:did:plc:abc", None, None),
    # petitions, other pages
    ("https://www.change.org/p/a-petition?utm_source=x&token=1", "https://www.change.org/p/a-petition?token=1", "page", None, None, None),
    ("https://chng.it/abc", "https://chng.it/abc", "page", None, None, None),
    ("http://News.Example/Path?utm_medium=a&id=7&fbclid=b#part", "https://news.example/Path?id=7", "page", None, None, None),
    ("news.example", "https://news.example/", "page", None, None, None),
    ("//news.example/a", "https://news.example/a", "page", None, None, None),
    ("news.example.", "https://news.example/", "page", None, None, None),
    ("https://news.example:443/a", "https://news.example/a", "page", None, None, None),
    ("http://news.example:80/a", "https://news.example/a", "page", None, None, None),
    ("https://news.example:8443/a", "https://news.example:8443/a", "page", None, None, None),
    ("https://app.example/#!/file/1", "https://app.example/#!/file/1", "page", None, None, None),
    ("https://app.example/#/file/1", "https://app.example/#/file/1", "page", None, None, None),
    ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC", "page", None, None, None),
    ("http://95.165.66.27/a", "https://95.165.66.27/a", "page", None, None, None),
    ("https://www.google.com/url?q=https://news.example/a&sa=U", "https://news.example/a", "page", None, None, None),
    ("https://www.google.com/url?sa=t&url=https%3A%2F%2Fnews.example%2Fa", "https://news.example/a", "page", None, None, None),
]  # fmt: skip

NO_URL = [
    "",
    "   ",
    "prose with spaces",
    "https://",
    "http://[",
    "https://win ter-olympics.example/a",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "ftp://example.com/a",
    "file:///etc/passwd",
    "mailto:info@example.com",
    "https://user:secret@example.com/",
    "https://google.com@evil.example/",
    "localhost",
    "https://localhost/a",
    "nodots",
    "https://exa mple.com",
    "https://ex<script>ample.com",
    "12345",
    "15.000",
    "1.5",
    "0x7f.1",
    "15 accounts",
    "https://example.com/" + "a" * 2_050,
    "https://a..b.example/",
]


@pytest.mark.parametrize(("host", "expected"), REGISTRABLE)
def test_registrable(host: str, expected: str | None) -> None:
    assert registrable(host) == expected


@pytest.mark.parametrize(("host", "expected"), SHARED)
def test_shared_services_are_nobodys_asset(host: str, expected: bool) -> None:
    assert is_shared_service(host) is expected


@pytest.mark.parametrize("host", sorted(PLATFORM_OF_HOST))
def test_every_platform_is_a_shared_service(host: str) -> None:
    assert is_shared_service(host)


@pytest.mark.parametrize(
    ("host", "expected"), [("bit.ly", True), ("www.bit.ly", True), ("abit.ly", False), ("t.me", False)]
)
def test_shorteners(host: str, expected: bool) -> None:
    assert is_shortener(host) is expected


@pytest.mark.parametrize(("raw", "expected"), DEFANGED)
def test_refang(raw: str, expected: str) -> None:
    assert refang(raw) == expected


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("https://example.com/a.b", "hxxps[:]//example[.]com/a.b"),
        ("http://example.com", "hxxp[:]//example[.]com"),
        ("example.com", "example[.]com"),
    ],
)
def test_defanged_no_program_makes_it_a_link_and_it_comes_back(locator: str, expected: str) -> None:
    assert defang(locator) == expected
    assert refang(defang(locator)) == locator


@pytest.mark.parametrize(("raw", "url", "kind", "account", "post", "media"), PLACES)
def test_places(raw: str, url: str, kind: str, account: str | None, post: str | None, media: str | None) -> None:
    found = locate(raw)

    assert (found.url, found.kind, found.account, found.post, found.media) == (url, kind, account, post, media)
    assert found.raw == raw


@pytest.mark.parametrize("raw", [row[0] for row in PLACES])
def test_a_canonical_url_is_its_own_canonical_form(raw: str) -> None:
    once = locate(raw)
    twice = locate(once.url)

    assert (twice.url, twice.kind, twice.platform, twice.post, twice.media) == (
        once.url, once.kind, once.platform, once.post, once.media
    )  # fmt: skip
    assert (twice.domain, twice.shared_service, twice.shortened) == (once.domain, once.shared_service, once.shortened)


@pytest.mark.parametrize("raw", [row[0] for row in PLACES])
def test_a_defanged_url_is_the_same_place(raw: str) -> None:
    assert locate(defang(locate(raw).url)).url == locate(raw).url


@pytest.mark.parametrize("raw", NO_URL)
def test_what_is_no_url_is_refused_in_one_line(raw: str) -> None:
    with pytest.raises(CanonicalError) as raised:
        locate(raw)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 250


@given(st.text(max_size=200))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    try:
        found = locate(text)
    except CanonicalError:
        return
    assert found.url.startswith("https://")
    assert found.url.isascii()
    assert locate(found.url).url == found.url


@pytest.mark.parametrize(
    ("raw", "domain"),
    [
        ("https://bit.ly/abc", "bit.ly"),
        ("https://vm.tiktok.com/ZM1/", "tiktok.com"),
        ("https://pin.it/abc", "pin.it"),
        ("https://redd.it/abc", "redd.it"),
    ],
)
def test_short_links_are_marked_and_never_resolved(raw: str, domain: str) -> None:
    found = locate(raw)

    assert found.url == raw
    assert (found.shortened, found.shared_service, found.domain) == (True, True, domain)
    assert found.kind == "page"


@pytest.mark.parametrize(
    ("platform", "id_", "handle", "expected"),
    [
        ("x", "123", None, "x:123"),
        ("x", " 123\t", "Name", "x:123"),
        ("x", None, "@Name", "x:@name"),
        ("x", None, "  Name ", "x:@name"),
        ("youtube", "UCabcDEF", None, "youtube:UCabcDEF"),
        ("x", None, "ＮＡＭＥ", "x:@ｎａｍｅ"),
        ("telegram", "channel1000000000000", None, "telegram:channel1000000000000"),
        ("facebook", "100000000000", None, "facebook:100000000000"),
    ],
)
def test_account_keys(platform: str, id_: str | None, handle: str | None, expected: str) -> None:
    assert account_key(platform, id=id_, handle=handle) == expected


@pytest.mark.parametrize(
    "id_", ["1.23E+17", "1.23e17", "1E+17", "123456789.0", "1123456789012345000", "123456789012000"]
)
def test_ids_that_went_through_a_number_are_damaged(id_: str) -> None:
    with pytest.raises(DamagedIdError, match="take the original file"):
        account_key("x", id=id_)
    with pytest.raises(DamagedIdError, match="take the original file"):
        post_key("x", id_)
    with pytest.raises(DamagedIdError, match="take the original file"):
        media_key(platform="x", id=id_)


@pytest.mark.parametrize("id_", ["1234567890123456000"])
def test_an_id_that_is_text_may_end_in_zeros(id_: str) -> None:
    assert post_key("x", id_, text_ids=True) == f"x:{id_}"


@pytest.mark.parametrize("handle", ["", "@", "  ", "two words", "nul\x00", "line\nbreak", "a" * 600, "\u2028"])
def test_what_is_no_handle_is_refused(handle: str) -> None:
    with pytest.raises(CanonicalError):
        normal_handle(handle)
    with pytest.raises(CanonicalError):
        account_key("x", handle=handle)


@pytest.mark.parametrize("id_", ["", "  ", "nul\x00", "a" * 600, "a\nb"])
def test_what_is_no_id_is_refused(id_: str) -> None:
    with pytest.raises(CanonicalError):
        surface_key("facebook", id_)
    with pytest.raises(CanonicalError):
        post_key("x", id_)


def test_media_keys() -> None:
    sha256 = "0123456789abcdef" * 4
    assert media_key(sha256=sha256, platform="x", id="1") == f"sha256:{sha256}"
    assert media_key(platform="youtube", id="aBcDeFgHiJ_") == "youtube:aBcDeFgHiJ_"
    for sha, platform, id_ in ((sha256.upper(), None, None), ("abc", None, None), (None, "x", None), (None, None, "1")):
        with pytest.raises(CanonicalError):
            media_key(sha256=sha, platform=platform, id=id_)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("#Tag", "tag"),
        ("＃Tag", "tag"),
        ("#话题#", "话题"),
        ("  #STRASSE ", "strasse"),
        ("#Straße", "strasse"),
        ("ｆｕｌｌｗｉｄｔｈ", "fullwidth"),
        ("#caf\u0065\u0301", "café"),
        ("#zero\u200bwidth", "zerowidth"),
        ("#تست", "تست"),
        ("#2024", "2024"),
    ],
)
def test_hashtags(raw: str, expected: str) -> None:
    assert normal_hashtag(raw) == expected
    assert normal_hashtag(expected) == expected


@pytest.mark.parametrize("raw", ["", "#", "##", "  ", "two words", "#a\nb", "x" * 300, "\u200b", "nul\x00"])
def test_what_is_no_hashtag_is_refused(raw: str) -> None:
    with pytest.raises(CanonicalError):
        normal_hashtag(raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello World", "hello world"),
        ("  Hello\n\n  World\t", "hello world"),
        ("Hello https://t.co/abc World", "hello world"),
        ("Hello www.example.com/x World", "hello world"),
        ("Hello hxxps://example[.]com/x World", "hello world"),
        ("@Name Hello @other World", "hello world"),
        ("Ｈｅｌｌｏ Ｗｏｒｌｄ", "hello world"),
        ("Hel\u200blo Wor\u00adld", "hello world"),
        ("STRASSE Straße", "strasse strasse"),
        ("你好，世界 https://t.co/abc", "你好，世界".replace("，", ",")),
        ("mail me@example.com", "mail me@example.com"),
        ("#Tag stays", "#tag stays"),
        ("https://t.co/abc @name", ""),
        ("", ""),
    ],
)
def test_normal_text(text: str, expected: str) -> None:
    assert normal_text(text) == expected
    assert normal_text(expected) == expected


def test_text_keys() -> None:
    assert text_key("hello world") == "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
    assert text_key("\ud800") == text_key("\\ud800")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://news.example/a.", ["https://news.example/a"]),
        ("see (https://news.example/a)", ["https://news.example/a"]),
        ("https://en.wiki.example/a_(b)", ["https://en.wiki.example/a_(b)"]),
        ("(https://en.wiki.example/a_(b))", ["https://en.wiki.example/a_(b)"]),
        ("看https://news.example/a，然后", ["https://news.example/a"]),
        ("「https://news.example/a」", ["https://news.example/a"]),
        ("https://youtu.be/aBcDeFgHiJ_ and -", ["https://youtu.be/aBcDeFgHiJ_"]),
        ("https://youtu.be/aBcDeFgHiJ- !", ["https://youtu.be/aBcDeFgHiJ-"]),
        ("https://a.example/x https://b.example/y https://a.example/x", ["https://a.example/x", "https://b.example/y"]),
        ("cut off https://news.example/artic…", []),
        ("www.example.com/x", ["www.example.com/x"]),
        ("hxxps[:]//bad[.]example/x", ["hxxps[:]//bad[.]example/x"]),
        ("no links, e.g. none", []),
    ],
)
def test_links_are_cut_out_of_text(text: str, expected: list[str]) -> None:
    assert cut_urls(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@One and @two.", ["One", "two"]),
        ("＠full", ["full"]),
        ("mail me@example.com", []),
        ("https://www.tiktok.com/@name/video/1", []),
        ("(@in) @in", ["in"]),
        ("@@no", []),
        ("你好@name你好", ["name"]),
    ],
)
def test_mentions_are_cut_out_of_text(text: str, expected: list[str]) -> None:
    assert cut_mentions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#One and #two!", ["One", "two"]),
        ("＃full", ["full"]),
        ("#123 is a number", []),
        ("#2024election", ["2024election"]),
        ("#话题 #話題", ["话题", "話題"]),
        ("#تست و #کافه‌ها", ["تست", "کافه‌ها"]),
        ("https://news.example/#part", []),
        ("a#b &#39;", []),
        ("#one#two", ["one"]),
    ],
)
def test_hashtags_are_cut_out_of_text(text: str, expected: list[str]) -> None:
    assert cut_hashtags(text) == expected
