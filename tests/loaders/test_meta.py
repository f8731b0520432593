import gzip
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from graph.records import Node, Relationship
from graph.records import Record as AnyRecord
from loaders.base import Blank, LoadError, Options, Outcome, Reject, Row
from loaders.meta import Meta
from loaders.opening import sample

HEAD = "Tactic,Technique,Procedure,Indicator\r\n"
ACQUIRING = "0. Acquiring assets,0.9 Acquiring social media accounts,"


def written(folder: Path, content: str | bytes, name: str = "Q2 2023 Utopia-based CIB network 1.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path, **said: str) -> list[Outcome]:
    extra = {"include": said.pop("include")} if "include" in said else {}
    return list(Meta().read(path, Options(**said, extra=extra)))  # type: ignore[arg-type]  # names checked by Options


def records(outcomes: Iterable[Outcome]) -> list[AnyRecord]:
    return [record for outcome in outcomes if isinstance(outcome, Row) for record in outcome.records]


def listed(outcomes: Iterable[Outcome]) -> list[tuple[str, str]]:
    return [
        (str(r.start), str(r.properties["role"]))
        for r in records(outcomes)
        if isinstance(r, Relationship) and r.type == "LISTED_IN"
    ]


def nodes(outcomes: Iterable[Outcome], label: str) -> list[Node]:
    return [r for r in records(outcomes) if isinstance(r, Node) and r.label == label]


def stated(outcomes: Iterable[Outcome]) -> list[tuple[object, ...]]:
    return [tuple(n.properties.get(p) for p in ("kind", "role", "text")) for n in nodes(outcomes, "Statement")]


def kill_chain(folder: Path, procedure: str, indicator: str, comment: str = "") -> list[Outcome]:
    quoted = '"' + indicator.replace('"', '""') + '"'
    return read(
        written(
            folder,
            f'Tactic ,Technique,Procedure,Indicator,Comments\r\nany tactic,,{procedure},{quoted},"{comment}"\r\n',
        )
    )


@pytest.mark.parametrize(
    ("procedure", "indicator", "expected"),
    [
        ("0.6.2 Acquiring domains", "www.turkuazgazetesi[.]net", [("Domain/turkuazgazetesi.net", "asset")]),
        ("0.6.2 Acquiring domains", "https://neweurope[.]online", [("Domain/neweurope.online", "asset")]),
        ("0.6.2 Acquiring domains", "euronewstop[.]co[.]uk", [("Domain/euronewstop.co.uk", "asset")]),
        ("0.6.2 Acquiring domains", "theguardian.co.com", [("Domain/theguardian.co.com", "asset")]),
        ("0.6.2 Acquiring domains", "95.165.66[.]27", [("Fingerprint/ip:95.165.66.27", "asset")]),
        ("0.6.2 Acquiring domains", "https://t[.]me/other", [("Account/telegram:@other", "asset")]),
        ("0.6.2 Acquiring domains", "facebook[.]com", []),
        ("0.1.1 Acquiring proxy IP", "10.1.2[.]3", [("Fingerprint/ip:10.1.2.3", "asset")]),
        ("0.2.1 Mail on own domains", "desk[at]paper[.]example", [("Fingerprint/email:desk@paper.example", "asset")]),
        ("0.8.1 Creating apps", "paylasdur[.]com", [("Domain/paylasdur.com", "asset")]),
        ("0.8.1 Creating apps", "com.example.spy", [("Fingerprint/app:com.example.spy", "asset")]),
        ("0.8.1 Creating apps", "a" * 64, [("Media/sha256:" + "a" * 64, "asset")]),
        ("0.8.1 Creating apps", "d41d8cd98f00b204e9800998ecf8427e", [("Fingerprint/md5:d41d8cd98f00b204e9800998ecf8427e", "asset")]),
        ("0.8.1 Creating apps", "https://play.google[.]com/store/apps/details?id=a.b", [("Url/https://play.google.com/store/apps/details?id=a.b", "asset")]),
        ("0.9.1 Acquiring Facebook assets", "https://facebook[.]com/someone", []),
        ("0.9.4 Acquiring X / Twitter accounts", "https://twitter[.]com/NoelLam362767", [("Account/x:@noellam362767", "asset")]),
        ("0.9.4 Acquiring X/Twitter accounts", "x[.]com/pemadol99851", [("Account/x:@pemadol99851", "asset")]),
        ("0.9.4 the host beats the code", "https://www[.]tiktok[.]com/@someone", [("Account/tiktok:@someone", "asset")]),
        ("0.9.4 a post is content", "https://twitter[.]com/a/status/1562640310273921025?s=20", [("Url/https://x.com/i/status/1562640310273921025", "content")]),
        ("0.9.5 Acquiring YouTube channel", "https://www.youtube[.]com/channel/UCdxcoyi29onXanVk9Lf0zeg", [("Account/youtube:UCdxcoyi29onXanVk9Lf0zeg", "asset")]),
        ("0.9.5 Acquiring YouTube channels", "youtube[.]com/@NEWS-TOPUK", [("Account/youtube:@news-topuk", "asset")]),
        ("0.9.5 Acquiring YouTube channels", "www.youtube[.]com/watch?v=FXCzsTm4GHU&t=2s", [("Url/https://www.youtube.com/watch?v=FXCzsTm4GHU", "content")]),
        ("0.9.7 Acquiring Telegram channels", "https[:]//t[.]me/newstopafrique", [("Account/telegram:@newstopafrique", "asset")]),
        ("0.9.7 Acquiring Telegram channels", "http://t[.]me/+ugoxkjuomho4nmy1", [("Url/https://t.me/+ugoxkjuomho4nmy1", "asset")]),
        ("0.9.8 Acquiring accounts on forums", "https://jp[.]quora[.]com/profile/Ada-Park", [("Account/quora:@ada-park", "asset")]),
        ("0.9.8 Acquiring accounts on forums", "https://www[.]reddit[.]com/r/fghji/", [("Surface/reddit:fghji", "asset")]),
        ("0.9.8 Acquiring accounts on forums", "https://www[.]reddit[.]com/user/A-b/comments/1x/t/", [("Url/https://www.reddit.com/user/a-b/comments/1x", "content")]),
        ("0.9.8 Acquiring accounts on forums", "https://safechat[.]com/u/new_observation", [("Account/safechat.com:@new_observation", "asset")]),
        ("0.9.8 Acquiring accounts on forums", "https://www[.]backchina[.]com/home[.]php?mod=space&uid=383200", [("Account/backchina.com:@383200", "asset")]),
        ("0.9.8 Acquiring accounts on forums", "https://zhonglong[.]skyrock[.]com/", [("Domain/zhonglong.skyrock.com", "asset")]),
        ("0.9.8 Acquiring accounts on forums", "https://www[.]indiatimes[.]com/news/a-9-569022[.]html [comment]", [("Url/https://www.indiatimes.com/news/a-9-569022.html", "content")]),
        ("0.9.8 Acquiring accounts on forums", "https://bad[.]news/t/4198511", [("Url/https://bad.news/t/4198511", "content")]),
        ("0.9.9 Repurposing accounts", "https://twitter[.]com/taken_over", []),
        ("0.9.11.0 Creating online petitions", "change[.]org/p/oppose-it", [("Url/https://change.org/p/oppose-it", "content")]),
        ("0.9.12 Other accounts", "thlhasa[.]blogspot.com", [("Account/blogspot:@thlhasa", "asset")]),
        ("0.9.12 Other accounts", "https://linktr[.]ee/somebody", [("Account/linktr.ee:@somebody", "asset")]),
        ("1.5.1 Impersonating news", "spiegel[.]de", []),
        ("5.1.1 Privacy protecting", "privacyprotect[.]org", []),
        ("5.2.1 Using shorteners", "bit[.]ly", []),
        ("5.2.1 Using shorteners", "https://bit[.]ly/3abcDEF", [("Url/https://bit.ly/3abcDEF", "asset")]),
        ("6.1.3 Posting on blogs", "#americathethief", [("Hashtag/americathethief", "hashtag")]),
        ("6.1.3 Posting on blogs", "GuoWengui#郭文贵", []),
        ("6.1.3 Posting on blogs", "http://89ijlop.blogspot[.]com/2021/12/why-boycott-win ter-olympics_5.html", [("Url/https://89ijlop.blogspot.com/2021/12/why-boycott-winter-olympics_5.html", "content")]),
        ("6.2.4 Amplifying", "http://twitter[.]com/kalarbrian", [("Account/x:@kalarbrian", "amplifier")]),
        ("6.2.8 Amplifying", "Sharing on safechat[.]com", []),
        ("7.3.1 Using hashtags", "#One, #Two", [("Hashtag/one", "hashtag"), ("Hashtag/two", "hashtag")]),
        ("7.4.2 Hiring protesters", "https://twitter[.]com/a/status/1562640310273 921025", []),
        ("7.5.1 Directing traffic", "https://www.pinterest.com/pin/123/", [("Url/https://www.pinterest.com/pin/123/", "content")]),
        ("7.5.1 Directing traffic", "https://medium.com/@a/slug-1", [("Url/https://medium.com/@a/slug-1", "content")]),
        ("7.6.1 Posting about people", "dalailama[.]com", []),
        ("8.2.1 Compromising", "victim[.]example", []),
        ("9.5.3 Redirect domains", "go.redirect[.]example", [("Domain/redirect.example", "redirector")]),
        ("", "https://twitter[.]com/no_code_at_all", []),
    ],
)  # fmt: skip
def test_the_code_says_what_a_value_is(
    tmp_path: Path, procedure: str, indicator: str, expected: list[tuple[str, str]]
) -> None:
    outcomes = kill_chain(tmp_path, procedure, indicator)
    assert [type(o) for o in outcomes] == [Row]
    assert listed(outcomes) == expected
    # what is not listed is kept as a statement, word for word
    assert (stated(outcomes) == []) == bool(expected)
    if not expected:
        assert [text for _, _, text in stated(outcomes)] == [indicator]


@pytest.mark.parametrize(
    ("procedure", "indicator", "expected"),
    [
        ("0.4.1 Registering company", "London New Europe Media Ltd", ("organisation", "asset")),
        ("0.9.9 Acquiring", "Some Groups were bought.", ("claim", None)),
        ("1.5.2 Impersonating", "It posed as a ministry", ("victim", "victim")),
        ("5.1.1 Privacy", "Registering domain with privacyprotect[.]org", ("service", "service_abused")),
        ("6.1.3 Blogs", "Wang Ruiqin’s romantic past", ("title", None)),
        ("7.6.2 Praise", "It praised a party", ("target", "target")),
        ("8.3.1 Stealing", "victim[.]example", ("victim", "victim")),
        ("9.1.1 Personas", "Jane Doe", ("persona", None)),
        ("3.6.1 Mail", "Write to desk[at]outlook.com", ("claim", None)),
        ("0.9.1 Facebook", "Many accounts", ("claim", None)),
    ],
)
def test_prose_is_kept_under_its_kind(
    tmp_path: Path, procedure: str, indicator: str, expected: tuple[str, str | None]
) -> None:
    outcomes = kill_chain(tmp_path, procedure, indicator)
    assert stated(outcomes) == [(*expected, indicator)]
    assert listed(outcomes) == []
    assert not nodes(outcomes, "Domain")
    said_by = {r.type: str(r.end) for r in records(outcomes) if isinstance(r, Relationship)}
    assert said_by == {
        "STATED_BY": "Source/Meta",
        "ABOUT": "Network/Meta/Q2 2023 Utopia-based network 1",
    }


@pytest.mark.parametrize(
    ("procedure", "indicator", "expected"),
    [
        ("0.9.1 Facebook", "34 accounts", [("count", 34, "accounts", "facebook")]),
        ("0.9.1 Facebook", "117 Facebook accounts", [("count", 117, "accounts", "facebook")]),
        ("0.9.1 Facebook", "4,789 accounts", [("count", 4789, "accounts", "facebook")]),
        ("0.9.1 Facebook", "1 group", [("count", 1, "groups", "facebook")]),
        ("0.9.1 Facebook", "13 accounts and 5 Pages", [("count", 13, "accounts", "facebook"), ("count", 5, "pages", "facebook")]),
        ("0.9.2 Instagram", "12 Instagram accounts", [("count", 12, "accounts", "instagram")]),
        ("7.2.2 Followers", "About 1.9 million accounts followed one or more of these Pages", [("reach", 1_900_000, "accounts", "facebook")]),
        ("7.2.3 Members", "Around 25 users joined the Group", [("reach", 25, "accounts", "facebook")]),
        ("7.2.4 Followers", "No accounts followed these Instagram accounts.", [("reach", 0, "accounts", "instagram")]),
        ("7.2.4 Followers", "about 1,800 accounts followed", [("reach", 1800, "accounts", "instagram")]),
    ],
)  # fmt: skip
def test_numbers_are_what_a_list_states(
    tmp_path: Path, procedure: str, indicator: str, expected: list[tuple[object, ...]]
) -> None:
    outcomes = kill_chain(tmp_path, procedure, indicator)
    found = [
        tuple(n.properties.get(p) for p in ("kind", "count", "unit", "platform")) for n in nodes(outcomes, "Statement")
    ]
    assert found == expected
    assert listed(outcomes) == []


@pytest.mark.parametrize(
    "header",
    [
        "Tactic,Technique,Procedure,Indicator",
        "Tactic ,Technique,Procedure,Indicator",
        "Tactic,Technique,Procedure,Indicator,Comments",
        "Tactic,Technique,Procedure,Indicator,Commernts",
        "Tactic,Technique,Procedure,Indicator,Note",
        "Tactic ,Technique,Procedure,Indicator,Notes",
        "\ufeffTACTIC,technique,Procedure ,Indicator,Unknown column",
    ],
)
@pytest.mark.parametrize("separator", [",", "\t"])
def test_every_header_is_known_as_csv_and_tsv(tmp_path: Path, header: str, separator: str) -> None:
    row = f"{ACQUIRING}0.9.4 Acquiring X accounts,https://twitter[.]com/someone"
    text = "\r\n".join(line.replace(",", separator) for line in (header, row, ",,,", ""))
    path = written(tmp_path, text)
    assert Meta().recognise(sample(path))
    outcomes = read(path)
    assert [type(o) for o in outcomes] == [Row, Blank]
    assert [o.location for o in outcomes] == ["2", "3"]
    assert listed(outcomes) == [("Account/x:@someone", "asset")]


def test_notes_of_headlines_are_translations_and_other_comments_statements(tmp_path: Path) -> None:
    title = kill_chain(tmp_path, "6.1.3 Blogs", "如何看待", "How do you see it")
    assert [n.properties["translation"] for n in nodes(title, "Statement")] == ["How do you see it"]
    account = kill_chain(tmp_path, "0.9.8 Forums", "https://safechat[.]com/u/a", "Acquiring accounts")
    assert stated(account) == [("claim", None, "Acquiring accounts")]
    claim = kill_chain(tmp_path, "1.2.2 Posing", "Some posed", "as editors")
    assert stated(claim) == [("claim", None, "Some posed"), ("claim", None, "as editors")]


def test_registration_dates_and_targets_stand_on_the_domain(tmp_path: Path) -> None:
    comment = "Registration date: 9/5/2024, Country likely targeted: France"
    outcomes = kill_chain(tmp_path, "0.6.2 Domains", "lemonde[.]example", comment)
    (domain,) = nodes(outcomes, "Domain")
    assert domain.properties["registered_at"] == 1_725_494_400_000  # 5 September 2024
    assert domain.properties["target_countries"] == ("France",)
    assert stated(outcomes) == []
    wrong = kill_chain(tmp_path, "0.6.2 Domains", "lemonde[.]example", comment.replace("9/5", "13/5"))
    assert "registered_at" not in nodes(wrong, "Domain")[0].properties
    assert [note.reason for o in wrong if isinstance(o, Row) for note in o.notes] == ["bad_time"]


def test_a_row_without_indicator_states_its_procedure(tmp_path: Path) -> None:
    outcomes = kill_chain(tmp_path, "5.4.1 Copying articles", "")
    assert stated(outcomes) == [("claim", None, "5.4.1 Copying articles")]


def test_the_same_words_about_two_networks_are_two_statements(tmp_path: Path) -> None:
    row = f"{HEAD}{ACQUIRING}0.9.1 Acquiring Facebook assets,9 accounts\r\n{ACQUIRING}0.9.2 Instagram,9 accounts\r\n"
    keys = {
        n.key
        for number in (1, 2)
        for n in nodes(read(written(tmp_path, row, f"Q1 2023 Utopia-based network {number}.csv")), "Statement")
    }
    assert len(keys) == 4


def test_a_twin_that_breaks_lines_elsewhere_gives_the_same_records(tmp_path: Path) -> None:
    csv = written(tmp_path, f'{HEAD}{ACQUIRING}0.9.1 Facebook,"12 accounts"\r\n1. D,1.2 P,1.2.7 B,"One\nbyline\n"\r\n', "Q1_2023 Utopia-based_CIB network_1.csv")  # fmt: skip
    tsv = written(tmp_path, "Tactic\tTechnique\tProcedure\tIndicator\n0\t0.9\t0.9.1 Facebook\t12 accounts\n1\t1.2 P\t1.2.7 B\tOne byline \n", "Q1 2023 UTOPIA_BASED network #1 .tsv")  # fmt: skip

    def keys(path: Path) -> set[str]:
        return {str(r.ref) for r in records(read(path)) if isinstance(r, Node)}

    assert keys(csv) == keys(tsv)


def test_typed_rows_by_type_and_comment(tmp_path: Path) -> None:
    rows = [
        "domain_name,bild.pics,Germany-targeting CIB domain,2022-09-27",
        "domain_name,rrn.world,Multiple-targeting CIB domain,2022-09-27",
        "cib_url,https://www.petice[.]com/p,China: CIB Petition,2022-09-27",
        "cib_url,https://marc-foreman.livejournal.com/,CIB URL,2022-09-27",
        "telegram_url,https://t.me/via_napoli,CIB Telegram URL,2022-09-27",
        "telegram_url,https://t.me/news_munchen/42,CIB Telegram URL,2022-09-27",
        "domain_name,c2.example,Command and control,2022-09-27",
        "android_package_name,com.spy.app,Malware,2022-09-27",
        "md5,d41d8cd98f00b204e9800998ecf8427e,Malware,2022-09-27",
    ]
    path = written(
        tmp_path, "\n".join(["indicator_type,indicator_value,comment,ds", *rows]), "2022_09_from_china_and_russia.csv"
    )
    outcomes = read(path)
    assert listed(outcomes) == [
        ("Domain/bild.pics", "asset"),
        ("Domain/rrn.world", "asset"),
        ("Url/https://www.petice.com/p", "content"),
        ("Account/livejournal:@marc-foreman", "asset"),
        ("Account/telegram:@via_napoli", "asset"),
        ("Url/https://t.me/news_munchen/42", "content"),
    ]
    assert [o.reason for o in outcomes if isinstance(o, Reject)] == ["out_of_scope"] * 3
    networks = {n.key: n.properties for n in nodes(outcomes, "Network")}
    assert set(networks) == {"Meta/2022-09 China-based network", "Meta/2022-09 Russia-based network"}
    assert networks["Meta/2022-09 Russia-based network"]["published_at"] == 1_664_236_800_000
    bild = next(n for n in nodes(outcomes, "Domain") if n.key == "bild.pics")
    assert bild.properties["target_countries"] == ("Germany",)
    with_malware = listed(read(path, include="malware"))
    assert with_malware[6:] == [
        ("Domain/c2.example", "asset"),
        ("Fingerprint/app:com.spy.app", "asset"),
        ("Fingerprint/md5:d41d8cd98f00b204e9800998ecf8427e", "asset"),
    ]


def test_a_typed_json_list_is_a_twin_of_its_csv(tmp_path: Path) -> None:
    entries = [
        {"indicator_type": "domain_name", "indicator_value": "bild.pics", "comment": "CIB domain", "ds": "2022-09-27"},
        {},
        "no entry",
    ]
    path = written(tmp_path, json.dumps(entries, indent=1), "list.json")
    assert Meta().recognise(sample(path))
    outcomes = read(path)
    assert [type(o) for o in outcomes] == [Row, Blank, Reject]
    assert listed(outcomes) == [("Domain/bild.pics", "asset")]


MARKDOWN = """# Indicators of Compromise: A Network

We disrupted a network that
ran on spite[.]example.

| Indicator Type | Indicator Value |
| :--- | :--- |
| Domain | `paper[.]example` |
| Social Media Account | `youtube[.]com/@Paper` |
| Proxy IP | `10.1.2[.]3` |
| URL | `https://paper[.]example/story` |
| Yacht | `Sea\\|Horse` |

- **Full report:** [here](TBD)
"""


def test_markdown_tables_and_prose(tmp_path: Path) -> None:
    path = written(tmp_path, MARKDOWN, "meta-h1-2026-utopia-based-cib-network.md")
    assert Meta().recognise(sample(path))
    outcomes = read(path)
    assert Counter(type(o) for o in outcomes) == {Row: 7, Blank: 3}
    assert [o.location for o in outcomes if isinstance(o, Row)][:2] == ["line 3", "line 8"]
    assert listed(outcomes) == [
        ("Domain/paper.example", "asset"),
        ("Account/youtube:@paper", "asset"),
        ("Fingerprint/ip:10.1.2.3", "asset"),
        ("Url/https://paper.example/story", "content"),
    ]
    assert [text for _, _, text in stated(outcomes)] == [
        "We disrupted a network that ran on spite[.]example.",
        "Sea|Horse",
        "- **Full report:** [here](TBD)",
    ]
    assert {n.key for n in nodes(outcomes, "Network")} == {"Meta/H1 2026 Utopia-based network"}


def test_the_analyst_names_network_and_publisher(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEAD}{ACQUIRING}0.9.4 X,x[.]com/a\r\n")
    outcomes = read(path, network=" Set  M ", publisher="Example Labs")
    assert {n.key for n in nodes(outcomes, "Network")} == {"Example Labs/Set M"}


def test_a_quote_that_swallows_rows_is_counted_with_what_is_lost(tmp_path: Path) -> None:
    text = (
        "indicator_type,indicator_value,comments,ds\ndomain_name,a.example,CIB domain,2024-01-01\n"
        'domain,b.example,"open,2024-01-01\ndomain,c.example,,2024-01-01\ndomain,d.example,closed",2024-01-01\n'
        'domain_name,e.example,"CIB\ndomain",2024-01-01\n'
    )

    outcomes = read(written(tmp_path, text))

    assert [(type(o), o.location) for o in outcomes] == [(Row, "2"), (Reject, "3"), (Row, "4")]
    reject = outcomes[1]
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.column) == ("rows_in_a_cell", "comments")
    assert "closes 2 lines further on" in reject.mend


