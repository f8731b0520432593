/*
id = "topic-first-seen"
question = "On which platform and by whom was a topic written about first, and in which order did platforms follow?"
category = "topics"
does_not_prove = "That the first account seen is where the claim comes from: earlier posts may not have been loaded or may be deleted, and people take up a claim from outside all platforms."
false_positives = [
  "A platform that was collected from a later date on.",
  "A common word of the codebook, which somebody somewhere uses on the first day of every collection.",
  "Irony, quotation and denial: a text that holds a term may say the opposite.",
]
references = [
  "Nimmo, The Breakout Scale, Brookings 2020",
  "DISARM T0119.002 Post across Platform",
]

[parameters.topic]
type = "topic"
help = "topic of codebook.toml"

[parameters.since]
type = "time"
default = ""
help = "only posts from this time on; empty for all"

[parameters.max_sharers]
type = "integer"
default = 5000
minimum = 1
maximum = 100000
help = "texts that more accounts posted are left out: stock phrases"

[parameters.limit]
type = "integer"
default = 50
minimum = 1
maximum = 1000
help = "most rows"

[nodes]
account = "Account"
post = "Post"

[hit]
key = ["platform", "account"]
*/
MATCH (t:Text)
WHERE coalesce(t.sharers, 1) <= $max_sharers AND t.text =~ $topic_include AND NOT t.text =~ $topic_exclude
MATCH (t)<-[:HAS_TEXT]-(p:Post)
WHERE p.created_at IS NOT NULL AND coalesce(p.kind, 'post') IN $topic_kinds AND ($since IS NULL OR p.created_at >= $since)
OPTIONAL MATCH (a:Account)-[:POSTED]->(p)
WITH p, min(t.text) AS words, min(a.id) AS account
// a stated time stands for a span: a second, a minute, a day, or every zone where none is known
WITH p.platform AS platform, p.id AS post, account, words, p.created_at AS at,
     CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END AS early,
     CASE p.ts_precision WHEN 'millisecond' THEN 0 WHEN 'second' THEN 999 WHEN 'minute' THEN 59999 ELSE 86399999 END
       + CASE WHEN p.ts_origin = 'local-unknown' THEN 43200000 ELSE 0 END AS late,
     CASE WHEN p.ts_origin = 'local-unknown' THEN 'zone unknown'
          WHEN p.ts_origin = 'client-set' THEN 'set by the client' ELSE coalesce(p.ts_precision, 'unknown') END AS precision
ORDER BY at - early, at + late, post
WITH platform, collect({post: post, account: account, at: at, precision: precision, words: left(words, 80)}) AS posts,
     count(DISTINCT account) AS accounts, min(at - early) AS from_at, min(at + late) AS until_at
WITH collect({platform: platform, first: head(posts), posts: size(posts), accounts: accounts, from_at: from_at, until_at: until_at}) AS platforms
UNWIND platforms AS one
WITH one, one.first AS first, size(platforms) AS n,
     size([other IN platforms WHERE other.until_at < one.from_at]) + 1 AS earliest,
     size(platforms) - size([other IN platforms WHERE other.from_at > one.until_at]) AS latest
WITH one, first, n, earliest, latest,
     CASE WHEN earliest = latest THEN toString(earliest) ELSE toString(earliest) + '–' + toString(latest) END AS place
RETURN one.platform AS platform, place, CASE WHEN earliest = latest THEN 'decided' ELSE 'order not decidable' END AS decidable,
       first.at AS first_at, one.from_at AS not_before_at, one.until_at AS not_after_at, first.precision AS precision,
       first.account AS account, first.post AS post, first.words AS words, one.posts AS posts, one.accounts AS n_accounts,
       $topic_title + ': first seen on ' + one.platform + ' at '
         + replace(left(toString(datetime({epochMillis: first.at})), 16), 'T', ' ') + ' UTC (precision: ' + first.precision + '), '
         + toString(one.posts) + CASE one.posts WHEN 1 THEN ' post' ELSE ' posts' END + ' of ' + toString(one.accounts)
         + CASE one.accounts WHEN 1 THEN ' account' ELSE ' accounts' END + ' there; place ' + place + ' of ' + toString(n) AS because,
       CASE WHEN earliest = latest THEN 'counted by words, and first among what was loaded, not first of all'
            ELSE 'order not decidable: its time and that of another platform may overlap' END AS caveat
ORDER BY earliest, latest, first_at, platform
LIMIT $limit
