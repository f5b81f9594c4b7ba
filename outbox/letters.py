"""How our mails look: the same words as text and as HTML, plain enough for every reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from outbox.kinds import Letter


@dataclass(frozen=True, slots=True)
class Link:
    """Where the reader can go on: `path` on this site, beginning with a slash."""

    label: str
    path: str

    @property
    def url(self) -> str:
        """The whole address; empty when this deployment names none (PUBLIC_URL)."""
        return f"{settings.PUBLIC_URL}{self.path}" if settings.PUBLIC_URL else ""


def compose_letter(
    *,
    subject: str,
    paragraphs: Sequence[str],
    items: Sequence[str | Link] = (),
    after: Sequence[str] = (),
    link: Link | None = None,
    headers: Mapping[str, str] | None = None,
) -> Letter:
    """A mail: these paragraphs, the items as a list (sentences or links), the paragraphs `after`, then the link.

    Plain words: whatever looks like markup is shown as it stands. No pictures, no styles from elsewhere, nothing that
    tells us whether the mail was read.
    """
    told = {
        "subject": subject,
        "paragraphs": paragraphs,
        "items": items,
        "after": after,
        "link": link if link and link.url else None,
    }
    text = render_to_string("outbox/letter.txt", told).strip() + "\n"
    return Letter(subject, text, render_to_string("outbox/letter.html", told), headers or {})
