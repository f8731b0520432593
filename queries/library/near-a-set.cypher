/*
id = "near-a-set"
question = "Which accounts outside a set share rare things with it, and of how many kinds?"
category = "sets"
does_not_prove = "That an account belongs to the set or is run with it. Each row is a lead: open the posts behind it before anything is said of the account."
false_positives = [
  "A follower or relative who passes on what one member posts.",
  "A debunker, journalist or researcher who collects what the set posts.",
  "A news aggregator that links to very much; see share_of_own.",
  "A member of an open campaign whose material the set also used.",
]
references = [
  "Cinus et al., Exposing Cross-Platform Coordinated Inauthentic Activity (several kinds of traces)",
  "DISARM T0049.002, T0084.001, T0119.002",
]

[parameters.set]
type = "set"
help = "the set, or network:PUBLISHER/NAME"

[parameters.platform]
type = "string"
default = ""
maximum = 40
help = "only accounts of this platform; empty for all"

[parameters.min_types]
type = "integer"
default = 1
minimum = 1
maximum = 5
help = "fewest kinds of shared things: link, file, text, hashtag, repost"

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

[parameters.max_objects]
type = "integer"
default = 2000
minimum = 1
maximum = 100000
help = "things of the set that are followed: the most telling ones"

[parameters.limit]
type = "integer"
default = 500
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
account = "Account"
top_objects = "*"
some_members = "Account"
*/
CALL {
  UNWIND $set AS key
  MATCH (m:Account {id: key})-[:POSTED]->(:Post)-[:LINKS_TO|TAGGED|HAS_TEXT|HAS_MEDIA|REPOST_OF]->(o)
  WHERE o.sharers >= 2 AND o.sharers <= $max_sharers AND o.information >= $min_information
  RETURN o, m.id AS member
  UNION
  UNWIND $set AS key
  MATCH (m:Account {id: key})-[:POSTED]->(:Post)-[:LINKS_TO]->(:Url)-[:ON_DOMAIN|HAS_MEDIA]->(o)
  WHERE o.sharers >= 2 AND o.sharers <= $max_sharers AND o.information >= $min_information
  RETURN o, m.id AS member
}
WITH o, collect(DISTINCT member) AS members
WITH o, members, head(labels(o)) AS label
WHERE NOT coalesce(o.shared_service, false)
  AND NOT (label = 'Media' AND coalesce(o.kind, '') = 'audio')
  AND NOT (label = 'Text' AND o.length < $min_length)
  // a video's page stands for the video
  AND NOT (label = 'Url' AND EXISTS { MATCH (o)-[:HAS_MEDIA]->(:Media) })
WITH o, members, label
ORDER BY o.information DESC, label, o.id
LIMIT $max_objects
CALL (o) {
  MATCH (o)<-[:LINKS_TO|TAGGED|HAS_TEXT|HAS_MEDIA|REPOST_OF]-(p:Post)<-[:POSTED]-(b:Account)
  RETURN p, b
  UNION
  MATCH (o)<-[:ON_DOMAIN|HAS_MEDIA]-(:Url)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(b:Account)
  RETURN p, b
}
WITH o, label, members, p, b
WHERE NOT b.id IN $set AND ($platform IS NULL OR b.platform = $platform)
  // who quotes or answers the set speaks about it
  AND NOT EXISTS { MATCH (p)-[:QUOTES|REPLY_TO]->(:Post)<-[:POSTED]-(m:Account) WHERE m.id IN $set }
OPTIONAL MATCH (b)-[:SAME_AS]->(same:Account)
WITH o, label, members, p, b, coalesce(min(same.id), b.id) AS account
OPTIONAL MATCH (o)-[:ON_DOMAIN]->(d:Domain)
WITH account, p.id AS post, label, members, o.id AS key, o.sharers AS sharers, o.information AS information, min(d.id) AS domain,
     CASE WHEN label IN ['Url', 'Domain'] THEN 'link'
          WHEN label = 'Media' AND o.kind = 'video' AND NOT o.id STARTS WITH 'sha256:' THEN 'link'
          WHEN label = 'Media' THEN 'file' WHEN label = 'Text' THEN 'text'
          WHEN label = 'Hashtag' THEN 'hashtag' ELSE 'repost' END AS type,
     CASE label WHEN 'Text' THEN left(o.text, 60) WHEN 'Media' THEN coalesce(o.kind + ' ', '') + left(coalesce(o.title, o.file_name, o.id), 60)
          ELSE left(o.id, 100) END AS shown
