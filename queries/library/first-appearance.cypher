/*
id = "first-appearance"
question = "Where did a link, file, text, hashtag or post appear first, and in which order did platforms follow?"
category = "timing"
does_not_prove = "That the first account seen is the source: earlier posts may not have been loaded, or may have been deleted."
false_positives = [
  "A platform that was collected from a later date on.",
  "Times that are precise to the minute or day only, or in an unknown zone.",
  "A page that existed, and was found by search, before anybody posted it.",
]
references = [
  "Nimmo, The Breakout Scale, Brookings 2020",
  "DISARM T0119.002 Post across Platform",
]

[parameters.object]
type = "ref"
help = "what to look for: Url/…, Media/…, Domain/…, Text/…, Hashtag/…, Post/…, or simply a URL or #hashtag"

[parameters.limit]
type = "integer"
default = 50
minimum = 1
maximum = 1000
help = "most rows"

[nodes]
object = "*"
account = "Account"
post = "Post"

[hit]
key = ["object", "platform"]
*/
CALL {
  MATCH (o:Url {id: $object})<-[:LINKS_TO]-(p:Post) WHERE $object_label = 'Url' RETURN p
  UNION
  MATCH (o:Domain {id: $object})<-[:ON_DOMAIN]-(:Url)<-[:LINKS_TO]-(p:Post) WHERE $object_label = 'Domain' RETURN p
  UNION
  MATCH (o:Media {id: $object})<-[:HAS_MEDIA]-(p:Post) WHERE $object_label = 'Media' RETURN p
  UNION
  MATCH (o:Media {id: $object})<-[:HAS_MEDIA]-(:Url)<-[:LINKS_TO]-(p:Post) WHERE $object_label = 'Media' RETURN p
  UNION
  MATCH (o:Text {id: $object})<-[:HAS_TEXT]-(p:Post) WHERE $object_label = 'Text' RETURN p
  UNION
  MATCH (o:Hashtag {id: $object})<-[:TAGGED]-(p:Post) WHERE $object_label = 'Hashtag' RETURN p
  UNION
  MATCH (p:Post {id: $object}) WHERE $object_label = 'Post' RETURN p
  UNION
  MATCH (o:Post {id: $object})<-[:REPOST_OF|QUOTES]-(p:Post) WHERE $object_label = 'Post' RETURN p
}
WITH p
WHERE p.created_at IS NOT NULL
OPTIONAL MATCH (a:Account)-[:POSTED]->(p)
WITH p, min(a.id) AS account
// a stated time stands for a span: a second, a minute, a day, or every zone where none is known
WITH p.platform AS platform, p.id AS post, account, p.created_at AS at,
     CASE WHEN p.ts_origin = 'local-unknown' THEN 50400000 ELSE 0 END AS early,
     CASE p.ts_precision WHEN 'millisecond' THEN 0 WHEN 'second' THEN 999 WHEN 'minute' THEN 59999 ELSE 86399999 END
       + CASE WHEN p.ts_origin = 'local-unknown' THEN 43200000 ELSE 0 END AS late,
     CASE WHEN p.ts_origin = 'local-unknown' THEN 'zone unknown'
          WHEN p.ts_origin = 'client-set' THEN 'set by the client' ELSE coalesce(p.ts_precision, 'unknown') END AS precision
ORDER BY at - early, at + late, post
WITH platform, collect({post: post, account: account, at: at, precision: precision}) AS shares, count(DISTINCT account) AS accounts,
     min(at - early) AS from_at, min(at + late) AS until_at
WITH collect({platform: platform, first: head(shares), posts: size(shares), accounts: accounts, from_at: from_at,
              until_at: until_at}) AS platforms
UNWIND platforms AS one
WITH one, size(platforms) AS n,
     size([other IN platforms WHERE other.until_at < one.from_at]) AS before,
     size([other IN platforms WHERE other.from_at > one.until_at]) AS after
WITH one, n, before + 1 AS earliest, n - after AS latest, one.first AS first
WITH one, n, first, earliest, latest,
     CASE WHEN earliest = latest THEN toString(earliest) ELSE toString(earliest) + '–' + toString(latest) END AS place
RETURN $object_label + '/' + $object AS object, one.platform AS platform, place,
       CASE WHEN earliest = latest THEN 'decided' ELSE 'order not decidable' END AS decidable, first.at AS first_at,
       one.from_at AS not_before_at, one.until_at AS not_after_at, first.precision AS precision, first.account AS account,
       first.post AS post, one.posts AS posts, one.accounts AS n_accounts,
       'first seen on ' + one.platform + ' at ' + replace(left(toString(datetime({epochMillis: first.at})), 16), 'T', ' ')
         + ' UTC (precision: ' + first.precision + '), ' + toString(one.posts)
         + CASE one.posts WHEN 1 THEN ' post' ELSE ' posts' END + ' there; place ' + place + ' of '
         + toString(n) AS because,
       CASE WHEN earliest = latest THEN 'first among what was loaded, not first of all'
            ELSE 'order not decidable: its time and that of another platform may overlap' END AS caveat
ORDER BY earliest, latest, first_at, platform
LIMIT $limit
