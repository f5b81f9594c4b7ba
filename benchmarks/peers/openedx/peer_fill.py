"""A hundred thousand credentials in openedx/credentials, and a superuser's session; prints the session's key."""

import uuid
from importlib import import_module

from credentials.apps.catalog.models import Course, CourseRun, Organization
from credentials.apps.core.models import SiteConfiguration
from credentials.apps.credentials.models import CourseCertificate, UserCredential
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.db import connection

CREDENTIALS = 100_000
FILL = """
INSERT INTO credentials_usercredential
    (created, modified, credential_content_type_id, credential_id, username, status, uuid)
SELECT now(), now(), %s, %s, 'learner' || n, 'awarded', md5('credential ' || n)::uuid FROM generate_series(1, %s) AS n
"""


def make_certificate() -> CourseCertificate:
    """One course's certificate, with all that it hangs on."""
    site, _ = Site.objects.get_or_create(pk=1, defaults={"domain": "127.0.0.1", "name": "bench"})
    names = {"platform_name": "bench", "company_name": "bench", "segment_key": "", "theme_name": "openedx"}
    SiteConfiguration.objects.get_or_create(site=site, defaults=names)
    Organization.objects.get_or_create(site=site, uuid=uuid.UUID(int=1), defaults={"key": "B", "name": "B"})
    course, _ = Course.objects.get_or_create(
        site=site, uuid=uuid.UUID(int=2), defaults={"key": "B+1", "title": "Bench"}
    )
    run, _ = CourseRun.objects.get_or_create(course=course, uuid=uuid.UUID(int=3), defaults={"key": "course-v1:B+1+R"})
    fields = {"course_run": run, "is_active": True, "certificate_type": "verified"}
    return CourseCertificate.objects.get_or_create(site=site, course_id=run.key, defaults=fields)[0]


def make_session() -> str:
    """A superuser signed in."""
    users = get_user_model().objects
    user = users.filter(username="bench").first() or users.create_superuser("bench", "bench@example.org", "x")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def main() -> None:
    """Fill what is empty, sign in, tell the session. Django must be set up before this module is imported."""
    certificate = make_certificate()
    if not UserCredential.objects.exists():
        kind = ContentType.objects.get_for_model(CourseCertificate)
        with connection.cursor() as cursor:
            cursor.execute(FILL, [kind.pk, certificate.pk, CREDENTIALS])
            cursor.execute("ANALYZE")
    print(make_session())
