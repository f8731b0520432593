/*
id = "same-file"
question = "Which pictures, videos or other files did several accounts post themselves?"
category = "content"
does_not_prove = "That the accounts are run together or made the file: pictures are copied from the web, and stock pictures are sold to everybody."
false_positives = [
  "Stock and press pictures, memes, logos and stickers.",
  "Accounts of one newsroom or association that share a picture library.",
]
references = [
  "DISARM T0084 Reuse Existing Content",
  "https://github.com/facebook/ThreatExchange (matching by hash)",
]

[parameters.min_accounts]
type = "integer"
default = 2
minimum = 2
maximum = 1000
help = "fewest accounts that posted the file"

[parameters.max_sharers]
type = "integer"
default = 50
minimum = 2
maximum = 5000
help = "files that more accounts posted are left out: they tie nobody to anybody"

[parameters.min_information]
type = "float"
default = 3.0
minimum = 0.0
maximum = 40.0
help = "bits: how telling a file must be; 3 bits are one account in eight (below is common), 10 bits one in a thousand of all that post files"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
file = "Media"
accounts = "Account"
*/
MATCH (m:Media)
WHERE m.sharers >= 2 AND m.sharers <= $max_sharers AND m.information >= $min_information
  // a tune is not a file of the account's own
  AND coalesce(m.kind, '') <> 'audio'
MATCH (m)<-[:HAS_MEDIA]-(p:Post)<-[:POSTED]-(a:Account)
OPTIONAL MATCH (a)-[:SAME_AS]->(same:Account)
WITH m, p, a, coalesce(min(same.id), a.id) AS account
WITH m, account, p.platform AS platform, count(DISTINCT p.id) AS posts, min(p.created_at) AS first_at, max(p.created_at) AS last_at
ORDER BY platform, account
WITH m, collect(DISTINCT account) AS accounts, collect(DISTINCT platform) AS platforms, sum(posts) AS posts,
     min(first_at) AS first_at, max(last_at) AS last_at
WHERE size(accounts) >= $min_accounts
RETURN m.id AS file, coalesce(m.kind, 'file') AS kind, size(accounts) AS n_accounts, platforms, posts, first_at, last_at,
       m.sharers AS sharers, round(m.information, 2) AS information, accounts,
       toString(size(accounts)) + ' accounts posted '
         + CASE WHEN m.id STARTS WITH 'sha256:' THEN 'a file with the same bytes' ELSE 'the same upload of the platform' END
         + coalesce(' (' + m.file_name + ')', '') + ' in ' + toString(posts) + ' posts' AS because,
       'a shared file, not a shared hand; re-cut or re-compressed copies are not found by this query' AS caveat
ORDER BY m.information * (size(accounts) - 1) DESC, n_accounts DESC, file
LIMIT $limit
