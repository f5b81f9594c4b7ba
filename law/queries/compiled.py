"""Compiled law, kept per process: packs never change, so what was compiled once holds."""

import functools
import gc
import threading
from datetime import datetime

from law.queries.packs import current_pack_id, pack_id_at, read_content
from rulebook.law import Law
from rulebook.loading import compile_pack

PACKS_KEPT = 8  # the one in use and some old ones for replays; each takes a few megabytes


class _Slot:
    """Room for one compiled pack; its lock keeps threads that arrive together from compiling it each."""

    def __init__(self, pack_id: int) -> None:
        self._pack_id = pack_id
        self._lock = threading.Lock()
        self.law: Law | None = None

    def fill(self) -> Law:
        with self._lock:
            if self.law is None:
                self.law = compile_pack(read_content(self._pack_id))
                # The program and its law are a hundred thousand objects that stay: the garbage collector, which would
                # walk through them again and again while answers are made, is told to leave alone what is there now.
                gc.collect()
                gc.freeze()
            return self.law


_slot_of = functools.lru_cache(maxsize=PACKS_KEPT)(_Slot)


def law_of_pack(pack_id: int) -> Law:
    """The compiled law of a pack; asks the database only the first time. Raises LawPack.DoesNotExist."""
    slot = _slot_of(pack_id)
    return slot.law or slot.fill()


def current_law() -> Law:
    """The law that answers now, in one small query. Raises NoLawReleased."""
    return law_of_pack(current_pack_id())


def law_at(known_at: datetime) -> Law:
    """The law that answered at that instant; the first, before there was one. Raises NoLawReleased."""
    return law_of_pack(pack_id_at(known_at))


def forget_compiled() -> None:
    """Empty this process's memory, for when the database under it was exchanged."""
    _slot_of.cache_clear()
