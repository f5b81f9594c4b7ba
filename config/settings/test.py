"""Settings of the test suite: the real servers, a database of its own."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
# A throw-away key that signs nothing but tests' receipts.
os.environ.pop("SIGNING_KEY_FILE", None)
os.environ["SIGNING_KEYS"] = (
    '{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "rSjJE8QjXQEiu2nuyP4n4A5M8ZVqeXOY01EEH7iXZr4",'
    ' "d": "o2YZA0ai_8YlWaI0sPHw92-EwuaB2L1JKMjB_KpqONA"}]}'
)

from config.settings.base import *  # noqa: F403 (the secret must stand before base reads it)
from config.settings.base import DATABASES
from config.settings.reading import parse_database, read_flag

ALLOWED_HOSTS = ["*"]
if not os.environ.get("DATABASE_URL"):
    # tests/conftest.py starts a server for the run and puts its address in here before the first connection.
    DATABASES["default"] = parse_database("postgres://filiform@%2Fnonexistent/filiform")
# A name of its own for each run: two runs beside each other must not drop one another's database.
DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_filiform_{os.getpid()}"
DATABASES["default"]["CONN_MAX_AGE"] = 0
PUBLIC_RATE_LIMIT_PER_MINUTE = 0  # every test comes from one address; those of the limit set it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests with real transactions empty the tables afterwards, which the guards of accounts/migrations/0002 refuse
# to anyone else.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c filiform.truncate=allowed"
REDIS_URL = os.environ.get("REDIS_URL", "")  # never that of a `make run` beside us
WEBHOOK_ALLOW_PRIVATE = True  # receivers in tests listen on this machine; those of refusals turn it off
BATCH_IN_TWO = read_flag("BATCH_IN_TWO")  # only where a test asks for it: it needs a database that others see
