"""Hosts that are the same place, as data: no URL library that was measured knows them."""

from collections.abc import Mapping
from types import MappingProxyType

_HOSTS = {
    "x": "x.com twitter.com mobile.twitter.com m.twitter.com mobile.x.com",
    "telegram": "t.me telegram.me telegram.dog",
    "youtube": "youtube.com m.youtube.com music.youtube.com youtu.be youtube-nocookie.com",
    "tiktok": "tiktok.com m.tiktok.com vm.tiktok.com vt.tiktok.com",
    "facebook": "facebook.com m.facebook.com mbasic.facebook.com web.facebook.com fb.com fb.watch l.facebook.com",
    "instagram": "instagram.com m.instagram.com l.instagram.com",
    "threads": "threads.net threads.com",
    "reddit": "reddit.com old.reddit.com new.reddit.com m.reddit.com np.reddit.com redd.it",
    "pinterest": "pinterest.com nl.pinterest.com sk.pinterest.com ca.pinterest.com se.pinterest.com fr.pinterest.com "
    "de.pinterest.com uk.pinterest.com pinterest.co.uk pinterest.fr pinterest.de pin.it",
    "medium": "medium.com",
    "tumblr": "tumblr.com",
    # its subdomains are spaces, except these: one per language
    "quora": "quora.com es.quora.com fr.quora.com de.quora.com it.quora.com pt.quora.com jp.quora.com id.quora.com "
    "nl.quora.com da.quora.com no.quora.com sv.quora.com fi.quora.com pl.quora.com hi.quora.com bn.quora.com "
    "mr.quora.com ta.quora.com te.quora.com kn.quora.com gu.quora.com ml.quora.com he.quora.com ar.quora.com "
    "tr.quora.com zh.quora.com",
    "livejournal": "livejournal.com",
    "vk": "vk.com m.vk.com vk.ru",
    "ok": "ok.ru m.ok.ru",
    "linkedin": "linkedin.com",
    "soundcloud": "soundcloud.com m.soundcloud.com",
    "bluesky": "bsky.app",
    "weibo": "weibo.com m.weibo.cn weibo.cn",
    "rumble": "rumble.com",
    "odysee": "odysee.com",
    "bitchute": "bitchute.com",
    "gab": "gab.com",
    "truthsocial": "truthsocial.com",
}

PLATFORM_OF_HOST: Mapping[str, str] = MappingProxyType(
    {host: platform for platform, hosts in _HOSTS.items() for host in hosts.split()}
)
"""Platform of each host, without `www.`."""

CANONICAL_HOST: Mapping[str, str] = MappingProxyType(
    {
        "x": "x.com",
        "telegram": "t.me",
        "youtube": "www.youtube.com",
        "tiktok": "www.tiktok.com",
        "facebook": "www.facebook.com",
        "instagram": "www.instagram.com",
        "threads": "www.threads.net",
        "reddit": "www.reddit.com",
        "pinterest": "www.pinterest.com",
        "medium": "medium.com",
        "tumblr": "www.tumblr.com",
        "quora": "www.quora.com",
        "vk": "vk.com",
        "ok": "ok.ru",
    }
)
"""The host under which a platform's addresses are kept."""

SHORT_PLATFORM_HOSTS = frozenset({"vm.tiktok.com", "vt.tiktok.com", "fb.watch", "pin.it", "redd.it"})
"""Short forms of a platform that cannot be unfolded without asking it."""

TENANT_HOSTS = frozenset(
    "medium.com livejournal.com wordpress.com tumblr.com substack.com quora.com livedoor.blog skyrock.com over-blog.com "
    "weebly.com ghost.io fanfiction.net blogspot.com blogspot.co.uk blogspot.de blogspot.fr blogspot.hk blogspot.tw "
    "blogger.com wixsite.com netlify.app github.io squarespace.com jimdofree.com beehiiv.com altervista.org".split()
)
"""Hosts whose subdomains belong to their tenants, beyond what the public-suffix list knows."""

SHORTENERS = frozenset(
    "bit.ly t.co goo.gl tinyurl.com ow.ly is.gd buff.ly dlvr.it ift.tt chng.it cutt.ly rebrand.ly t.ly shorturl.at lnkd.in "
    "trib.al soo.gd rb.gy v.gd clck.ru vk.cc amzn.to nyti.ms wapo.st reut.rs".split()
)
"""Link shorteners; never resolved."""

SHARED_SERVICES = (
    frozenset(
        "telegra.ph linktr.ee change.org avaaz.org google.com archive.org archive.ph archive.is wikipedia.org "
        "imgur.com gofundme.com paypal.com patreon.com apple.com spotify.com amazon.com microsoft.com cloudflare.com "
        "privacyprotect.org whoisguard.com domainsbyproxy.com namecheap.com godaddy.com".split()
    )
    | SHORTENERS
    | {host for hosts in _HOSTS.values() for host in hosts.split() if host.count(".") == 1}
)
"""Registrable domains that everybody uses: sharing one says nothing."""

PETITION_HOSTS = frozenset({"change.org", "chng.it", "avaaz.org"})

TRACKING_PARAMETERS = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid mibextid _ga _gl ref_src ref_url "
    "spm scid si feature ab_channel s_kwcid oly_anon_id oly_enc_id vero_id wickedid __twitter_impression cmpid ns_campaign "
    "ns_mchannel ns_source".split()
)
"""Query parameters that say how somebody came, not where to; so do all that begin with utm_."""
