/*
id = "shared-by-two-sets"
question = "What do two sets or published networks share: rare links, websites, files, texts, hashtags, posts, fingerprints?"
category = "sets"
does_not_prove = "That one actor runs both: a shared object is a lead. Nor does a row that says nothing was found prove that they are apart: it speaks of what was loaded."
false_positives = [
  "Two groups that follow the same outlet or answer the same post.",
  "An object that is rare only because little data was loaded.",
  "A list that names a bystander, or a link that the campaign only passed on.",
]
references = [
  "Meta threat research: sharing or engaging with a listed link is not enough to attribute an account to a campaign",
  "MISP stops correlating a value after 100",
]

[parameters.a]
type = "set"
help = "first set, or network:PUBLISHER/NAME"

[parameters.b]
type = "set"
help = "second set, or network:PUBLISHER/NAME"

[parameters.max_sharers]
type = "integer"
default = 50
minimum = 2
maximum = 5000
help = "objects that more accounts shared tie nobody to anybody; they are only counted"

[parameters.min_length]
type = "integer"
default = 40
minimum = 10
maximum = 10000
help = "shortest text, in characters without links and mentions"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
object = "*"
accounts_a = "Account"
accounts_b = "Account"

[hit]
key = ["kind", "object"]
*/
CALL {
  // what accounts of a side posted themselves, or reposted
  UNWIND [{side: 'a', keys: $a}, {side: 'b', keys: $b}] AS s
  UNWIND s.keys AS key
  MATCH (x:Account {id: key})-[:POSTED]->(:Post)-[:LINKS_TO|TAGGED|HAS_TEXT|HAS_MEDIA|REPOST_OF]->(o)
  RETURN s.side AS side, x.id AS account, o, head(labels(o)) AS label
  UNION
  UNWIND [{side: 'a', keys: $a}, {side: 'b', keys: $b}] AS s
  UNWIND s.keys AS key
  MATCH (x:Account {id: key})-[:POSTED]->(:Post)-[:LINKS_TO]->(:Url)-[:ON_DOMAIN|HAS_MEDIA]->(o)
  RETURN s.side AS side, x.id AS account, o, head(labels(o)) AS label
  UNION
  // what a side lists
  UNWIND [{side: 'a', keys: $a_members.Url}, {side: 'b', keys: $b_members.Url}] AS s
  UNWIND s.keys AS key
  MATCH (o:Url {id: key})
  RETURN s.side AS side, null AS account, o, 'Url' AS label
  UNION
  UNWIND [{side: 'a', keys: $a_members.Domain}, {side: 'b', keys: $b_members.Domain}] AS s
  UNWIND s.keys AS key
  MATCH (o:Domain {id: key})
  RETURN s.side AS side, null AS account, o, 'Domain' AS label
  UNION
  UNWIND [{side: 'a', keys: $a_members.Hashtag}, {side: 'b', keys: $b_members.Hashtag}] AS s
  UNWIND s.keys AS key
  MATCH (o:Hashtag {id: key})
  RETURN s.side AS side, null AS account, o, 'Hashtag' AS label
  UNION
  UNWIND [{side: 'a', keys: $a_members.Media}, {side: 'b', keys: $b_members.Media}] AS s
  UNWIND s.keys AS key
  MATCH (o:Media {id: key})
  RETURN s.side AS side, null AS account, o, 'Media' AS label
  UNION
  UNWIND [{side: 'a', keys: $a_members.Post}, {side: 'b', keys: $b_members.Post}] AS s
  UNWIND s.keys AS key
  MATCH (o:Post {id: key})
  RETURN s.side AS side, null AS account, o, 'Post' AS label
  UNION
  UNWIND [{side: 'a', keys: $a_members.Fingerprint}, {side: 'b', keys: $b_members.Fingerprint}] AS s
  UNWIND s.keys AS key
  MATCH (o:Fingerprint {id: key})
  RETURN s.side AS side, null AS account, o, 'Fingerprint' AS label
  UNION
  // fingerprints of the websites that a side lists
  UNWIND [{side: 'a', keys: $a_members.Domain}, {side: 'b', keys: $b_members.Domain}] AS s
  UNWIND s.keys AS key
  MATCH (:Domain {id: key})-[:HAS_FINGERPRINT]->(o:Fingerprint)
  RETURN s.side AS side, null AS account, o, 'Fingerprint' AS label
  UNION
  // accounts that both sides list
  UNWIND [{side: 'a', keys: $a}, {side: 'b', keys: $b}] AS s
  UNWIND s.keys AS key
  MATCH (o:Account {id: key})
  RETURN s.side AS side, null AS account, o, 'Account' AS label
}
WITH o, label, side, account
WHERE label IN ['Url', 'Domain', 'Hashtag', 'Media', 'Text', 'Post', 'Fingerprint', 'Account']
ORDER BY account
WITH o, label, collect(DISTINCT side) AS sides,
     collect(DISTINCT CASE side WHEN 'a' THEN account END) AS accounts_a,
     collect(DISTINCT CASE side WHEN 'b' THEN account END) AS accounts_b,
     sum(CASE WHEN side = 'a' AND account IS NULL THEN 1 ELSE 0 END) AS listed_a,
     sum(CASE WHEN side = 'b' AND account IS NULL THEN 1 ELSE 0 END) AS listed_b
