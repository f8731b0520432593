"""The graph, declared once: node types, relationship types, their properties and keys.

Constraints, indexes, MERGE text, Parquet columns, the documentation and the schema picture
all derive from `NODES` and `RELATIONSHIPS`. A wrong declaration is refused when it is built.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

NODE_KEY = "id"
"""Property that holds a node's own key on every engine; engine ids are never used."""

DATASETS = "datasets"
"""Property on every node and relationship: the short ids of the datasets that say so."""

_LABEL = re.compile(r"[A-Z][A-Za-z]*\Z")
_TYPE = re.compile(r"[A-Z][A-Z_]*\Z")
_PROPERTY = re.compile(r"[a-z][a-z0-9_]*\Z")
_RESERVED = frozenset({NODE_KEY, DATASETS})


class SchemaError(ValueError):
    """A declaration, or a record measured against it, is wrong."""


class Kind(StrEnum):
    """What a property holds. Times are whole epoch milliseconds, UTC, on every engine."""

    STRING = "string"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    TIME = "time"
    STRINGS = "strings"


PYTHON_TYPES: Mapping[Kind, type] = MappingProxyType(
    {
        Kind.STRING: str,
        Kind.INTEGER: int,
        Kind.FLOAT: float,
        Kind.BOOLEAN: bool,
        Kind.TIME: int,
        Kind.STRINGS: tuple,
    }
)


@dataclass(frozen=True, slots=True)
class Property:
    """One declared property: its name, kind and meaning.

    `changes` marks values that platforms let change (handle, followers, engagement): the
    store keeps each as a dated observation, and the graph shows the latest.
    """

    name: str
    kind: Kind
    doc: str
    changes: bool = False

    def __post_init__(self) -> None:
        if not _PROPERTY.match(self.name) or self.name in _RESERVED:
            raise SchemaError(f"property name {self.name!r}: use lower_snake_case, not a reserved name")


@dataclass(frozen=True, slots=True)
class NodeType:
    """One node label with the meaning of its key and its properties."""

    label: str
    key: str
    properties: tuple[Property, ...]
    indexes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _LABEL.match(self.label):
            raise SchemaError(f"label {self.label!r}: use UpperCamelCase")
        _refuse_doubles(self.label, self.properties)
        unknown = set(self.indexes) - {p.name for p in self.properties}
        if unknown:
            raise SchemaError(f"{self.label}: indexed but not declared: {sorted(unknown)}")


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """One relationship type: which labels it joins, and which properties tell two of it apart.

    Between two nodes there is one relationship of a type for each combination of `identity`.
    """

    type: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    properties: tuple[Property, ...] = ()
    identity: tuple[str, ...] = ()
    derived: bool = False
    stored: bool = True
    """False for a type that reading folds out of others and that no engine holds."""

    def __post_init__(self) -> None:
        if not _TYPE.match(self.type):
            raise SchemaError(f"relationship type {self.type!r}: use UPPER_SNAKE_CASE")
        _refuse_doubles(self.type, self.properties)
        unknown = set(self.identity) - {p.name for p in self.properties}
        if unknown:
            raise SchemaError(f"{self.type}: identity not declared as property: {sorted(unknown)}")

    @property
    def arrow(self) -> str:
        """The Cypher arrow that documents this type."""
        return f"(:{'|'.join(self.starts)})-[:{self.type}]->(:{'|'.join(self.ends)})"


def _refuse_doubles(owner: str, properties: tuple[Property, ...]) -> None:
    names = [p.name for p in properties]
    doubles = {n for n in names if names.count(n) > 1}
    if doubles:
        raise SchemaError(f"{owner}: declared twice: {sorted(doubles)}")


def _text(name: str, doc: str, *, changes: bool = False) -> Property:
    return Property(name, Kind.STRING, doc, changes)


def _count(name: str, doc: str) -> Property:
    return Property(name, Kind.INTEGER, doc, changes=True)


def _time(name: str, doc: str, *, changes: bool = False) -> Property:
    return Property(name, Kind.TIME, doc, changes)


