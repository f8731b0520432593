/*
id = "what-sources-say"
question = "What do firms, specialists, platforms and governments say of a set or network, side by side?"
category = "sets"
does_not_prove = "What is the case. Each row is one source's word, neither added up nor averaged; several sources may repeat one of them."
false_positives = [
  "Sources that rely on one another count as one.",
  "A statement on one part of a network that is read as one on all of it.",
  "A stated number that counts what nobody else can see.",
]
references = [
  "Pamment & Smith, Attributing Information Influence Operations, NATO StratCom COE and Hybrid CoE 2022",
  "Healey, Beyond Attribution, Atlantic Council 2012 (spectrum of state responsibility)",
  "NATO Admiralty code: reliability of the source and credibility of the item are kept apart",
]

[parameters.about]
type = "ref"
default = ""
help = "only statements about this: Network/PUBLISHER/NAME, Set/CASE/NAME, Account/… or Domain/…; empty for all"

[parameters.kinds]
type = "list"
default = "attribution,claim,count,title,target,victim,service,persona,reach,organisation"
choices = ["attribution", "claim", "count", "title", "target", "victim", "service", "persona", "reach", "organisation"]
minimum = 1
maximum = 10
help = "kinds of statement"

[parameters.max_statements]
type = "integer"
default = 1000
minimum = 1
maximum = 100000
help = "a thing about which more is stated is left out; ask for it alone"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
about = "*"
statement = "Statement"
source = "Source"

[hit]
key = ["about", "statement"]
strength = "count"
*/
MATCH (s:Statement)-[:ABOUT]->(o)
WHERE s.kind IN $kinds AND ($about IS NULL OR (o.id = $about AND head(labels(o)) = $about_label))
WITH head(labels(o)) + '/' + o.id AS about, coalesce(o.name, o.handle, o.id) AS title, collect(s.id) AS statements
WHERE size(statements) <= $max_statements OR $about IS NOT NULL
UNWIND statements AS statement
MATCH (s:Statement {id: statement})
OPTIONAL MATCH (s)-[:STATED_BY]->(w:Source)
WITH about, title, s, min(w.id) AS source
WITH about, title, s, source, coalesce(source, 'an unnamed source') AS speaker,
     CASE s.kind WHEN 'attribution' THEN 1 WHEN 'claim' THEN 2 WHEN 'count' THEN 3 ELSE 4 END AS place,
     CASE WHEN s.stated_at IS NULL THEN ' (undated)' ELSE ' (' + left(toString(datetime({epochMillis: s.stated_at})), 10) + ')' END AS day
RETURN about, s.kind AS kind, source, s.stated_at AS stated_at, s.attributes AS attributes, s.text AS text, s.translation AS translation,
       s.count AS count, s.unit AS unit, s.platform AS platform, s.role AS role, s.procedure AS procedure, s.id AS statement,
       speaker + day + ' on ' + title + ': “' + left(coalesce(s.text, ''), 200) + '”' AS because,
       CASE WHEN s.kind = 'attribution' AND coalesce(s.attributes, '') = 'denied'
            THEN 'a denial by one who is concerned: neither proof nor disproof'
            WHEN s.kind = 'attribution' THEN 'how far one source goes, in its own words; what it rests on is not in the loaded data'
            WHEN s.kind = 'count' OR s.kind = 'reach' THEN 'a stated number, not counted here'
            ELSE 'one source’s word, not checked here' END AS caveat
ORDER BY about, place, coalesce(s.stated_at, 9999999999999), kind, statement
LIMIT $limit
