"""How an account shares an object: the one path per kind of object that a SHARED link folds."""

from collections.abc import Mapping
from types import MappingProxyType

# (:Account)-[:POSTED]->(p:Post), then from the post to the object
SHARES: Mapping[str, str] = MappingProxyType(
    {
        "Url": "(p)-[:LINKS_TO]->(o:Url)",
        "Domain": "(p)-[:LINKS_TO]->(:Url)-[:ON_DOMAIN]->(o:Domain)",
        "Hashtag": "(p)-[:TAGGED]->(o:Hashtag)",
        "Text": "(p)-[:HAS_TEXT]->(o:Text)",
        # the post's own media, or what the page shows that it links to
        "Media": "(p)-[:LINKS_TO*0..1]->()-[:HAS_MEDIA]->(o:Media)",
        "Post": "(p)-[:REPOST_OF|QUOTES]->(o:Post)",
    }
)
"""Pattern from a post `p` to the object `o`, by the object's label."""