_PLATFORM = _text("platform", "canonical platform name: x, telegram, facebook, youtube, tiktok …")
_DERIVED = Property(
    "derived", Kind.BOOLEAN, "true where we cut the value out of text; absent where the platform gave it"
)
_RAW = Property("raw", Kind.STRINGS, "the forms in which the value stood in the files")
_SHARING = (
    Property("sharers", Kind.INTEGER, "accounts that shared it in the loaded data"),
    Property("information", Kind.FLOAT, "−log2(sharers / accounts that shared anything of its type), bits"),
)

_NODE_TYPES = (
    NodeType(
        "Account",
        "platform:id, or platform:@handle while the id is unknown",
        (
            _PLATFORM,
            _text("account_id", "the platform's immutable id"),
            _text("handle", "the name in the address, without @", changes=True),
            _text("name", "display name; never a key", changes=True),
            _text("bio", "self-description", changes=True),
            _text("location", "place given by the account", changes=True),
            _text("url", "link in the profile", changes=True),
            _text("lang", "language of the account", changes=True),
            _text("country", "country of the administrators, as the platform says", changes=True),
            _text("picture", "address of the profile picture", changes=True),
            _time("created_at", "when the account was made"),
            _count("followers", "accounts that follow it"),
            _count("following", "accounts that it follows"),
            _count("posts", "posts the platform counts for it"),
            Property("verified", Kind.BOOLEAN, "verified by the platform", changes=True),
            Property("suspended", Kind.BOOLEAN, "removed by the platform", changes=True),
            Property("handles", Kind.STRINGS, "every handle seen, oldest first"),
        ),
        indexes=("handle", "platform"),
    ),
    NodeType(
        "Post",
        "platform:id",
        (
            _PLATFORM,
            _text("post_id", "the platform's id"),
            _text("text", "as the author wrote it; absent on a repost", changes=True),
            _text("lang", "language, as the platform says"),
            _text("kind", "post, reply, repost, quote or comment"),
            _text("url", "address of the post"),
            _time("created_at", "when it was posted"),
            _text("ts_precision", "day, minute, second or millisecond"),
            _text("ts_origin", "utc, local-unknown, export-tz or client-set"),
            _text("source_app", "application it was posted with"),
            _text("conversation", "key of the thread"),
            _count("likes", "as the platform counted"),
            _count("reposts", "as the platform counted"),
            _count("replies", "as the platform counted"),
            _count("quotes", "as the platform counted"),
            _count("views", "as the platform counted; absent is unknown, not zero"),
            _time("collected_at", "when the post was collected", changes=True),
            Property("withheld", Kind.BOOLEAN, "the platform withheld it", changes=True),
            *_SHARING,  # of a post: accounts that reposted or quoted it
        ),
        indexes=("created_at", "platform"),
    ),
    NodeType(
        "Media",
        "sha256:… of the bytes, else platform:media id",
        (
            _text("kind", "photo, video, audio, gif, sticker or file"),
            _text("platform", "platform that gave the media id"),
            _text("sha256", "of the bytes, lower-case hex"),
            _text("url", "where it was; never fetched", changes=True),
            _text("file_name", "name of the file that was hashed"),
            _text("title", "title given by the platform", changes=True),
            Property("bytes", Kind.INTEGER, "size of the file"),
            Property("duration", Kind.FLOAT, "seconds"),
            *_SHARING,
        ),
    ),
    NodeType(
        "Url",
        "canonical URL",
        (
            _text("host", "host name, lower case"),
            _text("kind", "account, post, media, surface, invitation or page"),
            _PLATFORM,
            Property("shortened", Kind.BOOLEAN, "points through a link shortener; never resolved"),
            *_SHARING,
        ),
        indexes=("host",),
    ),
    NodeType(
        "Domain",
        "registrable domain, private suffixes on; tenants of shared hosts are their own",
        (
            Property("shared_service", Kind.BOOLEAN, "shortener, platform or shared host: never an actor's asset"),
            _time("registered_at", "registration date"),
            _text("registrar", "as the source says", changes=True),
            Property("target_countries", Kind.STRINGS, "countries that a source says it targets"),
            *_SHARING,
        ),
    ),
    NodeType("Hashtag", "NFKC, case-folded, without #", (_text("text", "the tag as first seen"), *_SHARING)),
    NodeType(
        "Text",
        "SHA-256 of the normalised text",
        (
            _text("text", "normalised: NFKC, case-folded, links and mentions out, spaces folded"),
            Property("length", Kind.INTEGER, "characters of the normalised text"),
            *_SHARING,
        ),
    ),
    NodeType(
        "Fingerprint",
        "kind:value",
        (
            _text("kind", "ip, certificate, analytics id, verification id, registrant …"),
            _text("value", "cleaned value"),
            Property("tier", Kind.INTEGER, "0 identity of the site … 3 circumstantial"),
            Property("tool_tier", Kind.INTEGER, "the tier that the source tool gave, if any"),
            *_SHARING,
        ),
        indexes=("kind",),
    ),
    NodeType(
        "Surface",
        "platform:id",
        (_PLATFORM, _text("kind", "group, page, channel, subreddit"), _text("name", "title", changes=True)),
    ),
    NodeType(
        "Network",
        "publisher/name",
        (
            _text("publisher", "who published the set"),
            _text("name", "name of the set as published"),
            _text("country", "country that the publisher names"),
            _time("published_at", "date of publication"),
        ),
    ),
    NodeType(
        "Set",
        "case/name",
        (
            _text("name", "name given by the analyst or file"),
            _text("made_by", "who put it together"),
            _time("made_at", "when"),
            _text("why", "for what question"),
        ),
    ),
    NodeType(
        "Source",
        "name",
        (_text("name", "who speaks"), _text("kind", "platform, firm, researcher, government, press, analyst")),
    ),
    NodeType(
        "Statement",
        "source + date + hash of what it is about, its kind, role, code and text",
        (
            _text("kind", "count, claim, title, target, victim, service, persona, reach, organisation or attribution"),
            _text("text", "what was said, word for word"),
            _text("translation", "translation given by the source"),
            _text("role", "role of what is named, from the procedure code: asset, victim, service_abused …"),
            _text("attributes", "how far it attributes: no_explicit_link, little_doubt, attributed, denied"),
            _text("procedure", "code and wording of the kill chain or another vocabulary"),
            _text("platform", "platform of what is counted"),
            Property("count", Kind.INTEGER, "number stated"),
            _text("unit", "what is counted: accounts, pages, groups, followers"),
            _time("stated_at", "when it was said"),
            _text("url", "where it was said; never fetched"),
        ),
    ),
    NodeType(
        "Dataset",
        "SHA-256 of the file",
        (
            _text("name", "file name when it was first loaded"),
            _text("format", "loader"),
            _text("loader_version", "version of the loader"),
            _text("loaded_by", "who loaded it"),
            _time("loaded_at", "when"),
            _text("collected", "how it was collected, as far as the file says"),
            Property("rows", Kind.INTEGER, "input rows"),
            _text("reading", "which reading of the file is in this graph, once all of it is"),
        ),
    ),
    NodeType(
        "Run",
        "kind/date/hash of parameters, version and input",
        (
            _text("kind", "detection or query"),
            _text("parameters", "JSON"),
            _text("input", "hash of the readings of files that it was made on"),
            _time("started_at", "when it was first made"),
            _text("made_by", "who made it"),
            _text("version", "of the detector"),
            Property("shared", Kind.STRINGS, "kinds of shared objects that were looked at"),
            Property("window", Kind.FLOAT, "seconds between two shares, inclusive"),
            Property("accounts", Kind.INTEGER, "accounts that took part"),
            Property("shares", Kind.INTEGER, "shares that took part"),
            Property("pairs", Kind.INTEGER, "pairs of accounts that met within the window"),
            Property("significant", Kind.INTEGER, "of them those that met more often than chance explains"),
            Property("clusters", Kind.INTEGER, "groups that they make"),
        ),
    ),
    NodeType(
        "Cluster",
        "run/number",
        (
            Property("number", Kind.INTEGER, "within the run, the largest first"),
            Property("size", Kind.INTEGER, "accounts"),
            Property("links", Kind.INTEGER, "significant pairs inside"),
            Property("cohesion", Kind.FLOAT, "links of those there could be"),
            Property(
                "stability", Kind.FLOAT, "0 to 1: how much of it is found again with other seeds and fewer objects"
            ),
            Property("unstable", Kind.BOOLEAN, "whether it falls apart then"),
            Property("platforms", Kind.STRINGS, "platforms of its accounts"),
            Property("kinds", Kind.STRINGS, "kinds of objects that its accounts shared together"),
            Property("objects", Kind.INTEGER, "distinct objects among them"),
            _time("first_at", "first time that two of it met"),
            _time("last_at", "last time"),
        ),
    ),
    NodeType("Finding", "case/number", (_text("title", "one sentence"), _text("caveat", "what it does not show"))),
)

