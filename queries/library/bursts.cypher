/*
id = "bursts"
question = "Which rare links, files, texts, hashtags and posts did many accounts share within one short time?"
category = "timing"
does_not_prove = "That somebody gave a sign: news, a newsletter, a match or a broadcast sets many people off in the same minute. Whether it is more often than chance explains, only detection over all pairs tells."
false_positives = [
  "Breaking news and live events.",
  "An open campaign with an action day; see what the accounts say of themselves.",
  "A publisher whose own channels post an article at once.",
]
references = [
  "https://github.com/nicolarighetti/CooRTweet (co-sharing within a window, the bound included)",
  "DISARM T0049.003 Bots Amplify via Automated Forwarding and Reposting, T0084.001 Use Copypasta",
]

[parameters.window]
type = "duration"
default = "60s"
minimum = "1s"
maximum = "1d"
help = "all shares of a burst lie within this time, the bound included"

[parameters.min_accounts]
type = "integer"
default = 4
minimum = 2
maximum = 1000
help = "fewest accounts in a burst"

[parameters.kinds]
type = "list"
default = "link,file,text,hashtag,repost"
choices = ["link", "file", "text", "hashtag", "repost"]
minimum = 1
maximum = 5
help = "what is looked at"

[parameters.max_sharers]
type = "integer"
default = 50
minimum = 2
maximum = 1000
help = "things that more accounts shared are left out: they tie nobody to anybody"

[parameters.min_information]
type = "float"
default = 3.0
minimum = 0.0
maximum = 40.0
help = "bits: how telling a thing must be; 3 bits are one account in eight (below is common), 10 bits one in a thousand"

[parameters.min_length]
type = "integer"
default = 40
minimum = 10
maximum = 10000
help = "shortest text, in characters without links and mentions"

[parameters.max_posts]
type = "integer"
default = 200
minimum = 2
maximum = 1000
help = "things that stand in more posts are left out"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
object = "*"
accounts = "Account"
*/
// a burst meets two slots as long as the window at most: half of it stands in one of them
CALL {
  // a video's page stands for the video
  MATCH (o:Url)
  WHERE 'link' IN $kinds AND o.sharers >= $min_accounts AND o.sharers <= $max_sharers AND o.information >= $min_information
    AND NOT EXISTS { MATCH (o)-[:HAS_MEDIA]->(:Media) }
  MATCH (o)<-[:LINKS_TO]-(p:Post)
  WHERE p.created_at IS NOT NULL
  WITH o, (p.created_at - CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END) / ($window * 1000) AS slot, count(*) AS posts
  WITH o, max(posts) AS most, sum(posts) AS posts
  WHERE 2 * most >= $min_accounts AND posts >= $min_accounts AND posts <= $max_posts
  MATCH (o)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(a:Account)
  WHERE p.created_at IS NOT NULL
  WITH o, collect({account: a.id, platform: p.platform, at: p.created_at, precision: p.ts_precision, origin: p.ts_origin}) AS shares
  RETURN 'link' AS kind, 'Url' AS label, o.id AS key, o.sharers AS sharers, o.information AS information, left(o.id, 100) AS shown, shares
  UNION ALL
  MATCH (o:Media)
  WHERE 'link' IN $kinds AND o.sharers >= $min_accounts AND o.sharers <= $max_sharers AND o.information >= $min_information
  MATCH (o)<-[:HAS_MEDIA]-(:Url)<-[:LINKS_TO]-(p:Post)
  WHERE p.created_at IS NOT NULL
  WITH o, (p.created_at - CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END) / ($window * 1000) AS slot, count(*) AS posts
  WITH o, max(posts) AS most, sum(posts) AS posts
  WHERE 2 * most >= $min_accounts AND posts >= $min_accounts AND posts <= $max_posts
  MATCH (o)<-[:HAS_MEDIA]-(:Url)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(a:Account)
  WHERE p.created_at IS NOT NULL
  WITH o, collect({account: a.id, platform: p.platform, at: p.created_at, precision: p.ts_precision, origin: p.ts_origin}) AS shares
  RETURN 'link' AS kind, 'Media' AS label, o.id AS key, o.sharers AS sharers, o.information AS information, coalesce(o.kind + ' ', '') + left(coalesce(o.title, o.file_name, o.id), 60) AS shown, shares
  UNION ALL
  MATCH (o:Media)
  WHERE 'file' IN $kinds AND o.sharers >= $min_accounts AND o.sharers <= $max_sharers AND o.information >= $min_information
    AND coalesce(o.kind, '') <> 'audio'
  MATCH (o)<-[:HAS_MEDIA]-(p:Post)
  WHERE p.created_at IS NOT NULL
  WITH o, (p.created_at - CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END) / ($window * 1000) AS slot, count(*) AS posts
  WITH o, max(posts) AS most, sum(posts) AS posts
  WHERE 2 * most >= $min_accounts AND posts >= $min_accounts AND posts <= $max_posts
  MATCH (o)<-[:HAS_MEDIA]-(p:Post)<-[:POSTED]-(a:Account)
  WHERE p.created_at IS NOT NULL
  WITH o, collect({account: a.id, platform: p.platform, at: p.created_at, precision: p.ts_precision, origin: p.ts_origin}) AS shares
  RETURN 'file' AS kind, 'Media' AS label, o.id AS key, o.sharers AS sharers, o.information AS information, coalesce(o.kind + ' ', '') + left(coalesce(o.title, o.file_name, o.id), 60) AS shown, shares
  UNION ALL
  MATCH (o:Text)
  WHERE 'text' IN $kinds AND o.sharers >= $min_accounts AND o.sharers <= $max_sharers AND o.information >= $min_information
    AND o.length >= $min_length
  MATCH (o)<-[:HAS_TEXT]-(p:Post)
  WHERE p.created_at IS NOT NULL
  WITH o, (p.created_at - CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END) / ($window * 1000) AS slot, count(*) AS posts
  WITH o, max(posts) AS most, sum(posts) AS posts
  WHERE 2 * most >= $min_accounts AND posts >= $min_accounts AND posts <= $max_posts
  MATCH (o)<-[:HAS_TEXT]-(p:Post)<-[:POSTED]-(a:Account)
  WHERE p.created_at IS NOT NULL
  WITH o, collect({account: a.id, platform: p.platform, at: p.created_at, precision: p.ts_precision, origin: p.ts_origin}) AS shares
  RETURN 'text' AS kind, 'Text' AS label, o.id AS key, o.sharers AS sharers, o.information AS information, left(o.text, 60) AS shown, shares
  UNION ALL
  MATCH (o:Hashtag)
  WHERE 'hashtag' IN $kinds AND o.sharers >= $min_accounts AND o.sharers <= $max_sharers AND o.information >= $min_information
  MATCH (o)<-[:TAGGED]-(p:Post)
  WHERE p.created_at IS NOT NULL
  WITH o, (p.created_at - CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END) / ($window * 1000) AS slot, count(*) AS posts
  WITH o, max(posts) AS most, sum(posts) AS posts
  WHERE 2 * most >= $min_accounts AND posts >= $min_accounts AND posts <= $max_posts
  MATCH (o)<-[:TAGGED]-(p:Post)<-[:POSTED]-(a:Account)
  WHERE p.created_at IS NOT NULL
  WITH o, collect({account: a.id, platform: p.platform, at: p.created_at, precision: p.ts_precision, origin: p.ts_origin}) AS shares
  RETURN 'hashtag' AS kind, 'Hashtag' AS label, o.id AS key, o.sharers AS sharers, o.information AS information, '#' + left(o.id, 60) AS shown, shares
  UNION ALL
  MATCH (o:Post)
  WHERE 'repost' IN $kinds AND o.sharers >= $min_accounts AND o.sharers <= $max_sharers AND o.information >= $min_information
  MATCH (o)<-[:REPOST_OF]-(p:Post)
  WHERE p.created_at IS NOT NULL
  WITH o, (p.created_at - CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END) / ($window * 1000) AS slot, count(*) AS posts
  WITH o, max(posts) AS most, sum(posts) AS posts
  WHERE 2 * most >= $min_accounts AND posts >= $min_accounts AND posts <= $max_posts
  MATCH (o)<-[:REPOST_OF]-(p:Post)<-[:POSTED]-(a:Account)
  WHERE p.created_at IS NOT NULL
  WITH o, collect({account: a.id, platform: p.platform, at: p.created_at, precision: p.ts_precision, origin: p.ts_origin}) AS shares
  RETURN 'repost' AS kind, 'Post' AS label, o.id AS key, o.sharers AS sharers, o.information AS information, 'post ' + o.id AS shown, shares
}
// a stated time stands for a span: a day, a minute, or every zone where none is known
WITH kind, label, key, sharers, information, shown,
     [s IN shares | {account: s.account, platform: s.platform,
       from: s.at - CASE WHEN s.origin = 'local-unknown' THEN 50400000 ELSE 0 END,
       until: s.at + CASE WHEN s.precision IN ['second', 'millisecond'] THEN 0 WHEN s.precision = 'minute' THEN 59999 ELSE 86399999 END
         + CASE WHEN s.origin = 'local-unknown' THEN 43200000 ELSE 0 END}] AS shares
