/*
id = "rare-domain"
question = "Which rarely linked websites do several accounts link to?"
category = "links"
does_not_prove = "That the accounts own the website or are run together: a small site has readers, and readers share it."
false_positives = [
  "A local paper, club or shop with a loyal readership.",
  "A website that is rare only because little data was loaded.",
]
references = ["DISARM T0049.007 Inauthentic Sites Amplify News and Narratives"]

[parameters.min_accounts]
type = "integer"
default = 3
minimum = 2
maximum = 1000
help = "fewest accounts that linked to the website"

[parameters.max_sharers]
type = "integer"
default = 50
minimum = 2
maximum = 5000
help = "websites that more accounts linked to are left out: they tie nobody to anybody"

[parameters.min_information]
type = "float"
default = 3.0
minimum = 0.0
maximum = 40.0
help = "bits: how telling a website must be; 3 bits are one account in eight (below is common), 10 bits one in a thousand of all that post links"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
domain = "Domain"
accounts = "Account"
*/
MATCH (d:Domain)
WHERE d.sharers >= 2 AND d.sharers <= $max_sharers AND d.information >= $min_information
  // shorteners, platforms and shared hosts are nobody's own
  AND NOT coalesce(d.shared_service, false)
MATCH (d)<-[:ON_DOMAIN]-(u:Url)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(a:Account)
WHERE NOT coalesce(u.shortened, false)
OPTIONAL MATCH (a)-[:SAME_AS]->(same:Account)
WITH d, u, p, a, coalesce(min(same.id), a.id) AS account
WITH d, account, p.platform AS platform, collect(DISTINCT u.id) AS pages, count(DISTINCT p.id) AS posts,
     min(p.created_at) AS first_at, max(p.created_at) AS last_at
ORDER BY platform, account
WITH d, collect(DISTINCT account) AS accounts, collect(DISTINCT platform) AS platforms, collect(pages) AS pages,
     sum(posts) AS posts, min(first_at) AS first_at, max(last_at) AS last_at
WHERE size(accounts) >= $min_accounts
UNWIND pages AS own
UNWIND own AS page
WITH d, accounts, platforms, posts, first_at, last_at, count(DISTINCT page) AS pages
RETURN d.id AS domain, size(accounts) AS n_accounts, platforms, pages, posts, first_at, last_at, d.sharers AS sharers,
       round(d.information, 2) AS information, accounts,
       toString(size(accounts)) + ' accounts linked to ' + toString(pages)
         + CASE pages WHEN 1 THEN ' page' ELSE ' pages' END + ' of ' + d.id + ' in ' + toString(posts)
         + ' posts' AS because,
       'a shared interest in a website, not its ownership; rare is meant among what was loaded' AS caveat
ORDER BY d.information * (size(accounts) - 1) DESC, n_accounts DESC, domain
LIMIT $limit
