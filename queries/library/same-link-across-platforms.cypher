/*
id = "same-link-across-platforms"
question = "Which links and videos were posted on different platforms within the same short time?"
category = "links"
does_not_prove = "That the accounts are run together: people who follow the same source post the same link, and one person may openly keep accounts on several platforms."
false_positives = [
  "A publisher that posts its own article on all its channels at once.",
  "Breaking news, and services that pass posts on from one platform to another.",
]
references = [
  "https://github.com/nicolarighetti/CooRTweet (co-sharing within a window, the bound included)",
  "DISARM T0119.002 Post across Platform",
]

[parameters.window]
type = "duration"
default = "60s"
minimum = "1s"
maximum = "7d"
help = "greatest time between two posts of the same link"

[parameters.max_sharers]
type = "integer"
default = 50
minimum = 2
maximum = 5000
help = "links that more accounts shared are left out: they tie nobody to anybody"

[parameters.min_information]
type = "float"
default = 3.0
minimum = 0.0
maximum = 40.0
help = "bits: how telling a link must be; 3 bits are one account in eight (below is common), 10 bits one in a thousand of all that share links"

[parameters.max_posts]
type = "integer"
default = 500
minimum = 2
maximum = 2000
help = "links that stand in more posts are left out"

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
CALL {
  // a video's page stands for the video
  MATCH (o:Url)
  WHERE o.sharers >= 2 AND o.sharers <= $max_sharers AND o.information >= $min_information
    AND NOT EXISTS { MATCH (o)-[:HAS_MEDIA]->(:Media) }
  MATCH (o)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(a:Account)
  RETURN 'Url' AS label, o.id AS key, o.sharers AS sharers, o.information AS information, p, a
  UNION
  MATCH (o:Media {kind: 'video'})
  WHERE o.sharers >= 2 AND o.sharers <= $max_sharers AND o.information >= $min_information
  MATCH (o)<-[:HAS_MEDIA]-(p:Post)<-[:POSTED]-(a:Account)
  RETURN 'Media' AS label, o.id AS key, o.sharers AS sharers, o.information AS information, p, a
  UNION
  MATCH (o:Media {kind: 'video'})
  WHERE o.sharers >= 2 AND o.sharers <= $max_sharers AND o.information >= $min_information
  MATCH (o)<-[:HAS_MEDIA]-(:Url)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(a:Account)
  RETURN 'Media' AS label, o.id AS key, o.sharers AS sharers, o.information AS information, p, a
}
WITH label, key, sharers, information, p, a
WHERE p.created_at IS NOT NULL
OPTIONAL MATCH (a)-[:SAME_AS]->(same:Account)
WITH label, key, sharers, information, p, a, coalesce(min(same.id), a.id) AS account
// a stated time stands for a span: a day, a minute, or every zone where none is known
WITH label, key, sharers, information, p.platform AS platform, account, p.created_at AS at,
     CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END AS early,
     CASE WHEN p.ts_precision IN ['second', 'millisecond'] THEN 0
          WHEN p.ts_precision = 'minute' THEN 59999 ELSE 86399999 END
       + CASE WHEN p.ts_origin = 'local-unknown' THEN 43200000 ELSE 0 END AS late,
     CASE WHEN p.ts_origin = 'local-unknown' THEN 4
          WHEN p.ts_origin = 'client-set' THEN 3
          WHEN p.ts_precision IN ['second', 'millisecond'] THEN 0
          WHEN p.ts_precision = 'minute' THEN 1
          WHEN p.ts_precision = 'day' THEN 2 ELSE 5 END AS blur
WITH label, key, sharers, information, platform,
     collect({platform: platform, account: account, from: at - early, until: at + late, at: at, blur: blur}) AS own
WITH label, key, sharers, information, collect({platform: platform, own: own}) AS sides, sum(size(own)) AS posts
WHERE posts <= $max_posts
UNWIND sides AS left_side
UNWIND sides AS right_side
WITH label, key, sharers, information, left_side, right_side
WHERE left_side.platform < right_side.platform
UNWIND left_side.own AS one
WITH label, key, sharers, information, one,
     [s IN right_side.own WHERE s.from - one.until <= $window * 1000 AND one.from - s.until <= $window * 1000] AS near
UNWIND near AS other
WITH label, key, sharers, information, one, other,
     CASE WHEN one.until - other.from > other.until - one.from THEN one.until - other.from ELSE other.until - one.from END AS most,
     CASE WHEN one.from > other.until THEN one.from - other.until
          WHEN other.from > one.until THEN other.from - one.until ELSE 0 END AS least,
     CASE WHEN one.blur > other.blur THEN one.blur ELSE other.blur END AS blur
WITH label, key, sharers, information, one, other, least, blur,
     CASE WHEN most <= $window * 1000 THEN 'within the window' ELSE 'not decidable' END AS timing
UNWIND [one, other] AS share
WITH label, key, sharers, information, timing, blur, share.platform AS platform, share.account AS account,
     count(*) AS ends, min(least) AS closest, min(share.at) AS first_at
ORDER BY platform, account
WITH label, key, sharers, information, timing, blur, collect(DISTINCT account) AS accounts,
     collect(DISTINCT platform) AS platforms, sum(ends) / 2 AS pairs, min(closest) AS closest, min(first_at) AS first_at
WITH label, key, sharers, information, timing, blur, accounts, platforms, pairs, closest, first_at,
     ['second', 'minute', 'day', 'set by the client', 'zone unknown', 'unknown'][blur] AS precision
RETURN label + '/' + key AS object, timing, precision, size(accounts) AS n_accounts, platforms, pairs,
       toFloat(closest) / 1000 AS closest_s, first_at, sharers, round(information, 2) AS information, accounts,
       'posted by ' + toString(size(accounts)) + ' accounts on '
         + reduce(told = '', name IN platforms | told + CASE WHEN told = '' THEN '' ELSE ', ' END + name)
         + CASE WHEN timing = 'within the window' THEN ', ' ELSE ', perhaps ' END + 'within ' + toString($window) + ' s ('
         + toString(pairs) + CASE pairs WHEN 1 THEN ' pair' ELSE ' pairs' END + ' of posts)' AS because,
       CASE WHEN timing = 'not decidable'
            THEN 'times are known to the ' + precision + ' only: whether it was within the window is not decidable'
            WHEN blur > 0
            THEN 'a time is precise to the ' + precision + ' only: it is within the window, but how close is not known'
            ELSE 'shared, not run together: ' + toString(sharers) + ' accounts shared it in the loaded data' END AS caveat
ORDER BY timing DESC, blur, information * (size(accounts) - 1) DESC, closest_s, object
LIMIT $limit
