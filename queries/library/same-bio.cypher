/*
id = "same-bio"
question = "Which self-descriptions do several accounts share, word for word or from one template?"
category = "identity"
does_not_prove = "That one hand filled in the profiles: members of a club, a campaign or a company introduce themselves in given words, and mottoes are copied."
false_positives = [
  "An open campaign that asks its members to say so in their profile.",
  "Branches of one company, newsroom or party.",
  "A verse, slogan or joke that goes round.",
]
references = [
  "DISARM T0144.002 Persona Template, T0150.008 Bulk Created Asset",
  "Meta Online Operations Kill Chain 9.1 (personas)",
]

[parameters.min_accounts]
type = "integer"
default = 3
minimum = 2
maximum = 1000
help = "fewest accounts with the self-description"

[parameters.max_accounts]
type = "integer"
default = 100
minimum = 2
maximum = 5000
help = "self-descriptions of more accounts are left out: they are common phrases"

[parameters.min_length]
type = "integer"
default = 40
minimum = 5
maximum = 1000
help = "shortest self-description, in characters: two words and a comma meet by chance"

[parameters.digits]
type = "choice"
default = "any"
choices = ["any", "exact"]
help = "any: numbers in which the texts differ count as the same (a template); exact: word for word"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
accounts = "Account"

[hit]
key = ["bio"]
*/
MATCH (a:Account)
WHERE size(a.bio) >= $min_length AND NOT EXISTS { MATCH (a)-[:SAME_AS]->(:Account) }
WITH a.id AS account, a.platform AS platform, a.created_at AS created_at, a.bio AS bio,
     CASE $digits WHEN 'exact' THEN toLower(trim(a.bio))
          ELSE reduce(t = toLower(trim(a.bio)), d IN ['1', '2', '3', '4', '5', '6', '7', '8', '9'] | replace(t, d, '0')) END AS template
WITH template, count(account) AS n_accounts, count(DISTINCT bio) AS wordings, min(bio) AS shown, min(created_at) AS first_created_at,
     max(created_at) AS last_created_at, count(created_at) AS dated, collect({account: account, platform: platform}) AS found
WHERE n_accounts >= $min_accounts AND n_accounts <= $max_accounts
UNWIND found AS f
WITH template, n_accounts, wordings, shown, first_created_at, last_created_at, dated, f.account AS account, f.platform AS platform
ORDER BY template, platform, account
WITH template, n_accounts, wordings, shown, first_created_at, last_created_at, dated, collect(account) AS accounts,
     collect(DISTINCT platform) AS platforms
RETURN left(shown, 200) AS bio, n_accounts, wordings, platforms, first_created_at, last_created_at, dated, accounts,
       toString(n_accounts) + ' accounts describe themselves '
         + CASE wordings WHEN 1 THEN 'word for word alike' ELSE 'in one template (' + toString(wordings) + ' wordings)' END
         + ': ' + left(shown, 80)
         + CASE WHEN dated < 2 THEN ''
                ELSE '; ' + toString(dated) + ' of them made between ' + left(toString(datetime({epochMillis: first_created_at})), 10)
                  + ' and ' + left(toString(datetime({epochMillis: last_created_at})), 10) END AS because,
       'a shared self-description, not a shared hand: read it, a campaign or company that says so is meant to be seen' AS caveat
ORDER BY n_accounts DESC, bio, accounts[0]
LIMIT $limit
