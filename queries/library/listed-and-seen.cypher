/*
id = "listed-and-seen"
question = "Which of the things that a set or published network names are seen in the loaded data, and which are known from the list alone?"
category = "sets"
does_not_prove = "That a thing which is not seen does not exist or is harmless: it may be suspended, renamed or outside what was collected. Nor that whoever shares a listed link or hashtag belongs to the list."
false_positives = [
  "A common hashtag or website on the list is shared by everybody.",
  "An account that was removed, and a handle that somebody else has taken since.",
  "A list that names an address in another spelling than the platform's.",
]
references = [
  "Meta, quarterly adversarial threat reports (indicators beside stated counts)",
  "DISARM T0129.007 Delete Accounts/Account Activity",
]

[parameters.set]
type = "set"
help = "the set, or network:PUBLISHER/NAME"

[parameters.standing]
type = "choice"
default = "all"
choices = ["all", "seen", "from the list alone"]
help = "which of them are wanted"

[parameters.max_sharers]
type = "integer"
default = 50
minimum = 1
maximum = 100000
help = "links, hashtags and the like that more accounts shared are marked as common: they tie nobody to the list"

[parameters.limit]
type = "integer"
default = 1000
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
thing = "*"
*/
CALL {
  // an account is seen where one of its keys has posted
  UNWIND $set_accounts AS keys
  UNWIND keys AS key
  MATCH (a:Account {id: key})
  OPTIONAL MATCH (a)-[:POSTED]->(p:Post)
  WITH keys, a.id AS key, a.handle AS handle, count(DISTINCT p.id) AS posts, min(p.created_at) AS first_at, max(p.created_at) AS last_at
  ORDER BY posts DESC, key
  WITH keys, sum(posts) AS posts, min(first_at) AS first_at, max(last_at) AS last_at, head(collect(key)) AS key, min(handle) AS handle
  RETURN 'Account' AS label, key, coalesce('@' + handle, key) AS shown, posts, null AS sharers, first_at, last_at
  UNION
  UNWIND $set_members.Url AS key
  MATCH (o:Url {id: key})
  RETURN 'Url' AS label, key, key AS shown, 0 AS posts,
         coalesce(o.sharers, CASE WHEN EXISTS { MATCH (o)<-[:LINKS_TO]-(:Post) } THEN 1 ELSE 0 END) AS sharers, null AS first_at, null AS last_at
  UNION
  UNWIND $set_members.Domain AS key
  MATCH (o:Domain {id: key})
  RETURN 'Domain' AS label, key, key AS shown, 0 AS posts,
         coalesce(o.sharers, CASE WHEN EXISTS { MATCH (o)<-[:ON_DOMAIN]-(:Url)<-[:LINKS_TO]-(:Post) } THEN 1 ELSE 0 END) AS sharers,
         null AS first_at, null AS last_at
  UNION
  UNWIND $set_members.Hashtag AS key
  MATCH (o:Hashtag {id: key})
  RETURN 'Hashtag' AS label, key, '#' + key AS shown, 0 AS posts,
         coalesce(o.sharers, CASE WHEN EXISTS { MATCH (o)<-[:TAGGED]-(:Post) } THEN 1 ELSE 0 END) AS sharers, null AS first_at, null AS last_at
  UNION
  UNWIND $set_members.Media AS key
  MATCH (o:Media {id: key})
  RETURN 'Media' AS label, key, coalesce(o.title, o.file_name, key) AS shown, 0 AS posts,
         coalesce(o.sharers, CASE WHEN EXISTS { MATCH (o)<-[:HAS_MEDIA]-() } THEN 1 ELSE 0 END) AS sharers, null AS first_at, null AS last_at
  UNION
  UNWIND $set_members.Post AS key
  MATCH (o:Post {id: key})
  RETURN 'Post' AS label, key, key AS shown, CASE WHEN o.created_at IS NULL THEN 0 ELSE 1 END AS posts,
         coalesce(o.sharers, CASE WHEN EXISTS { MATCH (o)<-[:REPOST_OF|QUOTES]-(:Post) } THEN 1 ELSE 0 END) AS sharers,
         o.created_at AS first_at, o.created_at AS last_at
  UNION
  UNWIND $set_members.Fingerprint AS key
  MATCH (o:Fingerprint {id: key})
  RETURN 'Fingerprint' AS label, key, key AS shown, 0 AS posts,
         coalesce(o.sharers, CASE WHEN EXISTS { MATCH (o)<-[:HAS_FINGERPRINT]-(:Domain) } THEN 1 ELSE 0 END) AS sharers,
         null AS first_at, null AS last_at
}
WITH label, key, shown, posts, sharers, first_at, last_at,
     CASE WHEN posts > 0 OR coalesce(sharers, 0) > 0 THEN 'seen' ELSE 'from the list alone' END AS standing
WHERE $standing = 'all' OR standing = $standing
RETURN standing, label AS kind, label + '/' + key AS thing, shown, posts, sharers, first_at, last_at,
       CASE WHEN standing <> 'seen' THEN 'named by ' + $set_title + ', and nothing else was loaded of it'
            WHEN label = 'Account' THEN 'named by ' + $set_title + ', and ' + toString(posts) + CASE posts WHEN 1 THEN ' post' ELSE ' posts' END + ' of it were loaded'
            WHEN label = 'Post' THEN 'named by ' + $set_title + ', loaded' + ', and shared by ' + toString(sharers) + CASE sharers WHEN 1 THEN ' account' ELSE ' accounts' END
            ELSE 'named by ' + $set_title + ', and found with ' + toString(sharers)
              + CASE label WHEN 'Fingerprint' THEN CASE sharers WHEN 1 THEN ' website' ELSE ' websites' END
                     ELSE CASE sharers WHEN 1 THEN ' account' ELSE ' accounts' END END END AS because,
       CASE WHEN standing <> 'seen' THEN 'unknown, not absent: it may be removed, renamed or outside what was collected'
            WHEN label = 'Account' THEN 'seen by this key; what it posted was loaded, not necessarily all that it posted'
            WHEN sharers > $max_sharers THEN 'common: shared by more than ' + toString($max_sharers) + ', it ties nobody to the list'
            ELSE 'whoever shares a listed thing may be a reader: not a member of the list' END AS caveat
ORDER BY standing DESC, kind, posts DESC, coalesce(sharers, 0) DESC, thing
LIMIT $limit
