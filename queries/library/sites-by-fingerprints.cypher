/*
id = "sites-by-fingerprints"
question = "Which pairs of websites carry several kinds of strong technical fingerprints in common?"
category = "infrastructure"
does_not_prove = "Who runs the websites, or that it is the same people: an agency that builds, hosts and measures sites leaves several marks at once, and whoever copies a page copies its ids."
false_positives = [
  "One agency or host whose customers share its analytics account and its addresses.",
  "An address or certificate of shared hosting, content delivery or parking beside an id that came with a theme.",
  "Marks that the sites carried at different times: a domain or an address changes hands.",
]
references = [
  "https://github.com/ASD-at-GMF/disinfo-laundromat (indicator tiers)",
  "DISARM T0149.006 IP Address, T0149.005 Server, T0098.001 Create Inauthentic News Sites",
]

[parameters.max_tier]
type = "integer"
default = 1
minimum = 0
maximum = 3
help = "weakest tier: 0 identity of the site, 1 strong, 2 associative, 3 circumstantial"

[parameters.min_kinds]
type = "integer"
default = 2
minimum = 1
maximum = 10
help = "fewest different kinds of fingerprint: two ids from one page of one agency are one reason, not two"

[parameters.max_domains]
type = "integer"
default = 10
minimum = 2
maximum = 200
help = "fingerprints on more websites are left out: they are an agency's, a host's or a template's"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
domain = "Domain"
other = "Domain"
fingerprints = "Fingerprint"

[hit]
key = ["domain", "other"]
*/
MATCH (f:Fingerprint)
WHERE f.sharers >= 2 AND f.sharers <= $max_domains AND coalesce(f.tier, 3) <= $max_tier
MATCH (one:Domain)-[:HAS_FINGERPRINT]->(f)<-[:HAS_FINGERPRINT]-(two:Domain)
WHERE one.id < two.id AND NOT coalesce(one.shared_service, false) AND NOT coalesce(two.shared_service, false)
WITH DISTINCT one.id AS domain, two.id AS other, coalesce(f.kind, 'unknown') AS kind, f.id AS fingerprint, coalesce(f.tier, 3) AS tier,
     f.sharers AS sites, coalesce(f.information, 0.0) AS information
ORDER BY tier, information DESC, fingerprint
// a kind counts by its rarest mark: two ids of one kind often come together
WITH domain, other, kind, max(information) AS information, min(tier) AS tier, collect(fingerprint) AS fingerprints, min(sites) AS sites
ORDER BY tier, kind
WITH domain, other, collect(kind) AS kinds, sum(information) AS information, min(tier) AS tier, collect(fingerprints) AS lists,
     collect(kind + ' (on ' + toString(sites) + ' websites)') AS told
WHERE size(kinds) >= $min_kinds
RETURN domain, other, size(kinds) AS n_kinds, kinds, tier AS strongest_tier, round(information, 2) AS information,
       reduce(all = [], l IN lists | all + l) AS fingerprints,
       domain + ' and ' + other + ' carry ' + toString(size(kinds))
         + CASE size(kinds) WHEN 1 THEN ' kind' ELSE ' kinds' END + ' of fingerprint in common: '
         + reduce(all = '', t IN told | all + CASE all WHEN '' THEN '' ELSE ', ' END + t) AS because,
       CASE WHEN tier >= 2 THEN 'nothing stronger than tier ' + toString(tier) + ' among them: it needs something stronger beside it'
            WHEN size(kinds) = 1 THEN 'one kind only: an agency or a host explains it as well'
            ELSE 'an agency or a host for both explains it as well: look who else carries the marks, and when they were seen' END AS caveat
ORDER BY n_kinds DESC, information DESC, domain, other
LIMIT $limit
