"""drf-spectacular documents the plain views, without a warning, as OpenAPI 3.1."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from tests.accounts import probe


@pytest.fixture
def schema():
    GENERATOR_STATS.reset()
    made = SchemaGenerator(patterns=probe.urlpatterns[:3]).get_schema(request=None, public=True)
    assert not GENERATOR_STATS
    return made


def test_the_schema_is_openapi_3_1(schema):
    assert schema["openapi"].startswith("3.1")
    validate_schema(schema)


def test_guarded_operations_ask_for_a_key_with_a_scope_or_a_session(schema):
    assert schema["paths"]["/api/v1/echo"]["get"]["security"] == [{"ApiKey": ["verify:read"]}, {"Session": []}]
    assert schema["paths"]["/api/v1/broken"]["get"]["security"] == [{"ApiKey": []}, {"Session": []}]
    assert schema["paths"]["/api/v1/public"]["get"]["security"] == [{}]
    assert schema["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer"


def test_every_operation_tells_its_refusals(schema):
    for path in schema["paths"].values():
        for operation in path.values():
            content = operation["responses"]["default"]["content"]
            assert content["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_the_description_tells_the_scope(schema):
    assert "`verify:read`" in schema["paths"]["/api/v1/echo"]["get"]["description"]