def test_a_quote_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    text = (
        'indicator_type,indicator_value,comments,ds\ndomain,a.example,"open,2024-01-01\ndomain,c.example,,2024-01-01\n'
    )

    with pytest.raises(LoadError, match="row 2 opens a quotation mark that is never closed"):
        read(written(tmp_path, text))


def test_gzip_and_odd_rows(tmp_path: Path) -> None:
    text = f"{HEAD}{ACQUIRING}0.9.4 X,x[.]com/a,,beyond\r\n{ACQUIRING}0.9.4 X\r\n\r\n"
    outcomes = read(written(tmp_path, gzip.compress(text.encode())))
    assert [(type(o), o.location) for o in outcomes] == [(Reject, "2"), (Row, "3"), (Blank, "4")]
    reject = outcomes[0]
    assert isinstance(reject, Reject)
    assert (reject.reason, reject.value, reject.column) == ("too_many_cells", "beyond", "column 5")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD.encode() + b"a,b,0.9.4,x[.]com/\xff\r\n", "byte 56 is not UTF-8"),
        (HEAD.encode() + b'a,b,0.9.4,"' + b"x" * 200_000, "row 2 cannot be read (field larger than field limit"),
        (b'[{"indicator_type": "md5", "a": ' + b"[" * 5_000, "not valid JSON"),
        (b'[{"indicator_type": "md5"', "not valid JSON"),
        (b"something,else\n1,2\n", "no list of indicators"),
    ],
)
def test_bad_files_are_one_clear_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = written(tmp_path, content, "list.csv")
    with pytest.raises(LoadError) as caught:
        read(path)
    assert said in str(caught.value)
    assert "list.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)> '}) DETACH DELETE n //"
    outcomes = kill_chain(tmp_path, "9.1.1 Persona", hostile)
    assert stated(outcomes) == [("persona", None, hostile)]
    long_runs = ["a-" * 60_000, "[ " * 60_000, "# " * 60_000, "9 " * 60_000, " and A" * 20_000 + "-targeting"]
    for procedure in ("0.9.1 C", "0.6.2 D", "7.3.1 H", "0.2.1 M", "6.1.3 T"):
        for value in long_runs:
            assert len(kill_chain(tmp_path, procedure, value)) == 1
            assert len(kill_chain(tmp_path, procedure, "x[.]example", value)) == 1
