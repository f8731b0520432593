"""How an account shares an object: the one path per kind of object that a SHARED link folds."""

from collections.abc import Mapping
from types import MappingProxyType

# (:Account)-[:POSTED]->(p:Post), then from the post to the object
FROM_POST: Mapping[str, str] = MappingProxyType(
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
"""Pattern from a bound post `p` to the object `o`, by the object's label."""

# an engine walks a pattern as it is written: from the end that is bound
FROM_OBJECT: Mapping[str, str] = MappingProxyType(
    {
        "Url": "(o)<-[:LINKS_TO]-(p:Post)",
        "Domain": "(o)<-[:ON_DOMAIN]-(:Url)<-[:LINKS_TO]-(p:Post)",
        "Hashtag": "(o)<-[:TAGGED]-(p:Post)",
        "Text": "(o)<-[:HAS_TEXT]-(p:Post)",
        "Media": "(o)<-[:HAS_MEDIA]-()<-[:LINKS_TO*0..1]-(p:Post)",
        "Post": "(o)<-[:REPOST_OF|QUOTES]-(p:Post)",
    }
)
"""The same pattern from a bound object `o` to the posts `p`."""
