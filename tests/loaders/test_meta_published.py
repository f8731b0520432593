"""What Meta published, as the files lie in the shared data: the numbers of the format's description come out."""

import re
from collections import Counter
from pathlib import Path

import pytest

from graph.records import Node, Record, Relationship
from loaders.base import Blank, Options, Outcome, Reject, Row
from loaders.meta import Meta
from loaders.opening import sample

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "meta-threat-research"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="Meta's published lists are not beside the project")

KILL_CHAIN = {
    "Q1_2023 China-based_CIB network_1.csv": (18, 5),
    "Q1_2023_China-based CIB network_2.csv": (45, 6),
    "Q2 2023 Türkiye-based CIB network 1.csv": (44, 5),
    "Q2_2023_Spamouflage_China_based_CIB_updated.csv": (528, 1),
    "Q3_2023_ China-based CIB network 1.csv": (27, 4),
    "Q3_2023_China-based_CIB_network_2.csv": (82, 4),
    "Q4_2023_China_based_CIB_network.csv": (15, 4),
    "Q1_2024_CHINA_BASED_CIB_NETWORK.csv": (14, 3),
    " Q4_2024 CHINA_BASED_CIB_NETWORK.csv": (21, 4),
    "Q1_2025_China-based CIB network.csv": (17, 3),
    "Q2_2024_RUSSIA-BASED CIB NETWORK #1 .csv": (17, 4),
    "Q2_2024_RUSSIA-BASED CIB NETWORK #2 .csv": (27, 3),
    "Q4-1_2026_GithubIOCs - H1_2026_CHINA_BASED_CIB_NETWORK.csv": (16, 4),
}
TYPED = "2022_09_removing_coordinated_inauthentic_behavior_from_china_and_russia.csv"
SPAMOUFLAGE = "Q2_2023_Spamouflage_China_based_CIB_updated.csv"
TWINS = ("Q4-1_2026_GithubIOCs - H1_2026_CHINA_BASED_CIB_NETWORK.csv", "meta-h1-2026-china-based-cib-network.md")


def outcomes(name: str) -> list[Outcome]:
    return list(Meta().read(FOLDER / name, Options()))


def rows(name: str) -> list[tuple[str, tuple[Record, ...]]]:
    return [(o.location, o.records) for o in outcomes(name) if isinstance(o, Row)]


def listed(name: str) -> list[Relationship]:
    return [
        record
        for _, records in rows(name)
        for record in records
        if isinstance(record, Relationship) and record.type == "LISTED_IN"
    ]


def nodes(name: str, label: str) -> dict[str, Node]:
    return {r.key: r for _, records in rows(name) for r in records if isinstance(r, Node) and r.label == label}


def test_every_list_is_recognised_by_its_content() -> None:
    found = {path.name for path in FOLDER.iterdir() if Meta().recognise(sample(path))}
    assert found == {*KILL_CHAIN, TYPED, TWINS[1], "Online_Operations_Killchain-TTPs.csv"}


@pytest.mark.parametrize("name", KILL_CHAIN)
def test_each_kill_chain_file_is_accounted_for(name: str) -> None:
    kinds = Counter(type(o) for o in outcomes(name))
    assert (kinds[Row], kinds[Blank]) == KILL_CHAIN[name]
    assert kinds[Reject] == 0


def test_all_kill_chain_files_together() -> None:
    assert sum(data for data, _ in KILL_CHAIN.values()) == 871
    assert sum(blank for _, blank in KILL_CHAIN.values()) == 50
    assert len(KILL_CHAIN) == 13


def test_the_typed_file() -> None:
    assert Counter(type(o) for o in outcomes(TYPED)) == {Row: 350}
    found = listed(TYPED)
    domains = [r for r in found if r.start.label == "Domain"]
    assert len(domains) == 313
    assert len({r.start for r in domains}) == 311
    assert len(found) == 350
    by_network = Counter(r.end.key for r in found)
    assert by_network == {"Meta/2022-09 China-based network": 2, "Meta/2022-09 Russia-based network": 348}
    assert "theguardian.co.com" in {r.start.key for r in domains}