// a text brings its hashtags with it: in one post they are one thing
WITH account, post, collect({label: label, key: key, sharers: sharers, information: information, domain: domain, type: type,
                             shown: shown, members: members}) AS ties
WITH account, post, ties, [t IN ties WHERE t.type = 'text' | t.key] AS texts
UNWIND [t IN ties WHERE t.type <> 'hashtag' OR size(texts) = 0] AS tie
WITH account, tie.label AS label, tie.key AS key, tie.sharers AS sharers, tie.information AS information, tie.domain AS domain,
     tie.type AS type, tie.shown AS shown, tie.members AS members, count(DISTINCT post) AS posts
ORDER BY information DESC, label, key
WITH account, collect({object: label + '/' + key, key: key, label: label, sharers: sharers, information: information,
                       domain: domain, type: type, shown: shown, members: members, posts: posts}) AS ties
// a page brings its website with it
WITH account, ties, [t IN ties WHERE t.label = 'Url' | t.domain] AS through_pages
WITH account, [t IN ties WHERE NOT (t.label = 'Domain' AND t.key IN through_pages)] AS ties
UNWIND ties AS tie
UNWIND tie.members AS member
WITH account, ties, tie.type AS type, member
ORDER BY type, member
WITH account, ties, collect(DISTINCT type) AS type_list, collect(DISTINCT member) AS members
WITH account, ties, type_list, size(type_list) AS types, size(members) AS set_accounts, members[..5] AS some_members
WHERE types >= $min_types
MATCH (b:Account {id: account})
OPTIONAL MATCH (b)-[:POSTED]->(p:Post)-[:LINKS_TO|TAGGED|HAS_TEXT|HAS_MEDIA|REPOST_OF]->(own)
WITH b, account, ties, types, set_accounts, some_members, type_list, count(DISTINCT own.id) AS own_objects
WITH b, account, ties, types, set_accounts, some_members, type_list, own_objects,
     round(reduce(bits = 0.0, t IN ties | bits + t.information), 1) AS information,
     reduce(n = 0, t IN ties | n + t.posts) AS posts
RETURN account, b.handle AS handle, b.platform AS platform, types, type_list, size(ties) AS objects, information, posts,
       set_accounts, CASE own_objects WHEN 0 THEN null ELSE round(toFloat(size(ties)) / own_objects, 3) END AS share_of_own,
       [t IN ties[..10] | t.object] AS top_objects, some_members,
       'shares ' + toString(size(ties)) + CASE size(ties) WHEN 1 THEN ' rare object' ELSE ' rare objects' END + ' of '
         + toString(types) + CASE types WHEN 1 THEN ' kind' ELSE ' kinds' END + ' with ' + toString(set_accounts)
         + CASE set_accounts WHEN 1 THEN ' account of ' ELSE ' accounts of ' END + $set_title + ': '
         + reduce(told = '', t IN ties[..3] | told + CASE WHEN told = '' THEN '' ELSE '; ' END + t.type + ' ' + t.shown
             + ' (' + toString(t.sharers) + ' sharers)') AS because,
       CASE WHEN size(ties) = 1 THEN 'one object only: chance, or a reader of the same source, explains it as well'
            WHEN types = 1 THEN 'one kind of object only: a common source explains it as well'
            WHEN own_objects > 0 AND 20 * size(ties) < own_objects
            THEN 'shares very much, and this is under 5 % of it: an aggregator or a collector explains it as well'
            ELSE 'shared things of several kinds are a lead, not a proof of one hand' END AS caveat
ORDER BY types DESC, information DESC, objects DESC, account
LIMIT $limit
