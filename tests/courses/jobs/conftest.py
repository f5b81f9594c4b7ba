from tests.courses.awards.conftest import law, version

__all__ = ["law", "version"]
