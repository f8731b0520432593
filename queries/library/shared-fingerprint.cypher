/*
id = "shared-fingerprint"
question = "Which websites carry the same technical fingerprint, and how much is that kind of fingerprint worth?"
category = "infrastructure"
does_not_prove = "That one actor runs the websites: an agency, a hosting firm or a template leaves the same mark on all its customers' sites."
false_positives = [
  "An analytics id that a web agency left on its customers' sites.",
  "Addresses and certificates of shared hosting, content delivery and parking services.",
  "Ids that come with a theme or a plugin.",
]
references = [
  "https://github.com/ASD-at-GMF/disinfo-laundromat (indicator tiers)",
  "DISARM T0149.006 IP Address, T0149.005 Server, T0098.001 Create Inauthentic News Sites",
]

[parameters.domain]
type = "string"
default = ""
maximum = 253
help = "only fingerprints of this website; empty for all"

[parameters.max_tier]
type = "integer"
default = 2
minimum = 0
maximum = 3
help = "weakest tier: 0 identity of the site, 1 strong, 2 associative, 3 circumstantial"

[parameters.max_domains]
type = "integer"
default = 10
minimum = 2
maximum = 1000
help = "fingerprints on more websites are left out: they are an agency's, a host's or a template's"

[parameters.limit]
type = "integer"
default = 200
minimum = 1
maximum = 10000
help = "most rows"

[nodes]
fingerprint = "Fingerprint"
domains = "Domain"
*/
MATCH (f:Fingerprint)
WHERE f.sharers >= 2 AND f.sharers <= $max_domains AND coalesce(f.tier, 3) <= $max_tier
MATCH (f)<-[:HAS_FINGERPRINT]-(d:Domain)
WHERE NOT coalesce(d.shared_service, false)
WITH DISTINCT f, d.id AS domain
ORDER BY domain
WITH f, collect(domain) AS domains
WHERE size(domains) >= 2 AND ($domain IS NULL OR $domain IN domains)
WITH f, domains, coalesce(f.tier, 3) AS tier, coalesce(f.information, 0.0) AS information
// a tier is a prior: its weight by how rare the fingerprint is
WITH f, domains, tier, information,
     information * CASE WHEN tier <= 1 THEN 1.0 WHEN tier = 2 THEN 0.5 ELSE 0.2 END AS weight
RETURN f.id AS fingerprint, f.kind AS kind, tier,
       ['identity of the site', 'strong', 'associative', 'circumstantial'][tier] AS tier_means, f.tool_tier AS tool_tier,
       size(domains) AS n_domains, round(information, 2) AS information, round(weight, 2) AS weight, domains,
       toString(size(domains)) + ' websites carry ' + coalesce(f.kind, 'fingerprint') + ' ' + left(coalesce(f.value, f.id), 80)
         + ' (tier ' + toString(tier) + ', '
         + ['identity of the site', 'strong', 'associative', 'circumstantial'][tier] + ')' AS because,
       CASE WHEN tier >= 2 THEN 'needs something stronger beside it: ' ELSE '' END
         + 'a shared technical trace may come from an agency, a host or a template; when it was seen matters' AS caveat
ORDER BY tier, weight DESC, n_domains DESC, fingerprint
LIMIT $limit
