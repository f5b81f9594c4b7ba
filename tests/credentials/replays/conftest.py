from tests.credentials.api.conftest import (  # noqa: F401 (fixtures are found by their names here)
    asker,
    fresh_memory,
    make_client,
    module_world,
    people,
    verify,
)
