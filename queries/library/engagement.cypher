/*
id = "engagement"
question = "How much engagement do the posts of a set get, against like posts of others, and how much of it comes from outside?"
category = "impact"
does_not_prove = "Effect on anybody. Counts are what the platform said on the day of collection; views are not readers, and bought engagement counts like any other."
false_positives = [
  "One post that went round lifts the mean and nothing else: read the median.",
  "Counts that a platform does not give are missing, not zero; engagement is the sum of those that it gives.",
  "Engagement seen here is what was loaded, mostly less than what the platform counted.",
]
references = ["Nimmo, The Breakout Scale, Brookings 2020"]

[parameters.set]
type = "set"
help = "the set, or network:PUBLISHER/NAME"

[parameters.kinds]
type = "list"
default = "post,reply,quote"
choices = ["post", "reply", "quote", "comment"]
minimum = 1
maximum = 4
help = "kinds of post that are measured"

[parameters.age_band]
type = "duration"
default = "7d"
minimum = "1h"
maximum = "365d"
help = "posts are alike whose age at collection (or, where that is unknown, date) falls into the same band"

[parameters.ratio]
type = "integer"
default = 1
minimum = 1
maximum = 10
help = "like posts of others per post of the set"

[parameters.max_posts]
type = "integer"
default = 5000
minimum = 1
maximum = 100000
help = "posts of the set that are measured, chosen by the end of their id, which favours no hour and no success"

[parameters.max_others]
type = "integer"
default = 20000
minimum = 100
maximum = 1000000
help = "accounts among whose posts like ones are sought, chosen by the end of their id"

[parameters.limit]
type = "integer"
default = 100
minimum = 1
maximum = 1000
help = "most rows"

[nodes]
top_post = "Post"

[hit]
key = ["measure", "side"]
strength = "median"
*/
CALL {
  UNWIND $set AS key
  MATCH (a:Account {id: key})-[:POSTED]->(p:Post)
  WHERE coalesce(p.kind, 'post') IN $kinds
  RETURN CASE WHEN count(DISTINCT p.id) > $max_posts THEN count(DISTINCT p.id) - $max_posts ELSE 0 END AS left_out
}
CALL {
  UNWIND $set AS key
  MATCH (a:Account {id: key})-[:POSTED]->(p:Post)
  WHERE coalesce(p.kind, 'post') IN $kinds
  WITH DISTINCT p, reverse(p.id) AS backwards
  ORDER BY backwards LIMIT $max_posts
  RETURN true AS of_set, backwards, p
  UNION ALL
  // posts of others
  MATCH (member:Account)
  WHERE member.id IN $set
  WITH collect(DISTINCT member.platform) AS platforms
  MATCH (a:Account)
  WHERE a.platform IN platforms AND NOT a.id IN $set
  WITH a.id AS other, reverse(a.id) AS backwards
  ORDER BY backwards LIMIT $max_others
  MATCH (:Account {id: other})-[:POSTED]->(p:Post)
  WHERE coalesce(p.kind, 'post') IN $kinds
  RETURN false AS of_set, reverse(p.id) AS backwards, p
}
WITH left_out, of_set, backwards, p.platform AS platform, coalesce(p.kind, 'post') AS kind,
     CASE WHEN p.collected_at IS NOT NULL AND p.created_at IS NOT NULL
          THEN 'age ' + toString((p.collected_at - p.created_at) / ($age_band * 1000))
          WHEN p.created_at IS NOT NULL THEN 'date ' + toString(p.created_at / ($age_band * 1000)) ELSE 'unknown' END AS band
// an order by the end of the id favours no hour and no success
ORDER BY backwards
// rows of this number carry no lists: Neo4j counts a list once for every row that holds it
WITH left_out, platform, kind, band, collect(DISTINCT CASE WHEN of_set THEN backwards END) AS own,
     collect(DISTINCT CASE WHEN of_set THEN null ELSE backwards END) AS others
WHERE size(own) > 0
WITH left_out, [id IN own | reverse(id)] AS own, [id IN others[..(size(own) * $ratio)] | reverse(id)] AS others
WITH left_out, collect({own: own, others: others, short: size(own) * $ratio - size(others)}) AS strata
WITH left_out, strata, reduce(n = 0, s IN strata | n + s.short) AS unmatched
UNWIND ['set', 'like posts of others'] AS side
UNWIND strata AS s
UNWIND CASE side WHEN 'set' THEN s.own ELSE s.others END AS id
WITH side, unmatched, left_out, id
MATCH (p:Post {id: id})
// engagement that was loaded: who it came from
OPTIONAL MATCH (p)<-[r:REPOST_OF|REPLY_TO|QUOTES]-(:Post)<-[:POSTED]-(b:Account)
WITH side, unmatched, left_out, id, p, type(r) AS how, CASE WHEN r IS NULL OR b.id IN $set THEN 0 ELSE 1 END AS outside
WITH side, unmatched, left_out, id, p,
     sum(CASE how WHEN 'REPOST_OF' THEN 1 ELSE 0 END) AS reposts_seen,
     sum(CASE how WHEN 'REPLY_TO' THEN 1 ELSE 0 END) AS replies_seen,
     sum(CASE how WHEN 'QUOTES' THEN 1 ELSE 0 END) AS quotes_seen,
     sum(CASE how WHEN 'REPOST_OF' THEN outside ELSE 0 END) AS reposts_outside,
     sum(CASE how WHEN 'REPLY_TO' THEN outside ELSE 0 END) AS replies_outside,
     sum(CASE how WHEN 'QUOTES' THEN outside ELSE 0 END) AS quotes_outside
