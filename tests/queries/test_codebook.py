import pytest
import regex

from graph.canonical.text import normal_text
from graph.connection import Graph
from queries.codebook import Codebook, parse_codebook
from queries.errors import QueryError
from queries.patterns import NEVER, whole_text

BOOK = """
version = 1

[topics.us_elections]
title = "US elections"
terms = [
  "midterms", "ballot", "Election Day", "don't vote", "C++", "#StopTheSteal", "U.S. election",
  "выборы", "ψήφος", "中期选举", "選挙", "2020 election", "back\\\\Eslash(.*)+$",
]
exclusions = ["Hong Kong election", "Brazil", "香港选举"]
minimum_posts = 3

[topics.stolen]
title = "claims that it was stolen"
within = "us_elections"
terms = ["stolen"]
kinds = ["post"]
"""

# text, on US elections, coded at all
TEXTS = [
    ("The MIDTERMS are near", True, True),
    ("ＭＩＤＴＥＲＭＳ in full width", True, True),
    ("midtermsx", False, False),
    ("x_midterms", False, False),
    ("émidterms", False, False),
    ("ballotine with duck", False, False),
    ("a ballot.", True, True),
    ("see https://midterms.example/ballot", False, False),
    ("thanks @midterms", False, False),
    ("日本のmidterms選び", True, True),
    ("на выборы!", True, True),
    ("НА ВЫБОРЫ", True, True),
    ("предвыборы", False, False),
    ("выборыx", False, False),
    ("Η ΨΉΦΟΣ μου", True, True),
    ("今天中期选举又开始了", True, True),
    ("アメリカの選挙だ", True, True),
    ("香港选举和中期选举", False, False),
    ("election  \n day", True, True),
    ("don’t vote", True, True),
    ("c++ rocks", True, True),
    ("#stopthesteal now", True, True),
    ("#stopthesteals", False, False),
    ("the U.S. Election", True, True),
    ("the u.s, election", False, False),
    ("2020 election", True, True),
    ("12020 election", False, False),
    ("back\\Eslash(.*)+$", True, True),
    ("backeslash", False, False),
    ("midterms and the Hong Kong election", False, False),
    ("midterms in BRAZIL", False, False),
    ("midterms in Brazilia", True, True),
    ("it was stolen", False, True),
    ("stolen from the midterms in Brazil", False, True),
    ("midterms" + " x" * 5_000, True, True),
]


@pytest.fixture
def book() -> Codebook:
    return parse_codebook(BOOK.encode())


@pytest.mark.parametrize(("text", "on_topic", "coded"), TEXTS)
def test_terms_and_exclusions_stand_at_the_borders_of_words(
    book: Codebook, text: str, on_topic: bool, coded: bool
) -> None:
    topic, normal = book.topic("us_elections"), normal_text(text)
    included = regex.fullmatch(topic.include, normal) is not None
    excluded = regex.fullmatch(topic.exclude, normal) is not None

    assert (included and not excluded) is on_topic
    assert (regex.fullmatch(book.coded, normal) is not None) is coded


def test_engines_read_the_patterns_as_we_do(graph: Graph, book: Codebook) -> None:
    topic = book.topic("us_elections")
    rows = graph.read(
        "UNWIND $texts AS text RETURN text =~ $include AND NOT text =~ $exclude AS on_topic, text =~ $coded AS coded",
        {
            "texts": [normal_text(text) for text, _, _ in TEXTS],
            "include": topic.include,
            "exclude": topic.exclude,
            "coded": book.coded,
        },
    )
    assert [(r["on_topic"], r["coded"]) for r in rows] == [(on_topic, coded) for _, on_topic, coded in TEXTS]


def test_hundreds_of_terms_stay_quick_on_thousands_of_texts(graph: Graph) -> None:
    pattern = whole_text(f"term number {number} of many" for number in range(400))
    rows = graph.read(
        "UNWIND range(1, 4000) AS n WITH $text + toString(n) AS text RETURN sum(CASE WHEN text =~ $pattern THEN 1 ELSE 0 END) AS n",
        {"text": "lorem ipsum dolor term number " * 10, "pattern": pattern},
        timeout_s=20,
    )
    assert rows == [{"n": 0}]


def test_no_terms_match_nothing() -> None:
    assert whole_text(()) == NEVER
    assert regex.fullmatch(NEVER, "") is None


def test_defaults_and_hash_are_kept(book: Codebook) -> None:
    topic = book.topic("stolen")
    assert (topic.minimum_posts, topic.kinds, topic.within, topic.exclude) == (1, ("post",), "us_elections", NEVER)
    assert book.topic("us_elections").kinds == ("post", "reply")
    assert len(book.sha256) == 64
    assert parse_codebook(BOOK.encode() + b"\n").sha256 != book.sha256


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version = 1", "version = 2", "codebook.toml: version is 2; write version = 1"),
        ("version = 1", "version = ", "codebook.toml: is not TOML in UTF-8"),
        ("version = 1", "version = " + "[" * 5_000, "codebook.toml: is not TOML in UTF-8"),
        ("version = 1", "version = 1\nauthor = 'x'", "field author is unknown"),
        ("[topics.us_elections]", "[topics.'US elections']", "topics.US elections is no table with a lower_snake_case name"),
        ('title = "US elections"', "", "topics.us_elections.title is missing"),
        ("minimum_posts = 3", "minimum_posts = 0", "topics.us_elections.minimum_posts is 0; write a whole number from 1"),
        ("minimum_posts = 3", "minimum = 3", "topics.us_elections.minimum is unknown; did you mean 'minimum_posts'?"),
        ('terms = ["stolen"]', "terms = []", "topics.stolen.terms is empty"),
        ('terms = ["stolen"]', "", "topics.stolen.terms is no list"),
        ('terms = ["stolen"]', 'terms = ["@name"]', "'@name' leaves nothing to match"),
        ('terms = ["stolen"]', f'terms = ["{"a" * 201}"]', "more than 200 characters"),
        ('kinds = ["post"]', 'kinds = ["posts"]', "names 'posts', which is unknown; did you mean 'post'?"),
        ('within = "us_elections"', 'within = "us_election"', "which is no other topic; did you mean 'us_elections'?"),
        ('within = "us_elections"', 'within = "stolen"', "which is no other topic"),
    ],
)  # fmt: skip
def test_a_wrong_codebook_is_told_with_field_and_mend(old: str, new: str, message: str) -> None:
    assert old in BOOK
    with pytest.raises(QueryError) as error:
        parse_codebook(BOOK.replace(old, new, 1).encode())
    assert message in str(error.value)


def test_a_topic_within_a_topic_within_a_topic_is_refused() -> None:
    deeper = BOOK + '\n[topics.deep]\ntitle = "deep"\nwithin = "stolen"\nterms = ["x"]\n'
    with pytest.raises(QueryError, match="itself stands within us_elections"):
        parse_codebook(deeper.encode())


def test_an_unknown_topic_names_the_one_that_was_meant(book: Codebook) -> None:
    with pytest.raises(QueryError, match=r"topic 'us_election': is not in codebook.toml; did you mean 'us_elections'"):
        book.topic("us_election")


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(QueryError, match="is not TOML in UTF-8"):
        parse_codebook(b"\xff\xfe\x00")