_LISTED = ("Account", "Post", "Url", "Domain", "Hashtag", "Media", "Fingerprint", "Surface")

_RELATIONSHIP_TYPES = (
    # (:Account)-[:POSTED]->(:Post)
    RelationshipType("POSTED", ("Account",), ("Post",)),
    # (:Post)-[:REPLY_TO]->(:Post)
    RelationshipType("REPLY_TO", ("Post",), ("Post",)),
    # (:Post)-[:REPOST_OF]->(:Post)
    RelationshipType(
        "REPOST_OF", ("Post",), ("Post",), (_text("via", "display name only, where the file gives no more"),)
    ),
    # (:Post)-[:QUOTES]->(:Post)
    RelationshipType("QUOTES", ("Post",), ("Post",)),
    # (:Post)-[:MENTIONS]->(:Account)
    RelationshipType("MENTIONS", ("Post",), ("Account",), (_DERIVED,)),
    # (:Post)-[:LINKS_TO]->(:Url)
    RelationshipType("LINKS_TO", ("Post",), ("Url",), (_RAW, _DERIVED)),
    # (:Post)-[:TAGGED]->(:Hashtag)
    RelationshipType("TAGGED", ("Post",), ("Hashtag",), (_RAW, _DERIVED)),
    # (:Post|Url)-[:HAS_MEDIA]->(:Media); a Url has the media that its page shows (a video's page)
    RelationshipType("HAS_MEDIA", ("Post", "Url"), ("Media",)),
    # (:Post)-[:HAS_TEXT]->(:Text)
    RelationshipType("HAS_TEXT", ("Post",), ("Text",)),
    # (:Post)-[:ON_SURFACE]->(:Surface)
    RelationshipType("ON_SURFACE", ("Post",), ("Surface",)),
    # (:Url)-[:ON_DOMAIN]->(:Domain)
    RelationshipType("ON_DOMAIN", ("Url",), ("Domain",)),
    # (:Url|Domain)-[:REDIRECTS_TO]->(:Url|Domain)
    RelationshipType("REDIRECTS_TO", ("Url", "Domain"), ("Url", "Domain")),
    # (:Domain)-[:HAS_FINGERPRINT]->(:Fingerprint)
    RelationshipType(
        "HAS_FINGERPRINT", ("Domain",), ("Fingerprint",), (_time("observed_at", "when it was seen", changes=True),)
    ),
    # (:Text|Media)-[:NEAR_DUPLICATE {distance, algorithm}]->(:Text|Media)
    RelationshipType(
        "NEAR_DUPLICATE",
        ("Text", "Media"),
        ("Text", "Media"),
        (Property("distance", Kind.FLOAT, "in the algorithm's unit"), _text("algorithm", "name and version")),
        identity=("algorithm",),
        derived=True,
    ),
    # (:Account|Media)-[:SAME_AS {reason}]->(:Account|Media)
    RelationshipType(
        "SAME_AS",
        ("Account", "Media"),
        ("Account", "Media"),
        (
            _text(
                "reason",
                "why both keys name one thing, never a display name; “stated by …” where the data do not show it",
            ),
        ),
        identity=("reason",),
        derived=True,
    ),
    # (:Account|Post|Url|Domain|…)-[:LISTED_IN {role}]->(:Network)
    RelationshipType(
        "LISTED_IN",
        _LISTED,
        ("Network",),
        (_text("role", "asset, content, amplifier, redirector, hashtag"), _text("procedure", "code and wording"), _RAW),
        identity=("role",),
    ),
    # (:Account|Url|Domain|…)-[:IN_SET]->(:Set)
    RelationshipType("IN_SET", _LISTED, ("Set",)),
    # (:Statement)-[:STATED_BY]->(:Source)
    RelationshipType("STATED_BY", ("Statement",), ("Source",)),
    # (:Statement)-[:ABOUT]->(:Network|Set|Account|Domain)
    RelationshipType("ABOUT", ("Statement",), ("Network", "Set", "Account", "Domain")),
    # (:Account)-[:SHARED]->(:Url|Domain|Media|Text|Hashtag|Post); folded on reading from the posts between, never stored
    RelationshipType(
        "SHARED",
        ("Account",),
        ("Url", "Domain", "Media", "Text", "Hashtag", "Post"),
        (
            Property("posts", Kind.INTEGER, "posts by which the account shared it"),
            _time("first_at", "first of them"),
            _time("last_at", "last of them"),
        ),
        derived=True,
        stored=False,
    ),
    # (:Account)-[:COORDINATED_WITH {run, …}]->(:Account); from the lesser key to the greater, for a pair has no direction
    RelationshipType(
        "COORDINATED_WITH",
        ("Account",),
        ("Account",),
        (
            _text("run", "key of the run that found it"),
            Property("kinds", Kind.STRINGS, "kinds of objects that both shared"),
            Property("weight", Kind.INTEGER, "pairs of posts within the window, once for each object"),
            Property("objects", Kind.INTEGER, "distinct objects among them"),
            Property("occasions", Kind.INTEGER, "meetings, once what one post carries counts once"),
            Property("expected", Kind.FLOAT, "occasions that chance explains"),
            Property("p", Kind.FLOAT, "tail probability"),
            Property("q", Kind.FLOAT, "after Benjamini–Hochberg over all pairs that could have met"),
            Property("q_group", Kind.FLOAT, "the same among pairs that others link; absent where not tested"),
            Property("p_shuffled", Kind.FLOAT, "share of shuffles of times that bring them together as often"),
            Property("mean_dt", Kind.FLOAT, "seconds between the two posts, mean"),
            Property("median_dt", Kind.FLOAT, "the same, median"),
            _time("first_at", "first meeting"),
            _time("last_at", "last meeting"),
            Property("a_first", Kind.INTEGER, "pairs of posts in which the start was first"),
            Property("b_first", Kind.INTEGER, "pairs of posts in which the end was first"),
            Property("information", Kind.FLOAT, "bits of the objects, together"),
            Property("platforms", Kind.STRINGS, "platforms of both accounts"),
            _text("reading", "significant, or group: significant among pairs that others link"),
        ),
        identity=("run",),
        derived=True,
    ),
    # (:Account)-[:IN_CLUSTER]->(:Cluster)
    RelationshipType("IN_CLUSTER", ("Account",), ("Cluster",), derived=True),
    # (:Cluster)-[:FOUND_BY]->(:Run)
    RelationshipType("FOUND_BY", ("Cluster",), ("Run",), derived=True),
)

NODES: Mapping[str, NodeType] = MappingProxyType({n.label: n for n in _NODE_TYPES})
"""Every node type by label."""

RELATIONSHIPS: Mapping[str, RelationshipType] = MappingProxyType({r.type: r for r in _RELATIONSHIP_TYPES})
"""Every relationship type by type."""


def _check_ends() -> None:
    for declared in _RELATIONSHIP_TYPES:
        unknown = {*declared.starts, *declared.ends} - NODES.keys()
        if unknown:
            raise SchemaError(f"{declared.type}: joins undeclared labels {sorted(unknown)}")


_check_ends()
