/*
id = "time-precision"
question = "How exact are the times of the posts in each file, and which windows can they not carry?"
category = "quality"
does_not_prove = "That times which look exact are right: a phone's clock may be wrong, an export may shift the zone, and a platform may show when a post was edited."
false_positives = [
  "A file whose posts all fall on full minutes although it states seconds: it was rounded before it came here.",
  "A post that several files hold is counted under each of them.",
]
references = [
  "CooRTweet, README: the time window has to fit the resolution of the timestamps",
  "RFC 9557 (a time without a zone is a local time of unknown offset)",
]

[parameters.platform]
type = "string"
default = ""
maximum = 40
help = "only posts of this platform; empty for all"

[parameters.min_posts]
type = "integer"
default = 1
minimum = 1
maximum = 1000000
help = "fewest posts of a row"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
dataset = "Dataset"

[hit]
key = ["dataset", "platform", "precision"]
*/
MATCH (p:Post)
WHERE $platform IS NULL OR p.platform = $platform
WITH p.datasets AS files, p.platform AS platform, CASE WHEN p.created_at IS NULL THEN 'none' ELSE coalesce(p.ts_precision, 'unknown') END AS precision,
     CASE WHEN p.created_at IS NULL THEN 'none' ELSE coalesce(p.ts_origin, 'unknown') END AS origin,
     count(*) AS posts, min(p.created_at) AS first_at, max(p.created_at) AS last_at,
     sum(CASE WHEN p.created_at % 60000 = 0 THEN 1 ELSE 0 END) AS full_minutes
UNWIND files AS file
WITH file, platform, precision, origin, sum(posts) AS posts, min(first_at) AS first_at, max(last_at) AS last_at, sum(full_minutes) AS full_minutes
WHERE posts >= $min_posts
OPTIONAL MATCH (d:Dataset)
WHERE left(d.id, size(file)) = file
WITH file, platform, precision, origin, posts, first_at, last_at, full_minutes, min(d.id) AS dataset, min(d.name) AS name
WITH dataset, coalesce(name, file) AS name, platform, precision, origin, posts, first_at, last_at, full_minutes,
     // the blur of one time, in seconds
     CASE WHEN precision IN ['none', 'unknown'] THEN null
          ELSE CASE precision WHEN 'millisecond' THEN 0.001 WHEN 'second' THEN 1.0 WHEN 'minute' THEN 60.0 ELSE 86400.0 END
            + CASE origin WHEN 'local-unknown' THEN 93600.0 ELSE 0.0 END END AS blur_s,
     // times of seconds fall on a full minute once in sixty
     precision IN ['second', 'millisecond'] AND posts >= 20 AND 5 * full_minutes >= posts AS rounded
RETURN coalesce(dataset, name) AS dataset, name, platform, precision, origin, posts, blur_s, full_minutes, rounded, first_at, last_at,
       toString(posts) + CASE posts WHEN 1 THEN ' post' ELSE ' posts' END + ' on ' + coalesce(platform, 'an unknown platform') + ' in ' + name + ': '
         + CASE precision WHEN 'none' THEN 'no time at all' WHEN 'unknown' THEN 'a time of unknown precision'
                ELSE 'times to the ' + precision END
         + CASE origin WHEN 'utc' THEN ' (UTC)' WHEN 'local-unknown' THEN ', in a zone that is not known' WHEN 'export-tz' THEN ', in the zone of the export'
                WHEN 'client-set' THEN ', as the client set it' ELSE '' END AS because,
       CASE WHEN precision = 'none' THEN 'named by other posts only: no part in anything that goes by time'
            WHEN origin = 'local-unknown' THEN 'the zone is not known: no order and no window under a day is decidable with them'
            WHEN precision = 'unknown' THEN 'taken as known to the day only'
            WHEN precision = 'day' THEN 'no window under a day and no order within it is decidable with them'
            WHEN precision = 'minute' THEN 'no window under a minute and no order within it is decidable with them'
            WHEN origin = 'client-set' THEN 'the clock of a device, which may be wrong'
            WHEN rounded THEN 'stated to the second, but a fifth or more fall on a full minute: they may have been rounded'
            ELSE 'as the platform or the file says; nothing here checks its clock' END AS caveat
ORDER BY coalesce(blur_s, 1000000.0) DESC, rounded DESC, posts DESC, name, platform, precision, origin, dataset
LIMIT $limit
