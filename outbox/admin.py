from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin

from outbox.models import OPEN, Message
from outbox.operations.reviving import send_again

STATES = {
    "dead": Q(dead_at__isnull=False),
    "waiting": OPEN & Q(last_error__isnull=True),
    "failing": OPEN & Q(last_error__isnull=False),
    **{closed.value: Q(closed_because=closed) for closed in Message.Closed},
}


class StateFilter(admin.SimpleListFilter):
    """How far a message is; dead letters are what a person looks for here."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every state."""
        return [(state, state.replace("_", " ")) for state in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        """Those in the chosen state."""
        chosen = STATES.get(self.value() or "")
        return queryset.filter(chosen) if chosen is not None else queryset


@admin.register(Message)
class MessageAdmin(ModelAdmin):
    """What was and is to be told: looked at, and sent again where it was given up."""

    list_display = ("id", "kind", "recipient", "state", "attempts", "last_error", "created_at", "due_at")
    list_filter = (StateFilter, "kind")
    search_fields = ("id", "cause", "recipient", "request_id")
    ordering = ("-created_at",)
    actions: ClassVar = ["send_again"]
    show_full_result_count = False

    @admin.display
    def state(self, message: Message) -> str:
        """How it ended, or that it did not yet."""
        if message.closed_because:
            return message.get_closed_because_display()
        if message.dead_at:
            return "Dead"
        return "Failing" if message.last_error else "Waiting"

    @admin.action(description="Send the chosen dead letters again", permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """Put them back among what is due; what is no dead letter is left alone."""
        count = send_again(ids=queryset.values_list("pk", flat=True), at=timezone.now())
        self.message_user(request, f"{count} will be sent again")

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Whoever may change messages may send them again."""
        return super().has_change_permission(request)  # type: ignore[no-any-return]  # unfold has no types

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A message has a cause; nobody writes one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is to be told is not edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The rows are the memory that makes a cause tell nobody twice."""
        return False
