/*
id = "who-reacts-to-a-set"
question = "Who outside a set reposts, quotes or answers its posts again and again?"
category = "amplification"
does_not_prove = "Support, let alone membership: a quote or an answer may refute, and whoever keeps reposting may simply be a reader."
false_positives = [
  "A debunker, journalist or researcher: quotes and answers, hardly a repost.",
  "A reader of one member of the set.",
  "A robot that answers every post with a certain word.",
]
references = [
  "DISARM T0118 Amplify Existing Narrative, T0116.001 Post Inauthentic Social Media Comment",
  "Nimmo, The Breakout Scale, Brookings 2020",
]

[parameters.set]
type = "set"
help = "the set, or network:PUBLISHER/NAME"

[parameters.min_posts]
type = "integer"
default = 2
minimum = 1
maximum = 10000
help = "fewest posts of the set that an account reacted to: one is chance"

[parameters.max_sharers]
type = "integer"
default = 5000
minimum = 2
maximum = 100000
help = "posts of the set that more accounts reposted or quoted are left out: they went round"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
account = "Account"
some_members = "Account"
*/
UNWIND $set AS key
MATCH (m:Account {id: key})-[:POSTED]->(p:Post)
WHERE coalesce(p.sharers, 1) <= $max_sharers
MATCH (p)<-[r:REPOST_OF|QUOTES|REPLY_TO]-(q:Post)<-[:POSTED]-(b:Account)
WHERE NOT b.id IN $set
OPTIONAL MATCH (b)-[:SAME_AS]->(same:Account)
WITH m.id AS member, p.id AS post, q.id AS reaction, type(r) AS how, q.created_at AS at, b.id AS key, min(same.id) AS same
WITH member, post, reaction, how, at, coalesce(same, key) AS account
ORDER BY member
WITH account, count(DISTINCT post) AS posts, collect(DISTINCT member) AS members, min(at) AS first_at, max(at) AS last_at,
     count(DISTINCT CASE how WHEN 'REPOST_OF' THEN reaction END) AS reposts,
     count(DISTINCT CASE how WHEN 'QUOTES' THEN reaction END) AS quotes,
     count(DISTINCT CASE how WHEN 'REPLY_TO' THEN reaction END) AS replies
WHERE posts >= $min_posts
MATCH (b:Account {id: account})
OPTIONAL MATCH (b)-[:POSTED]->(own:Post)
WITH b, account, posts, members, first_at, last_at, reposts, quotes, replies, count(DISTINCT own.id) AS own_posts
RETURN account, b.handle AS handle, b.platform AS platform, posts, reposts, quotes, replies, size(members) AS n_members,
       CASE own_posts WHEN 0 THEN null ELSE round(toFloat(reposts + quotes + replies) / own_posts, 3) END AS share_of_own, first_at, last_at,
       members[..5] AS some_members,
       'reacted to ' + toString(posts) + CASE posts WHEN 1 THEN ' post of ' ELSE ' posts of ' END + toString(size(members))
         + CASE size(members) WHEN 1 THEN ' account of ' ELSE ' accounts of ' END + $set_title + ': '
         + toString(reposts) + CASE reposts WHEN 1 THEN ' repost, ' ELSE ' reposts, ' END
         + toString(quotes) + CASE quotes WHEN 1 THEN ' quote, ' ELSE ' quotes, ' END
         + toString(replies) + CASE replies WHEN 1 THEN ' reply' ELSE ' replies' END AS because,
       CASE WHEN reposts = 0 THEN 'quotes and answers alone: it speaks about the set, and may well refute it; read them'
            WHEN size(members) = 1 THEN 'one member of the set only: a reader of that account does the same'
            ELSE 'a reader of the set does the same; what share of its own posts this is stands in share_of_own' END AS caveat
ORDER BY posts DESC, n_members DESC, reposts DESC, account
LIMIT $limit
