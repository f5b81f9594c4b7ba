"""An alert to each clinic whose answers would differ now: beside the mail that the registry writes to every asker."""

from accounts.models import Organisation
from clinics.models import Alert
from clinics.operations.alerts.raising import Happening, raise_alert
from credentials.followers import Differing
from credentials.models import Site


def raise_differing(found: Differing) -> None:
    """Once for each cause and clinic; who has no site and is no clinic has no inbox here, and hears by mail alone."""
    is_clinic = Organisation.objects.filter(pk=found.organisation_id, kind=Organisation.Kind.CLINIC).exists()
    if not is_clinic and not Site.objects.filter(organisation=found.organisation_id).exists():
        return
    happening = Happening(
        kind=Alert.Kind.ANSWERS_DIFFER,
        cause=f"differ:{found.cause}",
        details={"differ": found.differ, "restored": found.restored},
    )
    raise_alert(happening, organisation_id=found.organisation_id, at=found.at)
