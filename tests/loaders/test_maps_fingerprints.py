"""Site fingerprints of Information Laundromat: whose they are, what of a value is the value, what links nothing."""

import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest

from loaders.mapping.wallets import is_wallet
from tests.loaders.conftest import Read

HEADER = "indicator_type,indicator_content,domain_name"
CERTIFICATE = b"\x30\x82 bytes of a certificate"
PEM = f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(CERTIFICATE).decode()}-----END CERTIFICATE-----\n"


def cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def test_rows_without_domain_belong_to_the_next_suffix_row(read: Read) -> None:
    rows = [
        HEADER, "ip,203.0.113.7,", "subnet,203.0.113,", "ga_id,UA-14540629-1,one.example", "domain_suffix,one.example,one.example",
        "ip,198.51.100.9,", "domain_suffix,example,two.example", "domain,two,two.example",
    ]  # fmt: skip
    found = read("\r\r\n".join(rows) + "\r\r\n")
    assert found.edges("HAS_FINGERPRINT") == [
        ("one.example", "ip:203.0.113.7"), ("one.example", "subnet:203.0.113"), ("one.example", "ga_id:UA-14540629"),
        ("two.example", "ip:198.51.100.9"), ("two.example", "domain:two"),
    ]  # fmt: skip
    assert found.rejects == []
    assert len(found.blanks) == 8
    assert len(found.locations) == 7 + 8
    assert found.nodes("Fingerprint")["ip:203.0.113.7"] == {"kind": "ip", "value": "203.0.113.7", "tier": 1}


UNSURE = [
    # the first site's suffix row is lacking: its address must not go to the second site
    (
        ["ip,203.0.113.7,", "ga_id,UA-14540629,one.example", "ip,203.0.113.8,", "domain_suffix,example,two.example"],
        ["2"],
    ),
    (["ip,203.0.113.7,", "ga_id,UA-14540629,one.example", "domain_suffix,example,two.example"], ["2"]),
    (["ga_id,UA-14540629,one.example", "ip,203.0.113.7,"], ["3"]),
]


@pytest.mark.parametrize(("rows", "refused"), UNSURE)
def test_rows_whose_site_is_not_sure_are_refused(read: Read, rows: list[str], refused: list[str]) -> None:
    found = read([HEADER, *rows])
    assert [(r.location, r.reason, r.column) for r in found.rejects] == [
        (one, "no_domain", "domain_name") for one in refused
    ]
    assert not any(end == "ip:203.0.113.7" for _, end in found.edges("HAS_FINGERPRINT"))
    assert len(found.locations) == len(rows)


def digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


VALUES = [
    ("ip", "203[.]0[.]113[.]7", "ip:203.0.113.7", 1, None),
    ("1-ip", "2001:DB8::1", "ip:2001:db8::1", 1, 1),
    ("subnet", "203.0.113", "subnet:203.0.113", 2, None),
    ("ga_id", "UA-14540629-12", "ga_id:UA-14540629", 1, None),
    ("1-ga_id", "ua-14540629", "ga_id:UA-14540629", 1, 1),
    ("ga_tag_id", "gtm-AB12CD", "ga_tag_id:GTM-AB12CD", 1, None),
    ("yandex_tag_id", "ym(10970266", "yandex_tag_id:10970266", 1, None),
    ("cert-domain", " *.One.example", "cert-domain:one.example", 1, None),
    ("cdn-domain", " cdn.fast.example", "cdn-domain:cdn.fast.example", 2, None),
    ("3-meta_social", "twitter:site|@Strateg_Culture", "meta_social:twitter:site|@strateg_culture", 1, 3),
    ("verification_id", "Google-Site-Verification| aBc", "verification_id:google-site-verification|aBc", 1, None),
    ("meta_generic", "generator|WordPress  6.0", "meta_generic:generator|WordPress 6.0", 2, None),
    ("css-class", "{'row', 'btn'}", "css-class:" + digest("btn\nrow"), 3, None),
    ("3-css_classes", "{'btn', 'row'}", "css-class:" + digest("btn\nrow"), 3, 3),
    ("uuid", "123E4567-e89b-12d3-a456-426614174000", "uuid:123e4567-e89b-12d3-a456-426614174000", 3, None),
    ("image-phash", "D1C48F0F0F3F3F00", "image-phash:d1c48f0f0f3f3f00", 3, None),
    ("dom_tree", "<html>\n <p>", "dom_tree:" + digest("<html> <p>"), 3, None),
    ("certificate", PEM, "certificate:" + hashlib.sha256(CERTIFICATE).hexdigest(), 1, None),
    ("certificate", "AB:" * 31 + "AB", "certificate:" + "ab" * 32, 1, None),
    (
        "crypto-wallet",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "crypto-wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        1,
        None,
    ),
    ("4-sitemap_entries", "x" * 300, "sitemap_entries:" + digest("x" * 300), None, 4),
    ("domain", "one", "domain:one", 0, None),
]


@pytest.mark.parametrize(("kind", "value", "key", "tier", "tool_tier"), VALUES)
def test_values(read: Read, kind: str, value: str, key: str, tier: int | None, tool_tier: int | None) -> None:
    found = read(f"{HEADER}\n{kind},{cell(value)},one.example\n")
    assert found.edges("HAS_FINGERPRINT") == [("one.example", key)]
    print_ = found.nodes("Fingerprint")[key]
    assert (print_.get("tier"), print_.get("tool_tier"), print_["value"]) == (tier, tool_tier, key.partition(":")[2])


NOTHING = [("domain_suffix", "one.example"), ("domain", "one.example"), ("domain_suffix", "example")]


