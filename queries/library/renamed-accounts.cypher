/*
id = "renamed-accounts"
question = "Which accounts changed their handle, and does another account bear one of their handles?"
category = "identity"
does_not_prove = "Concealment: people marry, clubs merge, jokes wear off. A handle that was given up is free for anybody, and whoever bears it now need not know of it."
false_positives = [
  "A new spelling, a new employer, a title in the handle during an election.",
  "Somebody who collects handles that were given up.",
  "A handle that a file gave wrongly.",
]
references = [
  "DISARM T0128.005 Change Names of Information Assets, T0150.004 Repurposed Asset",
  "Meta Online Operations Kill Chain 0.9.9 (repurposed accounts)",
]

[parameters.set]
type = "set"
default = ""
help = "only accounts of this set, or network:PUBLISHER/NAME; empty for all"

[parameters.min_handles]
type = "integer"
default = 2
minimum = 2
maximum = 50
help = "fewest different handles under which an account was seen"

[parameters.max_bearers]
type = "integer"
default = 20
minimum = 1
maximum = 500
help = "other bearers of a handle are named up to this many"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
account = "Account"
others = "Account"

[hit]
strength = "n_handles"
*/
MATCH (a:Account)
WHERE a.handles IS NOT NULL AND NOT EXISTS { MATCH (a)-[:SAME_AS]->(:Account) }
UNWIND a.handles AS spelt
// capitals do not make a new handle
WITH DISTINCT a.platform AS platform, toLower(spelt) AS handle, a.id AS account
WITH platform, handle, collect(account) AS bearers
UNWIND bearers AS account
WITH account, platform, handle, CASE size(bearers) WHEN 1 THEN [] ELSE [b IN bearers WHERE b <> account] END AS others
WITH account, platform, count(handle) AS n_handles, collect(others) AS others
WHERE n_handles >= $min_handles AND ($set IS NULL OR account IN $set)
UNWIND CASE reduce(n = 0, o IN others | n + size(o)) WHEN 0 THEN [[null]] ELSE others END AS some
UNWIND some AS other
WITH DISTINCT account, platform, n_handles, other
ORDER BY other
WITH account, platform, n_handles, collect(other) AS others
MATCH (a:Account {id: account})
WITH account, platform, n_handles, others[..$max_bearers] AS others, size(others) AS n_others, a.handles AS handles, a.handle AS handle
RETURN account, platform, handle, handles, n_handles, n_others, others,
       'seen under ' + toString(n_handles) + ' handles, oldest first: '
         + reduce(told = '', h IN handles | told + CASE told WHEN '' THEN '' ELSE ', ' END + h)
         + CASE n_others WHEN 0 THEN '' WHEN 1 THEN '; another account was seen under one of them: ' + others[0]
                ELSE '; ' + toString(n_others) + ' other accounts were seen under one of them: ' + others[0] + ' …' END AS because,
       CASE n_others WHEN 0 THEN 'a new handle is no secret in itself; when it changed is known only from when the files were collected'
            ELSE 'not one account: posts under the shared handle belong to whoever bore it then, which only the id tells' END AS caveat
ORDER BY n_others DESC, n_handles DESC, account
LIMIT $limit
