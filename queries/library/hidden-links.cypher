/*
id = "hidden-links"
question = "Which accounts hide behind a link shortener where their links lead, and how much of what they link is that?"
category = "infrastructure"
does_not_prove = "That there is something to hide: shorteners count clicks, fit where space is short, and newsrooms and shops use them all day. Nothing is resolved here; where a link leads is not known."
false_positives = [
  "A publisher or shop that measures its own links.",
  "Software that shortens every link unasked.",
  "Old habits from when links counted towards the length of a post.",
]
references = [
  "DISARM T0153.003 Shortened Link Asset, T0149.004 Redirecting Domain Asset",
  "Meta Online Operations Kill Chain 5.2.1 (using link-shortening services)",
]

[parameters.set]
type = "set"
default = ""
help = "only accounts of this set, or network:PUBLISHER/NAME; empty for all"

[parameters.min_links]
type = "integer"
default = 3
minimum = 1
maximum = 10000
help = "fewest different shortened links of an account"

[parameters.min_share]
type = "float"
default = 0.0
minimum = 0.0
maximum = 1.0
help = "smallest share of shortened links among all different links of an account"

[parameters.max_sharers]
type = "integer"
default = 50
minimum = 1
maximum = 1000
help = "shortened links that more accounts shared are left out: they went round"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
account = "Account"
some_links = "Url"
*/
MATCH (u:Url)
WHERE u.shortened AND coalesce(u.sharers, 1) <= $max_sharers
MATCH (u)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(a:Account)
WHERE $set IS NULL OR a.id IN $set
OPTIONAL MATCH (a)-[:SAME_AS]->(same:Account)
WITH a.id AS own, min(same.id) AS same, u.id AS link, u.host AS host, coalesce(u.sharers, 1) AS sharers, p.id AS post, p.created_at AS at
WITH coalesce(same, own) AS account, link, host, sharers, post, at
ORDER BY host, link
WITH account, collect(DISTINCT link) AS links, collect(DISTINCT host) AS hosts, count(DISTINCT post) AS posts, min(at) AS first_at,
     max(at) AS last_at, count(DISTINCT CASE WHEN sharers > 1 THEN link END) AS shared_links
WHERE size(links) >= $min_links
MATCH (a:Account {id: account})-[:POSTED]->(:Post)-[:LINKS_TO]->(every:Url)
WITH a, account, links, hosts, posts, first_at, last_at, shared_links, count(DISTINCT every.id) AS all_links
WITH a, account, links, hosts, posts, first_at, last_at, shared_links, all_links, toFloat(size(links)) / all_links AS share
WHERE share >= $min_share
RETURN account, a.handle AS handle, a.platform AS platform, size(links) AS shortened_links, posts, all_links, round(share, 3) AS share, hosts,
       shared_links, first_at, last_at, links[..5] AS some_links,
       toString(size(links)) + ' of ' + toString(all_links) + ' different links of this account go through '
         + reduce(told = '', h IN hosts | told + CASE told WHEN '' THEN '' ELSE ', ' END + h)
         + ', in ' + toString(posts) + CASE posts WHEN 1 THEN ' post' ELSE ' posts' END
         + CASE shared_links WHEN 0 THEN '; nobody else shared one of them' ELSE '; others shared ' + toString(shared_links) + ' of them' END AS because,
       'a common shortener is a service for everybody and ties nobody to anybody; where the links lead is not known here' AS caveat
ORDER BY share DESC, shortened_links DESC, account
LIMIT $limit