@pytest.mark.parametrize(("kind", "value"), NOTHING)
def test_what_only_names_the_site_makes_no_fingerprint(read: Read, kind: str, value: str) -> None:
    found = read(f"{HEADER}\n{kind},{value},one.example\n")
    assert (list(found.nodes("Domain")), found.nodes("Fingerprint"), len(found.rows)) == (["one.example"], {}, 1)


REJECTS = [
    ("crypto-wallet", "d41d8cd98f00b204e9800998ecf8427e", "no_wallet"),
    ("crypto-wallet", "375wuzp8HNPTkpR2WM5CxzsGyKk", "no_wallet"),
    ("cdn-domain", "", "no_value"),
    ("verification_id", "google|", "no_value"),
    ("css-class", "{}", "no_value"),
    ("ip", "10.0.0.1", "private_ip"),
    ("ip", "127.0.0.1", "private_ip"),
    ("ip", "one", "bad_ip"),
    ("subnet", "203.0", "bad_subnet"),
    ("subnet", "192.168.1", "private_ip"),
    ("ga_id", "UA-XXXXX-Y", "bad_id"),
    ("ga_id", "UA-12345678-1", "placeholder"),
    ("ga_id", "UA-000000-1", "placeholder"),
    ("ga_tag_id", "GTM-XXXX", "placeholder"),
    ("yandex_tag_id", "ym(", "bad_id"),
    ("uuid", "00000000-0000-0000-0000-000000000000", "placeholder"),
    ("uuid", "x", "bad_id"),
    ("image-phash", "zz", "bad_hash"),
    ("certificate", "-----BEGIN CERTIFICATE-----\nMIIF", "bad_certificate"),
    ("certificate", "-----BEGIN CERTIFICATE-----" * 30_000, "bad_certificate"),
    ("whois", "{", "bad_whois"),
    ("whois", "[]", "bad_whois"),
    ("whois", "[" * 100_000, "bad_whois"),
    ("1-whois_emails", "ann@one.example", "private_data"),
    ("1-whois_org", "REDACTED FOR PRIVACY", "redacted"),
    ("<b>", "x", "bad_type"),
    ("", "x", "no_type"),
]


@pytest.mark.parametrize(("kind", "value", "reason"), REJECTS)
def test_rejects(read: Read, kind: str, value: str, reason: str) -> None:
    found = read(f"{HEADER}\n{kind},{cell(value)},one.example\n")
    assert [(r.location, r.reason) for r in found.rejects] == [("2", reason)]
    assert found.rejects[0].mend
    assert len(found.rejects[0].value) <= 501


@pytest.mark.parametrize(("domain", "reason"), [("http://[", "bad_domain"), ("s3.amazonaws.com", "bad_domain")])
def test_bad_domains(read: Read, domain: str, reason: str) -> None:
    found = read(f"{HEADER}\nga_id,UA-14540629,{domain}\n")
    assert [r.reason for r in found.rejects] == [reason]


def test_private_values_are_not_even_in_the_reject(read: Read) -> None:
    found = read(f"{HEADER}\n1-whois_name,Ann Bo,one.example\n")
    assert "Ann" not in str(found.rejects)


WHOIS = {
    "domain_name": "one.example",
    "registrar": "Registry One",
    "creation_date": ["2014-08-08 08:43:01", "2014-08-07"],
    "name_servers": ["NS2.Host.example", "ns1.host.example 203.0.113.1"],
    "emails": "ann@one.example",
    "name": "Ann Bo",
    "address": "5 River Street",
    "city": "REDACTED FOR PRIVACY",
}


def whois(read: Read, **change: object) -> tuple[dict[str, object], list[str], str]:
    found = read(f"{HEADER}\nwhois,{cell(json.dumps({**WHOIS, **change}))},one.example\n")
    prints = sorted(end for _, end in found.edges("HAS_FINGERPRINT"))
    return dict(found.nodes("Domain")["one.example"]), prints, str(found.rows)


def test_whois_gives_registrar_date_and_servers_and_no_person(read: Read) -> None:
    domain, prints, everything = whois(read, org="Inforos Co., Ltd")
    assert domain["registrar"] == "Registry One"
    assert domain["registered_at"] == int(datetime(2014, 8, 7, tzinfo=UTC).timestamp() * 1000)
    assert prints == ["name_server:ns1.host.example", "name_server:ns2.host.example", "whois_org:Inforos Co., Ltd"]
    assert "Ann" not in everything
    assert "ann@" not in everything
    assert "River Street" not in everything


@pytest.mark.parametrize(
    "org", ["REDACTED FOR PRIVACY", "Privacy protection service - whoisproxy.ru", None, {"name": "Ann"}]
)
def test_hidden_registrants_are_nobody(read: Read, org: object) -> None:
    assert not any(one.startswith("whois_org") for one in whois(read, org=org)[1])


def test_an_empty_whois_says_nothing_of_the_domain(read: Read) -> None:
    domain, prints, _ = whois(read, **dict.fromkeys(WHOIS))
    assert (domain, prints) == ({"shared_service": False}, [])


def test_the_certificate_itself_is_not_kept(read: Read) -> None:
    found = read(f"{HEADER}\ncertificate,{cell(PEM)},one.example\n")
    assert "BEGIN" not in str(found.rows)


WALLETS = [
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", True),
    ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", True),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", True),
    ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", True),
    ("0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe", True),
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", False),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", False),
    ("de0b295669a9fd93d5f28d9ec85e40f4cb697bae", False),
    ("0x0000000000000000000000000000000000000000", False),
    ("375wuzp8HNPTkpR2WM5CxzsGyKk", False),
]


@pytest.mark.parametrize(("text", "is_one"), WALLETS)
def test_wallets_are_told_from_hashes(text: str, is_one: bool) -> None:
    assert is_wallet(text) is is_one
