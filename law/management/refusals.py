"""What is wrong with the law files, told as commands tell it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError, OutputWrapper

from law.operations.files import LawFilesRefused


@contextmanager
def refusals_told(stderr: OutputWrapper) -> Iterator[None]:
    """Turn LawFilesRefused into CommandError, after telling every fault with file and line."""
    try:
        yield
    except LawFilesRefused as refused:
        for fault in refused.faults:
            stderr.write(fault)
        raise CommandError(str(refused)) from None
