"""What a start-up refuses, said in one sentence."""

import errno


class StartError(Exception):
    """Nothing can be started; the message is one sentence for the person at the terminal."""


class ToldAlreadyError(StartError):
    """Nothing can be started, and a part of the start has said why."""


def explain_os_error(error: OSError) -> str:
    """Tell an operating-system error as one sentence."""
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{place}: free some space and start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This may not be written here{place}: the folder belongs to another user or is read-only."
    return f"The system refused{place}: {error.strerror or error}."
