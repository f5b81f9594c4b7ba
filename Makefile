# Every target works in a fresh clone: it needs make and Python 3.11 or newer, nothing else.
.DEFAULT_GOAL := help
.PHONY: help run test test-law test-browser prove lint check bench law-stale ask venv
SHELL := /bin/sh
PYTHON ?= python3
PY := .venv/bin/python
JOBS ?= 2

define prepare
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Filiform needs Python 3.11 or newer; \`$(PYTHON)\` is $$($(PYTHON) --version 2>/dev/null || echo missing). Name another: make $@ PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -I config/start/prepare.py $(1)
endef

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: ## start everything, from nothing (PORT=8000, DEMO=0, LAW_DIR=…, DATABASE_URL=…, REDIS_URL=…)
	$(call prepare,base)
	@exec $(PY) -m config.start

test: ## every test but those in a browser (ARGS="-k word" for some)
	$(call prepare,dev)
	@$(PY) -m pytest -n $(JOBS) --dist worksteal --ignore=tests/browser -m "not slow" $(ARGS)

test-law: ## the rulebook alone: no database, seconds
	$(call prepare,dev)
	@$(PY) -m pytest -n $(JOBS) tests/rulebook $(ARGS)

test-browser: ## the pages in the system's Chromium
	$(call prepare,dev)
	@$(PY) -m pytest tests/browser $(ARGS)

prove: ## long runs: parts killed under load (PROVE_SECONDS=120), then attacks (ARGS="--seconds 3600")
	$(call prepare,dev)
	@$(PY) -m pytest -m slow --ignore=tests/browser
	@$(PY) -m benchmarks.prove $(ARGS)

lint: ## style, types, who may import whom, templates, lengths
	$(call prepare,dev)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
	$(PY) .venv/bin/lint-imports --no-cache
	$(PY) -m djlint --lint --quiet .
	$(PY) -m pytest tests/house/test_writing.py

# The tests come last, so that their summary is the last thing to be read.
check: lint ## what continuous integration runs: lint, migrations, OpenAPI, tests
	DJANGO_SETTINGS_MODULE=config.settings.test $(PY) -W ignore manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.test $(PY) manage.py spectacular --validate --fail-on-warn --file /dev/null
	$(MAKE) --no-print-directory test

bench: ## what is claimed about speed, measured beside a baseline (PEERS=1 beside other products too)
	$(call prepare,dev)
	@if [ -n "$(PEERS)" ]; then $(PY) -m benchmarks.install_peers; fi
	@$(PY) -m benchmarks $(ARGS)

law-stale: ## provisions whose sources are due for another look
	$(call prepare,base)
	@$(PY) manage.py law_stale $(ARGS)

ask: ## one question from the terminal: make ask Q="FN-… child:9 US-UT"
	$(call prepare,base)
	@$(PY) manage.py ask $(Q)

venv: ## the virtual environment with everything in it
	$(call prepare,dev)
