/*
id = "hours-of-a-set"
question = "At which hours or on which days does a set post, against everybody else on the same platforms?"
category = "timing"
does_not_prove = "Where somebody sits or for whom they work: a zone holds many countries, posts are scheduled, and people work at night."
false_positives = [
  "A set from one country has that country's hours: compare it with others of that country.",
  "Posts that a program sends at set times.",
  "One account that posts very much: see accounts in the row.",
  "Others who were collected at other times than the set.",
]
references = [
  "Meta Online Operations Kill Chain 3.1.1 (shift pattern)",
  "DISARM T0146.007 Automated Account Asset",
]

[parameters.set]
type = "set"
help = "the set, or network:PUBLISHER/NAME"

[parameters.unit]
type = "choice"
default = "hour"
choices = ["hour", "weekday"]
help = "hours of the day, or days of the week"

[parameters.offset]
type = "integer"
default = 0
minimum = -12
maximum = 14
help = "hours to add to UTC, to read the clock of another zone; the question is not answered by choosing the zone that fits"

[parameters.min_posts]
type = "integer"
default = 100
minimum = 1
maximum = 100000
help = "fewest posts of the set with a usable time: below, a rhythm is chance"

[parameters.limit]
type = "integer"
default = 50
minimum = 1
maximum = 100
help = "most rows"

[hit]
key = ["place", "name"]
*/
CALL {
  // the zone and the minute have to be known, and not set by the client
  UNWIND $set AS key
  MATCH (a:Account {id: key})-[:POSTED]->(p:Post)
  WHERE p.ts_precision IN ['minute', 'second', 'millisecond'] AND NOT coalesce(p.ts_origin, 'local-unknown') IN ['local-unknown', 'client-set']
  WITH DISTINCT a.id AS account, p.id AS post, p.platform AS platform, p.created_at AS at
  WITH account, post, platform, at, at / 3600000 + $offset AS hour
  // 1970 began on a Thursday
  RETURN account, post, platform, at, CASE $unit WHEN 'hour' THEN hour % 24 ELSE (hour / 24 + 3) % 7 END AS place
}
WITH collect({account: account, post: post, place: place}) AS own, collect(DISTINCT platform) AS platforms, min(at) AS first_at, max(at) AS last_at
WHERE size(own) >= $min_posts
CALL (platforms, first_at, last_at) {
  MATCH (p:Post)
  WHERE p.created_at >= first_at AND p.created_at <= last_at AND p.platform IN platforms
    AND p.ts_precision IN ['minute', 'second', 'millisecond'] AND NOT coalesce(p.ts_origin, 'local-unknown') IN ['local-unknown', 'client-set']
  WITH p.created_at / 3600000 + $offset AS hour
  WITH CASE $unit WHEN 'hour' THEN hour % 24 ELSE (hour / 24 + 3) % 7 END AS place, count(*) AS posts
  RETURN collect({place: place, posts: posts}) AS everybody
}
UNWIND range(0, 23) AS place
WITH own, first_at, last_at, everybody, place
WHERE $unit = 'hour' OR place < 7
WITH place, first_at, last_at, size(own) AS own_all, reduce(n = 0, e IN everybody | n + e.posts) - size(own) AS others_all,
     [o IN own WHERE o.place = place] AS here, coalesce(head([e IN everybody WHERE e.place = place | e.posts]), 0) AS all_here
UNWIND CASE size(here) WHEN 0 THEN [null] ELSE here END AS one
WITH place, first_at, last_at, own_all, others_all, all_here, count(one.post) AS posts, count(DISTINCT one.account) AS accounts
WITH place, first_at, last_at, own_all, others_all, posts, accounts, all_here - posts AS others,
     CASE $unit WHEN 'hour' THEN CASE WHEN place < 10 THEN '0' ELSE '' END + toString(place) + ':00'
          ELSE ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][place] END AS name
WITH place, name, first_at, last_at, posts, accounts, others, toFloat(posts) / own_all AS share,
     CASE others_all WHEN 0 THEN null ELSE toFloat(others) / others_all END AS share_of_others
RETURN place, name, posts, accounts, round(share, 4) AS share, others, round(share_of_others, 4) AS share_of_others,
       CASE WHEN coalesce(share_of_others, 0.0) = 0.0 THEN null ELSE round(share / share_of_others, 2) END AS times_others, first_at, last_at,
       toString(round(100.0 * share, 1)) + ' % of the posts of ' + $set_title + ' (' + toString(accounts) + ' accounts) fall on ' + name
         + CASE WHEN $unit = 'weekday' THEN '' WHEN $offset = 0 THEN ' UTC'
                ELSE ' UTC' + CASE WHEN $offset > 0 THEN '+' ELSE '' END + toString($offset) END
         + CASE WHEN share_of_others IS NULL THEN ', with nobody to compare'
                ELSE ', of the posts of others on its platforms ' + toString(round(100.0 * share_of_others, 1)) + ' %' END AS because,
       CASE WHEN posts > 0 AND accounts < 3 THEN 'one or two accounts make this row: no rhythm of a set'
            ELSE 'a rhythm fits every zone with such a day, and whatever posts by timetable; only the time between first_at and last_at is compared' END AS caveat
ORDER BY place
LIMIT $limit