def test_the_code_list_gives_nothing_and_counts_everything() -> None:
    found = outcomes("Online_Operations_Killchain-TTPs.csv")
    assert Counter(o.reason if isinstance(o, Reject) else type(o).__name__ for o in found) == {
        "code_list": 161,
        "Blank": 9,
    }


def test_127_rows_name_accounts_on_x() -> None:
    named = [r for name in KILL_CHAIN for r in listed(name) if re.match(r"0\.9\.4\b", str(r.properties["procedure"]))]
    assert len(named) == 127
    assert {r.start.key.partition(":")[0] for r in named} == {"x"}
    assert {r.properties["role"] for r in named} == {"asset"}


def test_the_twins_are_one_network_with_the_same_members() -> None:
    table, text = (listed(name) for name in TWINS)
    assert {(r.start, r.end, r.properties["role"]) for r in table} == {
        (r.start, r.end, r.properties["role"]) for r in text
    }
    assert Counter(r.start.label for r in text) == {"Domain": 4, "Account": 1}
    assert {r.end.key for r in text} == {"Meta/H1 2026 China-based network"}


def test_a_privacy_service_ties_nothing_together() -> None:
    keys = {str(r.ref) for name in KILL_CHAIN for _, records in rows(name) for r in records if isinstance(r, Node)}
    assert not [key for key in keys if "privacyprotect" in key]
    named = [
        node
        for name in KILL_CHAIN
        for node in nodes(name, "Statement").values()
        if "privacyprotect" in str(node.properties["text"])
    ]
    assert [(n.properties["kind"], n.properties["role"]) for n in named] == [("service", "service_abused")] * 2
    assert len({n.key for n in named}) == 2


def test_no_two_networks_have_a_member_or_a_statement_in_common() -> None:
    members: dict[str, set[str]] = {}
    statements: dict[str, set[str]] = {}
    for name in (*KILL_CHAIN, TYPED):
        for r in listed(name):
            members.setdefault(str(r.start), set()).add(r.end.key)
        for network in nodes(name, "Network"):
            for key in nodes(name, "Statement"):
                statements.setdefault(key, set()).add(network)
    assert {key for key, networks in members.items() if len(networks) > 1} == set()
    assert {key for key, networks in statements.items() if len(networks) > 1} == set()


def test_each_file_is_its_own_network() -> None:
    names = {name: set(nodes(name, "Network")) for name in KILL_CHAIN}
    assert all(len(found) == 1 for found in names.values())
    assert len(set.union(*names.values())) == 13
    assert names["Q2 2023 Türkiye-based CIB network 1.csv"] == {"Meta/Q2 2023 Türkiye-based network 1"}
    assert names["Q2_2024_RUSSIA-BASED CIB NETWORK #1 .csv"] == {"Meta/Q2 2024 Russia-based network 1"}
    assert names[" Q4_2024 CHINA_BASED_CIB_NETWORK.csv"] == {"Meta/Q4 2024 China-based network"}


def test_what_the_largest_file_names_and_states() -> None:
    found = listed(SPAMOUFLAGE)
    assert Counter((r.start.label, r.properties["role"]) for r in found) == {
        ("Account", "asset"): 236,
        ("Domain", "asset"): 2,
        ("Surface", "asset"): 2,
        ("Url", "content"): 10,
        ("Hashtag", "hashtag"): 3,
    }
    statements = nodes(SPAMOUFLAGE, "Statement").values()
    kinds = Counter(s.properties["kind"] for s in statements)
    assert kinds["title"] + 3 <= 273
    assert sum("translation" in s.properties for s in statements) > 100
    counts = {
        (s.properties["count"], s.properties["unit"], s.properties["platform"])
        for s in statements
        if s.properties["kind"] == "count"
    }
    assert counts == {
        (7_704, "accounts", "facebook"),
        (954, "pages", "facebook"),
        (15, "groups", "facebook"),
        (15, "accounts", "instagram"),
    }


def test_the_row_without_a_code_falls_back_to_its_technique() -> None:
    (found,) = [records for location, records in rows("Q3_2023_China-based_CIB_network_2.csv") if location == "77"]
    (statement,) = [r for r in found if isinstance(r, Node) and r.label == "Statement"]
    assert statement.properties["kind"] == "claim"
    assert statement.properties["procedure"] == "1.2 Posing as non-existent person"
