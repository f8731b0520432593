"""Maps that are wrong are refused with field, value and mend; those that ship are right."""

import tomllib
from pathlib import Path

import pytest

import loaders
from loaders.base import LoadError, Options, Sample
from loaders.mapped_csv import MappedCsv, shipped_maps
from loaders.mapping.model import KINDS, MapError
from loaders.mapping.recognition import map_for
from loaders.mapping.toml import table_map
from tests.loaders.conftest import Read

BASE = '[platform]\nvalue = "x"\n[post]\nid = "id"\n'
WRONG = [
    ("", r"post: missing; add a section \[post\]"),
    ('kind = "people"', r"kind: 'people' is unknown; use one of posts, handles, fingerprints, statements"),
    ('[post]\nid = "id"', r"platform: missing; say \[platform\] value = \"x\""),
    ('[platform]\nvalue = "x"\n[post]\ntext = "t"', r"post\.id: missing; name the column of the post id"),
    ('[platform]\nvalue = "x"\n[post]\nid_from_url = true', r"post\.id: missing"),
    (BASE + 'titel = "t"', r"post\.titel: unknown target with value 't'; did you mean title\?"),
    (BASE + "[extras]\na = 1", r"extras: unknown target"),
    (BASE + "text = 5", r"post\.text: 5 is not a column name or a list of them"),
    (BASE + 'text = ["a", ""]', r"post\.text: \['a', ''\] is not a column name"),
    (BASE + 'id_from_url = "yes"', r"post\.id_from_url: 'yes' is not true or false; correct it, or leave it out$"),
    (BASE + 'url_from_id = "https://a.example/"', r"post\.url_from_id: .* needs \{id\} once"),
    (BASE + 'derive = ["links"]', r"derive: 'links' is unknown; use one of urls, hashtags, mentions"),
    (BASE + 'constant_kind = "tweet"', r"constant_kind: 'tweet' is unknown"),
    (BASE + '[object]\nas = "url"', r"object\.column: missing; name the column that holds it"),
    (BASE + '[object]\ncolumn = "o"\nas = "tweet"', r"object\.as: 'tweet' is unknown; use one of post, url"),
    (BASE + '[counts]\nloves = "l"', r"counts\.loves: unknown target"),
    (BASE + '[counts]\nlikes = "l"\nzero_is_missing = ["views"]', r"zero_is_missing: 'views' is not among the counts"),
    (BASE + '[lists]\nlinks = "l"', r"lists\.links: unknown target"),
    (BASE + '[lists.urls]\nsplit = ","', r"lists\.urls\.column: missing"),
    (BASE + '[account]\nname = "n"', r"account\.id: missing; name the column of the account's id, or handle"),
    (BASE + '[account]\nid = "a"\nat_posting = ["followers"]', r"at_posting: 'followers' is not among"),
    (BASE + "account = 5", r"post\.account: unknown target"),
    ("account = 5\n" + BASE, r"account: 5 is not a section \[account\]"),
    (BASE + '[surface]\nname = "n"', r"surface\.id: missing"),
    (BASE + '[[media]]\nkind = "video"', r"media\.id: missing"),
    (BASE + '[[time]]\nformat = "iso"', r"time\.column: missing"),
    (
        BASE + '[time]\ncolumn = "t"\nformat = "rfc"',
        r"time\.format: 'rfc' is unknown; use unix, unix_ms, iso or a pattern",
    ),
    (
        BASE + '[time]\ncolumn = "t"\nzone = "CET"',
        r"time\.zone: 'CET' is unknown; use utc, unknown, in-value or an offset",
    ),
    (BASE + '[time]\ncolumn = "t"\norigin = "mine"', r"time\.origin: 'mine' is unknown"),
    (BASE + '[time]\ncolumn = "t"\nprecision = "hour"', r"time\.precision: 'hour' is unknown"),
    (
        BASE + '[time]\ncolumn = "t"\nzone = "in-value"\nzones = { EST = "-5" }',
        r"time\.zones: .* is not abbreviation and hours from UTC; write it like \{ EST = -5 \}$",
    ),
    (
        '[platform]\nprefixes = { fb = 1 }\n[post]\nid = "id"',
        r"platform\.prefixes: \{'fb': 1\} is not prefix and platform",
    ),
    (
        BASE + '[table]\nseparator = "ab"',
        r"table\.separator: 'ab' is not one character; write it like separator = \";\"$",
    ),
    (BASE + '[table]\nescape = ""', r"table\.escape: '' is not one character; write it like escape = \"\\\\\"$"),
    (BASE + '[table]\nquote = "ab"', r"table\.quote: 'ab' is not one character or none"),
    (BASE + '[recognise]\nany_of = ["a"]', r"recognise\.any_of: \['a'\] is not a list of lists"),
    ('missing = "x"\n' + BASE, r"missing: 'x' is not a list of texts"),
    ('kind = "fingerprints"', r"fingerprints: missing; add a section"),
    ('kind = "fingerprints"\n[fingerprints]\ntype = "t"\ncontent = "c"', r"fingerprints\.domain: missing"),
    ('kind = "statements"\n[statements]\nsource = "s"', r"statements\.text: missing"),
    ('kind = "handles"\n[post]\nid = "id"', r"post: unknown target"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_wrong_maps(read: Read, text: str, message: str) -> None:
    given = tomllib.loads(text)
    with pytest.raises(MapError, match=message):
        table_map(given)
    with pytest.raises(LoadError, match=rf"table\.csv: map given: .*{message}") as refused:
        read("id,text\n1,a\n", given)
    assert "\n" not in str(refused.value)


def test_every_shipped_map_is_right_and_named_as_its_file() -> None:
    files = {path.stem for path in (Path(loaders.__file__).parent / "maps").glob("*.toml")}
    assert set(shipped_maps()) == files
    assert {one.kind for one in shipped_maps().values()} == set(KINDS)
    assert all(one.title for one in shipped_maps().values())


def test_a_shipped_map_knows_its_own_columns_and_no_other_does() -> None:
    for name, table in shipped_maps().items():
        if not table.recognise.columns:
            continue
        header = ",".join(f'"{column.title()}"' for column in table.recognise.columns)
        found = map_for(Sample("x", f"{header}\n1\n".encode(), complete=True), shipped_maps())
        assert found is not None
        assert found.name == name


UNKNOWN = [
    b"",
    b"\n",
    b"a,b\n1,2\n",
    b'{"id": 1}\n',
    b"\x00\x01\x02",
    b"indicator_type,indicator_value,comment,ds\n",
    b"," * 300_000,
]


@pytest.mark.parametrize("head", UNKNOWN)
def test_other_content_is_not_known(head: bytes) -> None:
    assert not MappedCsv().recognise(Sample("x.csv", head, complete=True))


def test_an_unknown_table_asks_for_a_map(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(
        LoadError, match=r"t\.csv: no shipped map knows the table that begins 'a,b'; say how .* \(--map\)"
    ):
        list(MappedCsv().read(path, Options()))


def test_a_shipped_map_on_another_table_says_what_is_lacking(read: Read) -> None:
    with pytest.raises(
        LoadError, match=r"map 'coortweet': post\.id is read from 'content_id', which the table does not have"
    ):
        read("a,b\n1,2\n", "coortweet", platform="x")
