"""The codebook of the sample: topics by plain terms, and the same rule in plain Python."""

import re
import tomllib

CODEBOOK = """# Topics of the sample case. Terms are matched without regard to case; where a term begins or ends with a letter or digit
# of an alphabet it is matched at word boundaries there. Themes: from the report. Terms: invented for the sample.
version = 1

[topics.us_elections]
title = "US elections"
terms = [
  "midterm", "midterms", "ballot", "ballots", "voter", "voters", "Election Day", "Senate race", "polling station",
  "polling stations", "US election", "US elections", "2020 election",
  "中期选举", "美国选举", "选票",
  "elecciones de medio término", "votante", "votantes",
]
exclusions = ["Brazil", "Brazilian", "Taiwan", "Taiwanese", "Hong Kong election", "Bosnian", "巴西", "台湾", "香港选举", "Brasil"]
kinds = ["post", "reply"]
minimum_posts = 3

[topics.stolen_2020]
title = "claims that the 2020 election was stolen"
within = "us_elections"
terms = ["stole the 2020 election", "2020 election was stolen", "rigged in 2020"]
minimum_posts = 1

[topics.conspiracy]
title = "allusions to conspiracy theories"
within = "us_elections"
terms = ["deep state", "globalist", "globalists", "shadow government"]
minimum_posts = 1

[topics.street]
title = "calls to the street"
within = "us_elections"
terms = ["take to the streets", "rally outside", "flood the square"]
minimum_posts = 1

[topics.rare_earths]
title = "firms that mine and refine rare earths"
terms = ["Corvane Minerals", "Taldra Rare Earths", "Ostrel Resources", "Binnara Metals", "Hexmoor Mining", "科万矿业", "塔德拉稀土", "奥斯特资源", "宾纳拉金属"]
minimum_posts = 1
"""

_TOPICS = tomllib.loads(CODEBOOK)["topics"]
_ALPHABET = r"0-9A-Za-z\u00c0-\u024f\u0370-\u052f"


def _pattern(terms: list[str]) -> re.Pattern[str]:
    letter = re.compile(f"[{_ALPHABET}]")
    parts = []
    for term in terms:
        before = f"(?<![{_ALPHABET}_])" if letter.match(term[0]) else ""
        after = f"(?![{_ALPHABET}_])" if letter.match(term[-1]) else ""
        parts.append(f"{before}{re.escape(term)}{after}")
    return re.compile("|".join(parts), re.IGNORECASE)


_TERMS = {name: _pattern(topic["terms"]) for name, topic in _TOPICS.items()}
_EXCLUSIONS = _pattern(_TOPICS["us_elections"]["exclusions"])
SUBTOPICS = ("stolen_2020", "conspiracy", "street")


def says(topic: str, text: str) -> bool:
    """Whether a term of the topic stands in the text, exclusions not regarded."""
    return bool(_TERMS[topic].search(text))


def on_elections(text: str) -> bool:
    """Whether the text is on US elections by terms and exclusions."""
    return says("us_elections", text) and not _EXCLUSIONS.search(text)


def neutral(text: str) -> bool:
    """Whether no term of the election topics stands in the text."""
    return not any(says(topic, text) for topic in ("us_elections", *SUBTOPICS))
