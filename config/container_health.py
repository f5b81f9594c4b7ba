"""Ask the web server of this container whether it lives: `python -m config.container_health` ends with 0 or 1."""

import http.client
import os
import sys


def is_alive(port: int, host: str) -> bool:
    """Ask for /healthz under a name that the server answers to."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        asking.request("GET", "/healthz", headers={"Host": host})
        return asking.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def main() -> int:
    """Give the exit code that a container's health check reads."""
    named = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    host = "localhost" if named in ("", "*") else named
    return 0 if is_alive(int(os.environ.get("GRANIAN_PORT", "8000")), host) else 1


if __name__ == "__main__":
    sys.exit(main())