WHERE size(sides) = 2
  AND NOT coalesce(o.shared_service, false)
  AND NOT (label = 'Media' AND coalesce(o.kind, '') = 'audio')
  AND NOT (label = 'Text' AND o.length < $min_length)
  // a video's page stands for the video
  AND NOT (label = 'Url' AND EXISTS { MATCH (o)-[:HAS_MEDIA]->(:Media) })
WITH label, o.id AS key, coalesce(o.sharers, 1) AS sharers, o.information AS information, accounts_a, accounts_b, listed_a, listed_b,
     CASE label WHEN 'Text' THEN left(o.text, 60) WHEN 'Media' THEN coalesce(o.kind + ' ', '') + left(coalesce(o.title, o.file_name, o.id), 60)
          ELSE left(o.id, 120) END AS shown
// in the order of the answer, so that what goes beyond its limit need not be carried on; the rarest of the common ones are named
ORDER BY coalesce(round(information, 2), 99.0) DESC, label, label + '/' + key
WITH collect({object: label + '/' + key, label: label, shown: shown, sharers: sharers, information: information,
              accounts_a: accounts_a, accounts_b: accounts_b, listed_a: listed_a > 0, listed_b: listed_b > 0}) AS found
WITH [f IN found WHERE f.sharers <= $max_sharers] AS rare, [f IN found WHERE f.sharers > $max_sharers] AS common
WITH rare, size(rare) AS n_rare, size(common) AS n_common,
     reduce(told = '', label IN ['Hashtag', 'Url', 'Domain', 'Media', 'Text', 'Post', 'Fingerprint']
       | told + CASE size([f IN common WHERE f.label = label]) WHEN 0 THEN ''
                ELSE CASE told WHEN '' THEN '' ELSE ', ' END + toString(size([f IN common WHERE f.label = label])) + ' '
                  + CASE label WHEN 'Url' THEN 'link' WHEN 'Media' THEN 'file' WHEN 'Fingerprint' THEN 'site fingerprint' ELSE toLower(label) END
                  + CASE size([f IN common WHERE f.label = label]) WHEN 1 THEN '' ELSE 's' END
                  + ': ' + head([f IN common WHERE f.label = label | f.shown])
                  + CASE size([f IN common WHERE f.label = label]) WHEN 1 THEN '' ELSE ' …' END END) AS named
UNWIND CASE n_rare WHEN 0 THEN [null] ELSE rare[..$limit] END AS f
WITH f, n_rare, n_common, named,
     CASE n_common WHEN 0 THEN ''
          ELSE '; common to both but too frequent to tie anybody (more than ' + toString($max_sharers) + ' sharers): '
            + toString(n_common) + ' (' + named + ')' END AS beside
RETURN coalesce(f.label, 'nothing') AS kind, f.object AS object, f.shown AS shown, size(coalesce(f.accounts_a, [])) AS n_a,
       size(coalesce(f.accounts_b, [])) AS n_b, f.sharers AS sharers, round(f.information, 2) AS information,
       coalesce(f.accounts_a, []) AS accounts_a, coalesce(f.accounts_b, []) AS accounts_b, n_common AS common_objects,
       CASE WHEN f IS NULL
            THEN 'no tie in the loaded data: no object with at most ' + toString($max_sharers) + ' sharers belongs to both '
              + $a_title + ' and ' + $b_title + beside
            WHEN f.label = 'Account' THEN 'listed in both ' + $a_title + ' and ' + $b_title
            ELSE f.label + ' ' + f.shown + ': '
              + CASE WHEN f.listed_a THEN 'listed in ' + $a_title + CASE size(f.accounts_a) WHEN 0 THEN '' ELSE ' and ' END ELSE '' END
              + CASE size(f.accounts_a) WHEN 0 THEN '' ELSE 'shared by ' + toString(size(f.accounts_a)) + ' of ' + $a_title END + ', '
              + CASE WHEN f.listed_b THEN 'listed in ' + $b_title + CASE size(f.accounts_b) WHEN 0 THEN '' ELSE ' and ' END ELSE '' END
              + CASE size(f.accounts_b) WHEN 0 THEN '' ELSE 'shared by ' + toString(size(f.accounts_b)) + ' of ' + $b_title END
            END AS because,
       CASE WHEN f IS NULL THEN 'says nothing of what was not loaded: look at how many accounts of each side are seen here'
            ELSE 'a shared object, not one hand behind both; rare is meant among what was loaded' END AS caveat
ORDER BY coalesce(f.information, 99.0) DESC, kind, object
LIMIT $limit
