"""Releasing from the admin: what would change is shown first, and only what was shown is released."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.models import User
from law.models import LawPack
from law.operations.files import LawFilesRefused, find_law_files
from law.operations.releases import Released, preview_release, release_again, release_pack
from law.previews import preview_answers
from law.queries.counts import count_pack
from law.queries.packs import current_release, read_content
from law.queries.preview import tell_changes, tell_touched
from rulebook.law import digest_of

OTHER_SINCE = "Something else came between: look again at what would change, and confirm that."


class ReleaseForm(forms.Form):
    """A release to confirm: the pack that was shown, and the one in use when it was."""

    note = forms.CharField(
        label="Why; kept with the release, for all to read",
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget(),
    )
    shown = forms.CharField(widget=forms.HiddenInput())
    instead_of = forms.CharField(widget=forms.HiddenInput(), required=False)


def offer_files(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Offer what the law files of this deployment say now."""
    try:
        files = find_law_files()
        source_digest = files.read_digest()
        content = files.read()
        if files.read_digest() != source_digest:
            raise LawFilesRefused("The law files changed while they were read. Look again.")
    except LawFilesRefused as refused:
        return _show(model_admin, request, status=422, refusal=str(refused), faults=refused.faults)

    def release(by: User, note: str) -> Released:
        return release_pack(content=content, source_digest=source_digest, by=by, note=note)

    return _offer(model_admin, request, content, release)


def offer_pack(model_admin: ModelAdmin, request: HttpRequest, pack: LawPack | None) -> HttpResponse:
    """Offer a pack that was released before."""
    if pack is None:
        raise Http404
    digest = pack.digest
    return _offer(
        model_admin,
        request,
        read_content(pack.pk),
        lambda by, note: release_again(digest=digest, by=by, note=note),
    )


def _offer(
    model_admin: ModelAdmin,
    request: HttpRequest,
    content: Mapping[str, Any],
    release: Callable[[User, str], Released],
) -> HttpResponse:
    digest, current = digest_of(content), current_release()
    instead_of = current.pack.digest if current else ""
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        if (told["shown"], told["instead_of"]) == (digest, instead_of):
            released = release(cast(User, request.user), told["note"])
            model_admin.message_user(request, f"Released {released.release.pack.digest}.")
            return redirect(_back())
    # What was confirmed, if anything was, is not what would be released now: the form is made for that.
    stale = form.is_bound
    form = ReleaseForm(initial={"shown": digest, "instead_of": instead_of, "note": request.POST.get("note", "")})
    return _show(
        model_admin,
        request,
        status=409 if stale else 200,
        form=form,
        refusal=OTHER_SINCE if stale else "",
        digest=digest,
        instead_of=instead_of,
        holds=count_pack(content),
        changes=list(tell_changes(preview_release(content=content))) if current else (),
        touched=_tell_touched(content) if current and digest != instead_of else (),
    )


def _tell_touched(content: Mapping[str, Any]) -> list[str]:
    touched = preview_answers(content)
    return list(tell_touched(touched)) if touched else []


def _show(model_admin: ModelAdmin, request: HttpRequest, *, status: int, **told: Any) -> HttpResponse:
    frame = {**model_admin.admin_site.each_context(request), "title": "Release law", "opts": model_admin.opts}
    return TemplateResponse(request, "admin/law/release.html", {**frame, "back": _back(), **told}, status=status)


def _back() -> str:
    return reverse("admin:law_lawrelease_changelist")