// a burst begins with one of its shares
UNWIND shares AS first
WITH kind, label, key, sharers, information, shown, first.from AS from_at,
     [s IN shares WHERE s.from >= first.from AND s.until <= first.from + $window * 1000] AS inside
WHERE size(inside) >= $min_accounts
UNWIND inside AS s
MATCH (a:Account {id: s.account})
OPTIONAL MATCH (a)-[:SAME_AS]->(same:Account)
WITH kind, label, key, sharers, information, shown, from_at, s.account AS own, s.platform AS platform, s.until AS until_at, min(same.id) AS same
WITH kind, label, key, sharers, information, shown, from_at, coalesce(same, own) AS account, platform, until_at
ORDER BY platform, account
WITH kind, label, key, sharers, information, shown, from_at, max(until_at) AS until_at, collect(DISTINCT account) AS accounts,
     collect(DISTINCT platform) AS platforms
WHERE size(accounts) >= $min_accounts
WITH kind, label, key, sharers, information, shown, from_at, until_at, accounts, platforms, size(accounts) AS n
// the largest burst of each thing, the shortest of those, the first of those
ORDER BY n DESC, until_at - from_at, from_at
WITH kind, label, key, sharers, information, shown, collect({from_at: from_at, until_at: until_at, accounts: accounts, platforms: platforms}) AS found
WITH kind, label, key, sharers, information, shown, head(found) AS best
WITH kind, label, key, sharers, information, shown, best.accounts AS accounts, best.platforms AS platforms, best.from_at AS first_at,
     best.until_at AS last_at, toFloat(best.until_at - best.from_at) / 1000 AS span_s
RETURN kind, label + '/' + key AS object, shown, size(accounts) AS n_accounts, sharers, platforms, first_at, last_at, span_s,
       round(information, 2) AS information, accounts,
       toString(size(accounts)) + ' of ' + toString(sharers) + ' accounts that shared it did so within ' + toString(span_s) + ' s, from '
         + replace(left(toString(datetime({epochMillis: first_at})), 16), 'T', ' ') + ' UTC: ' + kind + ' ' + shown AS because,
       CASE WHEN 2 * size(accounts) < sharers THEN 'most of those who shared it did so at another time: look at what happened then'
            ELSE 'shared at once, which news and action days explain as well; shares whose times are too coarse for the window are not counted' END AS caveat
ORDER BY information * (size(accounts) - 1) DESC, n_accounts DESC, kind, object
LIMIT $limit
