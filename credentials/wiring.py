"""What the registry does for the apps below, which know nothing of it: registered when the process starts."""

from credentials.letters.differing import write_differing
from credentials.letters.expiring import write_expiry_letter
from credentials.operations.flags import DIGEST_KIND
from credentials.operations.relying import MAY_DIFFER, note_release
from credentials.operations.relying_job import TELLING, look_again
from credentials.operations.relying_law import preview_law
from law.followers import register_follower
from law.previews import register_previewer
from outbox.kinds import register_job, register_letter


def register_relying() -> None:
    """A correction and a release find everyone who relied on the answer of before."""
    register_previewer(preview_law)
    register_follower(note_release)
    register_job(MAY_DIFFER, look_again)
    register_letter(TELLING, write_differing)


def register_flags() -> None:
    """The digest mails of what expires."""
    register_letter(DIGEST_KIND, write_expiry_letter)
