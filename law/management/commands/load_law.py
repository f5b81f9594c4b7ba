from collections.abc import Callable, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from law.management.refusals import refusals_told
from law.models import LawPack
from law.operations.files import LawFiles, find_law_files
from law.operations.releases import Released, preview_release, release_again, release_pack
from law.previews import preview_answers
from law.queries.counts import count_pack
from law.queries.packs import current_release, find_pack_of_source, read_content
from law.queries.preview import tell_changes, tell_touched
from rulebook.law import digest_of


class Command(BaseCommand):
    help = "Release the law files of LAW_DIR, after showing what would change and asking."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dir", help="read the law files of this folder instead of LAW_DIR's")
        parser.add_argument("--yes", action="store_true", help="release without asking")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and release nothing")
        parser.add_argument("--note", default="", help="why; kept with the release")
        parser.add_argument("--again", metavar="DIGEST", help="release a pack that was released before")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            self._release_again(options["again"], options)
        else:
            with refusals_told(self.stderr):
                self._release_files(find_law_files(options["dir"]), options)

    def _release_files(self, files: LawFiles, options: dict[str, Any]) -> None:
        source_digest = files.read_digest()
        known, current = find_pack_of_source(source_digest), current_release()
        if known is not None and current is not None and known.pk == current.pack_id:
            self._say_unchanged(known.digest)
            return
        content = files.read()
        if files.read_digest() != source_digest:
            raise CommandError("The law files changed while they were read; nothing was released. Try again.")
        self._offer(
            content, options, lambda: release_pack(content=content, source_digest=source_digest, note=options["note"])
        )

    def _release_again(self, digest: str, options: dict[str, Any]) -> None:
        try:
            content = read_content(LawPack.objects.only("pk").get(digest=digest).pk)
        except LawPack.DoesNotExist:
            raise CommandError(f"No pack of that digest was ever released here: {digest}") from None
        self._offer(content, options, lambda: release_again(digest=digest, note=options["note"]))

    def _offer(self, content: Mapping[str, Any], options: dict[str, Any], release: Callable[[], Released]) -> None:
        current, digest = current_release(), digest_of(content)
        if current is not None and current.pack.digest == digest:
            if not options["dry_run"]:
                release()  # remembers that these files, a comment apart, read as this pack
            self._say_unchanged(digest)
            return
        self._show(content, f"instead of {current.pack.digest}" if current else "", digest)
        if current is not None and (options["dry_run"] or not options["yes"]):
            self._show_touched(content)
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was released.")
            return
        if not options["yes"]:
            _ask()
        released = release().release
        self.stdout.write(f"Released {released.pack.digest} at {released.released_at.isoformat()}.")

    def _show(self, content: Mapping[str, Any], instead: str, digest: str) -> None:
        self.stdout.write(f"{digest}: {count_pack(content)}")
        if not instead:
            self.stdout.write("The first release: until now nothing could be answered.")
            return
        self.stdout.write(instead)
        for line in tell_changes(preview_release(content=content)):
            self.stdout.write(line)

    def _show_touched(self, content: Mapping[str, Any]) -> None:
        """Whose answers would change: for whoever confirms. With --yes nobody does, and nobody waits for it."""
        touched = preview_answers(content)
        for line in tell_touched(touched) if touched else ():
            self.stdout.write(line)

    def _say_unchanged(self, digest: str) -> None:
        self.stdout.write(f"Unchanged: {digest} is in use already.")


def _ask() -> None:
    """Return when someone says yes. Raises CommandError for anything else."""
    try:
        answer = input("Release this? [y/N] ")
    except EOFError:
        raise CommandError("Nobody answered and nothing was released; --yes releases without asking.") from None
    if answer.strip().lower() not in ("y", "yes"):
        raise CommandError("Nothing was released.")