WITH side, unmatched, left_out, id, p.likes AS likes, p.reposts AS reposts, p.replies AS replies, p.quotes AS quotes, p.views AS views,
     reposts_seen, replies_seen, quotes_seen, reposts_outside, replies_outside, quotes_outside,
     // known where one of them is known
     CASE WHEN coalesce(p.likes, p.reposts, p.replies, p.quotes) IS NULL THEN null
          ELSE coalesce(p.likes, 0) + coalesce(p.reposts, 0) + coalesce(p.replies, 0) + coalesce(p.quotes, 0) END AS all_known
UNWIND [
  {measure: 'likes', place: 1, value: likes, seen: null, outside: null},
  {measure: 'reposts', place: 2, value: reposts, seen: reposts_seen, outside: reposts_outside},
  {measure: 'replies', place: 3, value: replies, seen: replies_seen, outside: replies_outside},
  {measure: 'quotes', place: 4, value: quotes, seen: quotes_seen, outside: quotes_outside},
  {measure: 'engagement', place: 5, value: all_known, seen: reposts_seen + replies_seen + quotes_seen,
   outside: reposts_outside + replies_outside + quotes_outside},
  {measure: 'views', place: 6, value: views, seen: null, outside: null}
] AS m
WITH side, unmatched, left_out, id, m.measure AS measure, m.place AS place, m.value AS value, m.seen AS seen, m.outside AS outside
WITH measure, place, side, unmatched, left_out, count(*) AS posts, count(value) AS n,
     avg(toFloat(value)) AS mean, percentileCont(toFloat(value), 0.5) AS median,
     percentileCont(toFloat(value), 0.99) AS p99, max(value) AS most, sum(seen) AS seen, sum(outside) AS outside,
     collect(CASE WHEN value IS NULL THEN null ELSE {value: value, id: id} END) AS counted
WITH measure, place, side, unmatched, left_out, posts, n, posts - n AS missing, round(mean, 2) AS mean, median, round(p99, 2) AS p99, most,
     reduce(top = null, c IN counted | CASE WHEN c.value = most AND (top IS NULL OR c.id < top) THEN c.id ELSE top END) AS top_post,
     CASE WHEN measure IN ['likes', 'views'] THEN null ELSE seen END AS seen,
     CASE WHEN measure IN ['likes', 'views'] OR side <> 'set' THEN null ELSE outside END AS outside
RETURN measure, side, posts, n, missing, mean, median, p99, most AS maximum, top_post, seen, outside AS seen_from_outside,
       CASE WHEN coalesce(seen, 0) = 0 OR outside IS NULL THEN null ELSE round(toFloat(outside) / seen, 4) END AS share_from_outside,
       toString(n) + ' of ' + toString(posts) + ' posts have ' + CASE measure WHEN 'engagement' THEN 'a count of likes, reposts, replies or quotes'
           ELSE 'a count of ' + measure END + ', ' + toString(missing) + ' have none'
         + CASE WHEN median IS NULL THEN '' ELSE '; half of them have at most ' + toString(round(median, 1)) END
         + CASE WHEN coalesce(outside, 0) = 0 THEN ''
                ELSE '; of ' + toString(seen) + ' ' + CASE measure WHEN 'engagement' THEN 'reposts, replies and quotes' ELSE measure END + ' loaded, ' + toString(outside) + ' came from outside ' + $set_title END AS because,
       CASE WHEN n = 0 THEN 'no count was loaded: unknown, not zero'
            WHEN missing > 0 THEN 'missing counts are left out, not taken for zero' ELSE 'as counted by the platform when collected' END
         + CASE WHEN side = 'set' OR unmatched = 0 THEN '' ELSE '; for ' + toString(unmatched) + ' posts there is no like post of others' END
         + CASE WHEN left_out = 0 THEN '' ELSE '; ' + toString(left_out) + ' more of the posts of ' + $set_title + ' not looked at (max_posts)' END AS caveat
ORDER BY place, side DESC
LIMIT $limit
