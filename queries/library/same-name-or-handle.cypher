/*
id = "same-name-or-handle"
question = "Which accounts, on one platform or several, bear the same handle or the same display name?"
category = "identity"
does_not_prove = "That one person holds the accounts. Names are chosen freely, handles are free on every platform, and both are copied; only the platform's id tells accounts apart."
false_positives = [
  "A common first and last name.",
  "Somebody else who took the handle first on the other platform.",
  "An association, paper or robot that openly has an account on each platform.",
  "An account that impersonates another by its name.",
]
references = [
  "DISARM T0144.001 Present Persona across Platforms, T0143.003 Impersonated Persona",
  "Meta Online Operations Kill Chain 1.8 (backstopping across sites)",
]

[parameters.min_length]
type = "integer"
default = 6
minimum = 3
maximum = 100
help = "shortest handle or name, in characters: short ones meet by chance"

[parameters.max_accounts]
type = "integer"
default = 10
minimum = 2
maximum = 200
help = "handles and names that more accounts bear are left out: they are common"

[parameters.platforms]
type = "choice"
default = "one or more"
choices = ["one or more", "several"]
help = "whether only handles and names on several platforms are wanted"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
accounts = "Account"

[hit]
key = ["kind", "shown"]
*/
MATCH (a:Account)
WHERE (a.handle IS NOT NULL OR a.name IS NOT NULL)
  // an account that is known by its handle only, and whose id is known too, is one with that id
  AND NOT EXISTS { MATCH (a)-[:SAME_AS]->(:Account) }
UNWIND [{kind: 'handle', value: toLower(a.handle)}, {kind: 'name', value: toLower(trim(a.name))}] AS borne
WITH borne.kind AS kind, borne.value AS value, a.id AS account, a.platform AS platform
WHERE size(value) >= $min_length
WITH kind, value, collect({account: account, platform: platform}) AS found
WHERE size(found) >= 2 AND size(found) <= $max_accounts
UNWIND found AS f
WITH kind, value, f.account AS account, f.platform AS platform
ORDER BY kind, value, platform, account
WITH kind, value, collect(account) AS accounts, collect(DISTINCT platform) AS platforms
WHERE size(platforms) > CASE $platforms WHEN 'several' THEN 1 ELSE 0 END
// the same accounts with one handle and one name are one row
WITH accounts, platforms, collect(kind) AS kinds, collect(value) AS shared_values
WITH accounts, platforms, kinds, shared_values, size(accounts) AS n_accounts,
     CASE size(kinds) WHEN 1 THEN head(kinds) ELSE 'handle and name' END AS kind,
     reduce(told = '', n IN platforms | told + CASE told WHEN '' THEN '' ELSE ', ' END + n) AS where_
RETURN kind, shared_values[0] AS shown, n_accounts, platforms, accounts,
       toString(n_accounts) + ' accounts on ' + where_ + ' bear the same '
         + CASE WHEN kind = 'handle and name' THEN 'handle (' + shared_values[0] + ') and the same name (' + shared_values[1] + ')'
                ELSE kind + ': ' + shared_values[0] END AS because,
       CASE WHEN kind = 'name' THEN 'a display name is no key: whoever likes may bear it; look for what else they share'
            WHEN size(platforms) = 1
            THEN 'on one platform a handle belongs to one account at a time: one of them has given it up, or was seen before the other took it'
            WHEN kind = 'handle' THEN 'a handle is free on every platform: another person may have taken it there'
            ELSE 'openly one name on several platforms, or a copy of it: look for a link from one profile to the other' END AS caveat
ORDER BY size(kinds) DESC, size(platforms) DESC, n_accounts, kind, shown, accounts[0]
LIMIT $limit
