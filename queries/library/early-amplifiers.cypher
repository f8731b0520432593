/*
id = "early-amplifiers"
question = "Which accounts repost a source within moments, and how often?"
category = "amplification"
does_not_prove = "Automation or an order: followers who have switched notifications on are as quick, and some accounts are openly robots that pass on one source."
false_positives = [
  "Fans of a star, supporters of a club: quick, many, and known for it.",
  "A robot that says what it is.",
  "Colleagues who repost what their own house has just posted.",
]
references = [
  "DISARM T0049.003 Bots Amplify via Automated Forwarding and Reposting",
  "https://github.com/nicolarighetti/CooRTweet (co-sharing within a window, the bound included)",
]

[parameters.source]
type = "ref"
help = "whose posts, or which post: Account/… or Post/…"

[parameters.window]
type = "duration"
default = "60s"
minimum = "1s"
maximum = "7d"
help = "greatest time between the post and its repost"

[parameters.max_posts]
type = "integer"
default = 200
minimum = 1
maximum = 2000
help = "posts of the source that are looked at: the latest of those that two accounts or more reposted"

[parameters.max_sharers]
type = "integer"
default = 5000
minimum = 2
maximum = 100000
help = "posts that more accounts reposted are left out: everybody was early there"

[parameters.min_posts]
type = "integer"
default = 1
minimum = 1
maximum = 1000
help = "fewest posts that an account reposted within the window"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
account = "Account"

[hit]
strength = "early"
*/
CALL {
  MATCH (:Account {id: $source})-[:POSTED]->(o:Post)
  WHERE $source_label = 'Account' AND o.sharers >= 2 AND o.sharers <= $max_sharers AND o.created_at IS NOT NULL
  RETURN o
  UNION
  MATCH (o:Post {id: $source})
  WHERE $source_label = 'Post' AND coalesce(o.sharers, 1) <= $max_sharers AND o.created_at IS NOT NULL
  RETURN o
}
WITH o
ORDER BY o.created_at DESC, o.id
LIMIT $max_posts
MATCH (o)<-[:REPOST_OF]-(p:Post)<-[:POSTED]-(b:Account)
WHERE p.created_at IS NOT NULL
OPTIONAL MATCH (b)-[:SAME_AS]->(same:Account)
WITH o, p, b, coalesce(min(same.id), b.id) AS account
// a stated time stands for a span: a day, a minute, or every zone where none is known
WITH o.id AS post, account,
     o.created_at - CASE WHEN o.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END AS o_from,
     o.created_at + CASE WHEN o.ts_precision IN ['second', 'millisecond'] THEN 0 WHEN o.ts_precision = 'minute' THEN 59999 ELSE 86399999 END
       + CASE WHEN o.ts_origin = 'local-unknown' THEN 43200000 ELSE 0 END AS o_until,
     p.created_at - CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END AS p_from,
     p.created_at + CASE WHEN p.ts_precision IN ['second', 'millisecond'] THEN 0 WHEN p.ts_precision = 'minute' THEN 59999 ELSE 86399999 END
       + CASE WHEN p.ts_origin = 'local-unknown' THEN 43200000 ELSE 0 END AS p_until
// an account is as quick as its quickest repost
WITH post, account, min(p_until - o_from) AS most, min(p_from - o_until) AS least, min(p_from) AS from_at, min(p_until) AS until_at
WITH post, collect({account: account, most: most, least: least, from_at: from_at, until_at: until_at}) AS reposts, min(from_at) AS first_at
WITH collect({post: post, reposts: reposts, first_at: first_at}) AS posts
WITH posts, size(posts) AS of_posts
UNWIND posts AS o
UNWIND o.reposts AS r
WITH of_posts, o.post AS post, r.account AS account, r.most AS most, r.least AS least, r.from_at AS from_at,
     // first of all, where no other repost may have come before or with it
     CASE WHEN r.from_at = o.first_at THEN CASE size([x IN o.reposts WHERE x.from_at <= r.until_at]) WHEN 1 THEN 1 ELSE 0 END ELSE 0 END AS first
WITH of_posts, account, count(post) AS reposted, sum(first) AS firsts, min(from_at) AS first_at,
     sum(CASE WHEN most <= $window * 1000 THEN 1 ELSE 0 END) AS early,
     sum(CASE WHEN least <= $window * 1000 AND most > $window * 1000 THEN 1 ELSE 0 END) AS undecided,
     min(CASE WHEN most <= $window * 1000 THEN most END) AS quickest
WHERE early + undecided >= $min_posts
MATCH (b:Account {id: account})
RETURN account, b.handle AS handle, early, undecided, reposted, of_posts, firsts, toFloat(quickest) / 1000 AS quickest_s, first_at,
       'reposted ' + toString(early) + ' of ' + toString(of_posts) + ' posts of ' + $source + ' within ' + toString($window) + ' s'
         + CASE undecided WHEN 0 THEN '' ELSE ', perhaps ' + toString(undecided) + ' more' END
         + CASE firsts WHEN 0 THEN '' ELSE '; first of all that were loaded ' + toString(firsts) + CASE firsts WHEN 1 THEN ' time' ELSE ' times' END END AS because,
       CASE WHEN early = 0 THEN 'times are too coarse for the window: whether it was early is not decidable'
            WHEN early = 1 THEN 'one post only: chance explains it as well'
            ELSE 'early among what was loaded; a devoted follower is as quick, and so is a robot that says so' END AS caveat
ORDER BY early DESC, firsts DESC, undecided DESC, reposted DESC, account
LIMIT $limit
