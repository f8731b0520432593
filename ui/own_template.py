"""What a query of one's own begins with."""

import re

TEMPLATE = """/*
id = "busiest-on-a-link"
question = "Which accounts posted one link most often?"
category = "links"
does_not_prove = "That the account is automated or paid: a page is posted again when it is updated."
false_positives = ["The website's own account."]
references = ["where the idea comes from"]

[parameters.least]
type = "integer"
default = 3
minimum = 2
maximum = 1000
help = "fewest posts of the same link by one account"

[parameters.limit]
type = "integer"
default = 100
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
account = "Account"
link = "Url"
*/
MATCH (a:Account)-[:POSTED]->(p:Post)-[:LINKS_TO]->(u:Url)
WITH a.id AS account, u.id AS link, count(DISTINCT p.id) AS posts
WHERE posts >= $least
RETURN account, link, posts,
       account + ' posted this link ' + toString(posts) + ' times' AS because,
       'one account alone shows no acting together' AS caveat
ORDER BY posts DESC, account, link
LIMIT $limit
"""

_ID = re.compile(r"^(\s*id\s*=\s*[\"'])([^\"'\n]*)", re.MULTILINE)


def copied(text: str) -> str:
    """A query of the library under an id of one's own."""
    return _ID.sub(lambda found: f"{found.group(1)}my-{found.group(2)}", text, count=1)
