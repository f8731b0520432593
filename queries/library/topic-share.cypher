/*
id = "topic-share"
question = "How many accounts of a set write about a topic, and how many of the set are held at all?"
category = "topics"
does_not_prove = "What an account believes or on whose behalf it writes. Words are counted by a codebook: another codebook gives another number."
false_positives = [
  "Irony, quotation and denial: a text that holds a term may say the opposite.",
  "A term with a second meaning that no exclusion covers.",
  "Accounts of which only a few posts were loaded fall below the minimum.",
]
references = ["Krippendorff, Content Analysis: a coding stands and falls with its codebook"]

[parameters.set]
type = "set"
help = "the set, or network:PUBLISHER/NAME"

[parameters.topic]
type = "topic"
help = "topic of codebook.toml"

[parameters.limit]
type = "integer"
default = 100
minimum = 1
maximum = 1000
help = "most rows"

[nodes]
accounts = "Account"

[hit]
key = ["standing"]
*/
UNWIND range(0, size($set_accounts) - 1) AS number
CALL (number) {
  // the posts of one listed account, under all its keys; one post is one, whoever else delivered it
  UNWIND $set_accounts[number] AS key
  OPTIONAL MATCH (:Account {id: key})-[:POSTED]->(p:Post)
  WITH DISTINCT p
  OPTIONAL MATCH (p)-[:HAS_TEXT]->(t:Text)
  WITH p, coalesce(min(t.text), toLower(p.text)) AS words, coalesce(p.kind, 'post') AS kind
  WITH p, words, kind, kind IN $topic_kinds AS own,
       coalesce(kind IN $topic_kinds AND words =~ $topic_include AND NOT words =~ $topic_exclude, false) AS hit,
       coalesce(kind IN $topic_within_kinds AND words =~ $topic_within_include AND NOT words =~ $topic_within_exclude, false) AS within_hit
  RETURN count(p) AS posts,
         sum(CASE WHEN own AND p IS NOT NULL THEN 1 ELSE 0 END) AS own_posts,
         sum(CASE WHEN hit THEN 1 ELSE 0 END) AS hits,
         sum(CASE WHEN within_hit THEN 1 ELSE 0 END) AS within_hits,
         sum(CASE WHEN own AND p IS NOT NULL AND NOT coalesce(words =~ $topic_coded, false) THEN 1 ELSE 0 END) AS uncoded
}
WITH number, $set_accounts[number] AS keys, posts, own_posts, hits, within_hits, uncoded
// the analyst's own word goes before the codebook; the one made last stands
WITH number, keys, posts, own_posts, hits, within_hits, uncoded,
     head([o IN $topic_overrides WHERE o.account IN keys]) AS label,
     head([o IN coalesce($topic_within_overrides, []) WHERE o.account IN keys]) AS within_label
WITH number, keys, posts, own_posts, hits, uncoded, label,
     $topic_within IS NULL OR coalesce(within_label.on, within_hits >= $topic_within_minimum) AS among,
     CASE WHEN $topic_within IS NULL THEN null ELSE within_label END AS within_label
WITH number, keys, posts, own_posts, hits, uncoded,
     CASE WHEN among THEN coalesce(label, within_label) ELSE within_label END AS label,
     CASE WHEN label.on AND among THEN 1
          WHEN posts = 0 AND label IS NULL THEN 5
          WHEN NOT among THEN 4
          WHEN label.on = false THEN CASE WHEN hits > 0 THEN 2 ELSE 3 END
          WHEN hits >= $topic_minimum THEN 1
          WHEN hits > 0 THEN 2 ELSE 3 END AS place
WITH collect({number: number, account: head(keys), posts: posts, own_posts: own_posts, hits: hits, uncoded: uncoded, label: label,
              place: place}) AS all_accounts
WITH all_accounts, size(all_accounts) AS listed, size([r IN all_accounts WHERE r.posts > 0]) AS held,
     reduce(n = 0, r IN all_accounts | n + r.own_posts) AS all_own,
     reduce(n = 0, r IN all_accounts | n + r.uncoded) AS all_uncoded
UNWIND range(1, 5) AS place
WITH place, listed, held, all_own, all_uncoded, [r IN all_accounts WHERE r.place = place] AS own
WHERE place <> 4 OR $topic_within IS NOT NULL
WITH place, listed, held, all_own, all_uncoded, own, [r IN own WHERE r.label IS NOT NULL] AS by_label,
     ['on the topic', 'below the minimum, or labelled otherwise', 'no post on the topic', 'not among those on ' + coalesce($topic_within, ''),
      'no post here'][place - 1] AS standing
RETURN standing, size(own) AS n_accounts, listed, held,
       CASE held WHEN 0 THEN null ELSE round(toFloat(size(own)) / held, 4) END AS share_of_held,
       size(by_label) AS by_label, reduce(n = 0, r IN own | n + r.own_posts) AS own_posts,
       reduce(n = 0, r IN own | n + r.hits) AS posts_on_topic,
       CASE all_own WHEN 0 THEN null ELSE round(toFloat(all_uncoded) / all_own, 4) END AS uncoded_share,
       [r IN own | r.account] AS accounts,
       toString(size(own)) + ' of ' + toString(listed) + ' listed (' + toString(held) + ' held here with posts): '
         + CASE place WHEN 1 THEN 'at least ' + toString($topic_minimum) + ' posts in own words on '
                WHEN 2 THEN 'some posts, fewer than ' + toString($topic_minimum) + ' or labelled otherwise, on '
                WHEN 3 THEN 'posts, but none on ' WHEN 4 THEN 'not counted for ' ELSE 'nothing that could speak of ' END
         + $topic_title
         + CASE size(by_label) WHEN 0 THEN '' ELSE '; by label: '
             + reduce(told = '', r IN by_label[..5] | told + CASE WHEN told = '' THEN '' ELSE ', ' END + r.account + ' ('
                 + r.label.by + ', ' + r.label.day + ')') END AS because,
       'counted by words' + CASE all_own WHEN 0 THEN '' ELSE '; the codebook leaves '
         + toString(round(100.0 * all_uncoded / all_own, 1)) + ' % of the posts in own words uncoded' END AS caveat
ORDER BY place
LIMIT $limit
