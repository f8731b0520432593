/*
id = "path-between-accounts"
question = "What ties two accounts: rare things that both shared, or a third account that shared rare things with each?"
category = "links"
does_not_prove = "Acquaintance, let alone one hand. Between any two accounts there is a path if the steps may be common enough; each step through a third account weakens it."
false_positives = [
  "A reader of the same small sources.",
  "A collector, debunker or aggregator in the middle, who shares something with everybody.",
  "Things that are rare only because little data was loaded.",
]
references = [
  "Pacheco et al., Uncovering Coordinated Networks on Social Media, ICWSM 2021 (similarity by rare shared objects)",
  "DISARM T0119.002 Post across Platform, T0084.001 Use Copypasta",
]

[parameters.a]
type = "ref"
help = "one account: Account/PLATFORM:ID"

[parameters.b]
type = "ref"
help = "the other account: Account/PLATFORM:ID"

[parameters.max_sharers]
type = "integer"
default = 30
minimum = 2
maximum = 500
help = "things that more accounts shared are no step of a path"

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
default = 100
minimum = 1
maximum = 1000
help = "things of each account from which paths go on: the rarest"

[parameters.limit]
type = "integer"
default = 100
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
object_a = "*"
via = "Account"
object_b = "*"

[hit]
key = ["object_a", "via", "object_b"]
strength = "weakest_step"
*/
MATCH (x:Account) WHERE x.id IN [$a, $b] AND $a_label = 'Account' AND $b_label = 'Account'
OPTIONAL MATCH (x)-[:SAME_AS]-(y:Account)
WITH x.id AS key, collect(DISTINCT y.id) AS same
WITH collect({key: key, all: [key] + same}) AS ends
WITH ends, reduce(keys = [], e IN ends | keys + e.all) AS both
UNWIND ends AS e
UNWIND e.all AS key
WITH both, CASE e.key WHEN $a THEN 'a' ELSE 'b' END AS side, key
CALL (key) {
  MATCH (:Account {id: key})-[:POSTED]->(:Post)-[:LINKS_TO|TAGGED|HAS_TEXT|HAS_MEDIA|REPOST_OF]->(o)
  WHERE o.sharers >= 2 AND o.sharers <= $max_sharers AND o.information >= $min_information
  RETURN o
  UNION
  MATCH (:Account {id: key})-[:POSTED]->(:Post)-[:LINKS_TO]->(:Url)-[:ON_DOMAIN|HAS_MEDIA]->(o)
  WHERE o.sharers >= 2 AND o.sharers <= $max_sharers AND o.information >= $min_information
  RETURN o
}
WITH DISTINCT both, side, o, head(labels(o)) AS label
WHERE NOT coalesce(o.shared_service, false)
  AND NOT (label = 'Media' AND coalesce(o.kind, '') = 'audio')
  AND NOT (label = 'Text' AND o.length < $min_length)
  // a video's page stands for the video
  AND NOT (label = 'Url' AND EXISTS { MATCH (o)-[:HAS_MEDIA]->(:Media) })
WITH both, side, o, label
ORDER BY o.information DESC, label, o.id
WITH both, side, collect(o) AS objects
UNWIND objects[..$max_objects] AS o
CALL (o) {
  MATCH (o)<-[:LINKS_TO|TAGGED|HAS_TEXT|HAS_MEDIA|REPOST_OF]-(:Post)<-[:POSTED]-(c:Account)
  RETURN c
  UNION
  MATCH (o)<-[:ON_DOMAIN|HAS_MEDIA]-(:Url)<-[:LINKS_TO]-(:Post)<-[:POSTED]-(c:Account)
  RETURN c
}
OPTIONAL MATCH (c)-[:SAME_AS]->(d:Account)
WITH both, side, o, c, min(d.id) AS same
WITH DISTINCT both, side, coalesce(same, c.id) AS account, head(labels(o)) AS label, o.id AS key, o.sharers AS sharers, o.information AS information,
     CASE head(labels(o)) WHEN 'Text' THEN 'text ' + left(o.text, 60) WHEN 'Media' THEN coalesce(o.kind, 'file') + ' ' + left(coalesce(o.title, o.file_name, o.id), 60)
          WHEN 'Hashtag' THEN '#' + left(o.id, 60) WHEN 'Post' THEN 'post ' + o.id ELSE left(o.id, 100) END AS shown
ORDER BY information DESC, label, key
WITH both, account, collect({side: side, object: label + '/' + key, sharers: sharers, information: information, shown: shown}) AS ties
WITH both, account, [t IN ties WHERE t.side = 'a'] AS from_a, [t IN ties WHERE t.side = 'b'] AS from_b
WITH collect({account: account, own: account IN both, from_a: from_a, from_b: from_b}) AS found
// what each end shared itself is in the row of that end
WITH found, reduce(l = [], f IN found | CASE WHEN f.own THEN l + [t IN f.from_a | t.object] ELSE l END) AS of_a,
     reduce(l = [], f IN found | CASE WHEN f.own THEN l + [t IN f.from_b | t.object] ELSE l END) AS of_b,
     reduce(l = [], f IN found | CASE WHEN f.own THEN l + f.from_a ELSE l END) AS ties
WITH found, [o IN of_a WHERE o IN of_b] AS common, ties
WITH [t IN ties WHERE t.object IN common | {steps: 1, via: null, a: t, b: t, n_a: 1, n_b: 1}] AS direct,
     [f IN found WHERE NOT f.own | {via: f.account, a: [t IN f.from_a WHERE NOT t.object IN common], b: [t IN f.from_b WHERE NOT t.object IN common]}] AS others
WITH direct + [f IN others WHERE size(f.a) > 0 AND size(f.b) > 0 | {steps: 2, via: f.via, a: f.a[0], b: f.b[0], n_a: size(f.a), n_b: size(f.b)}] AS paths
UNWIND paths AS path
WITH DISTINCT path.steps AS steps, path.via AS via, path.a.object AS object_a, path.b.object AS object_b, path.n_a AS n_a, path.n_b AS n_b,
     path.a.shown AS shown_a, path.b.shown AS shown_b, path.a.sharers AS sharers_a, path.b.sharers AS sharers_b,
     CASE WHEN path.a.information < path.b.information THEN path.a.information ELSE path.b.information END AS weakest
RETURN steps, object_a, via, object_b, n_a, n_b, sharers_a, sharers_b, round(weakest, 2) AS weakest_step,
       CASE steps WHEN 1 THEN 'both shared ' + shown_a + ' (' + toString(sharers_a) + ' sharers)'
            ELSE $a + ' and ' + via + ' shared ' + shown_a + ' (' + toString(sharers_a) + ' sharers' + CASE n_a WHEN 1 THEN '' ELSE ', and ' + toString(n_a - 1) + ' more' END
              + '); ' + via + ' and ' + $b + ' shared ' + shown_b + ' (' + toString(sharers_b) + ' sharers' + CASE n_b WHEN 1 THEN '' ELSE ', and ' + toString(n_b - 1) + ' more' END
              + ')' END AS because,
       CASE steps WHEN 1 THEN 'a shared object, not a shared hand; rare is meant among what was loaded'
            ELSE 'through a third account: the two need not know of each other, nor of it; what both shared themselves stands here only with at most ' + toString($max_sharers) + ' sharers' END AS caveat
ORDER BY steps, weakest DESC, n_a + n_b DESC, via, object_a, object_b
LIMIT $limit
