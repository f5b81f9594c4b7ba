"""The reader of records under the law that answers now."""

import functools

from credentials.records.reading import RecordReader
from credentials.records.shapes import RecordRules
from law.queries.compiled import law_of_pack
from law.queries.packs import current_pack_id


def current_reader() -> RecordReader:
    """Reads records by the places and statement keys of the law in use. Raises NoLawReleased."""
    return _reader_of_pack(current_pack_id())


@functools.lru_cache(maxsize=2)
def _reader_of_pack(pack_id: int) -> RecordReader:
    law = law_of_pack(pack_id)
    return RecordReader(RecordRules(law.places.read, law.statement_keys))
