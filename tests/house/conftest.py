import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.processes import stop_processes
from tests.house.repository import CLONE, copy_repository
from tests.house.starting import every_process


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = copy_repository(tmp_path_factory.mktemp("start") / "clone")
    yield folder
    stop_processes(every_process(folder), gently=signal.SIGKILL)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One file of law, so that a start is about starting."""
    folder = tmp_path_factory.mktemp("law")
    provisions = CLONE / "rulebook/provisions"
    first = min(provisions.rglob("*.yaml"))
    place = folder / first.relative_to(provisions)
    place.parent.mkdir(parents=True)
    shutil.copy(first, place)
    return str(folder)
