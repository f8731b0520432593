/*
id = "same-text"
question = "Which texts of some length did several accounts post word for word?"
category = "content"
does_not_prove = "That the accounts are run together: texts are copied from a wire service, a campaign page, a song or each other. An open campaign is coordinated without being inauthentic."
false_positives = [
  "Newsrooms that print one wire text.",
  "Members of an advocacy group who post the text that the group gave them.",
  "Share buttons that fill in a text; quotations, prayers, lyrics.",
]
references = [
  "DISARM T0084.001 Use Copypasta",
  "https://github.com/QUT-Digital-Observatory/coordination-network-toolkit (co_tweet)",
]

[parameters.min_length]
type = "integer"
default = 40
minimum = 10
maximum = 10000
help = "shortest text, in characters without links and mentions"

[parameters.min_accounts]
type = "integer"
default = 2
minimum = 2
maximum = 1000
help = "fewest accounts that posted the text"

[parameters.max_sharers]
type = "integer"
default = 50
minimum = 2
maximum = 5000
help = "texts that more accounts posted are left out: they tie nobody to anybody"

[parameters.min_information]
type = "float"
default = 3.0
minimum = 0.0
maximum = 40.0
help = "bits: how telling a text must be; 3 bits are one account in eight (below is common), 10 bits one in a thousand of all that post texts"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
text = "Text"
accounts = "Account"
*/
MATCH (t:Text)
WHERE t.length >= $min_length AND t.sharers >= 2 AND t.sharers <= $max_sharers AND t.information >= $min_information
MATCH (t)<-[:HAS_TEXT]-(p:Post)<-[:POSTED]-(a:Account)
OPTIONAL MATCH (a)-[:SAME_AS]->(same:Account)
WITH t, p, a, coalesce(min(same.id), a.id) AS account
WITH t, account, p.platform AS platform, count(DISTINCT p.id) AS posts, min(p.created_at) AS first_at, max(p.created_at) AS last_at
ORDER BY platform, account
WITH t, collect(DISTINCT account) AS accounts, collect(DISTINCT platform) AS platforms, sum(posts) AS posts,
     min(first_at) AS first_at, max(last_at) AS last_at
WHERE size(accounts) >= $min_accounts
RETURN t.id AS text, left(t.text, 280) AS words, t.length AS length, size(accounts) AS n_accounts, platforms, posts,
       first_at, last_at, t.sharers AS sharers, round(t.information, 2) AS information, accounts,
       toString(size(accounts)) + ' accounts posted the same ' + toString(t.length) + ' characters in ' + toString(posts)
         + ' posts' AS because,
       'the same words, not the same hand: look for an open source of the text (wire service, campaign page) first' AS caveat
ORDER BY t.information * (size(accounts) - 1) DESC, n_accounts DESC, text
LIMIT $limit
