"""The reader of records under the law that answers now."""

from credentials.records.reading import RecordReader
from credentials.records.shapes import RecordRules
from law.queries.compiled import current_law
from rulebook.law import Law

_latest: tuple[str, RecordReader] | None = None


def current_reader() -> RecordReader:
    """Reads records by the places and statement keys of the law in use. Raises NoLawReleased."""
    global _latest  # noqa: PLW0603 (one reader is kept, by the digest of its law; making it anew would do no harm)
    law = current_law()
    if _latest is None or _latest[0] != law.digest:
        _latest = law.digest, make_reader(law)
    return _latest[1]


def make_reader(law: Law) -> RecordReader:
    """The reader under a given law."""
    return RecordReader(RecordRules(law.places.read, law.statement_keys))
