# `make run` and `make test` do all the set-up a fresh machine needs.
PYTHON ?= python3
VENV := .venv/bin
TEST_DATABASE_URL ?= postgresql://postgres@127.0.0.1:5432/postgres
TEST_REDIS_URL ?= redis://127.0.0.1:6379/15
DEPLOY := DJANGO_SETTINGS_MODULE=plan_admin.settings.production SECRET_KEY=$$($(VENV)/python -c \
	"import secrets; print(secrets.token_urlsafe(64))") ALLOWED_HOSTS=example.vn \
	DATABASE_URL=$(TEST_DATABASE_URL) REDIS_URL=$(TEST_REDIS_URL)

.PHONY: help setup run test test-services e2e chaos upgrade bench lint requirements

help:
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup: ## install what a bare machine lacks (nothing the second time)
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: PYTHON=python3.11 make run")'
	@$(PYTHON) -m plan_admin.install

run: setup ## engines, database, web, worker and beat; Ctrl-C stops all of it
	@exec $(VENV)/python -m plan_admin.supervisor

test: setup ## the test suite on the embedded engines, with branch coverage
	@env -u DATABASE_URL -u REDIS_URL $(VENV)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

test-services: setup ## the same suite on the servers of TEST_DATABASE_URL and TEST_REDIS_URL
	@DATABASE_URL=$(TEST_DATABASE_URL) REDIS_URL=$(TEST_REDIS_URL) $(VENV)/python -m pytest -n 2

e2e: ## browser and office-suite tests (installs Chromium and LibreOffice)
	@$(PYTHON) -m plan_admin.install --e2e
	@env -u DATABASE_URL -u REDIS_URL $(VENV)/python -m pytest -m e2e -n 0

chaos: setup ## kills while people work, then a recount: CHAOS=200 MINUTES=10 SEED=n
	@CHAOS=$(CHAOS) MINUTES=$(MINUTES) SEED=$(SEED) $(VENV)/python -m chaos

upgrade: setup ## the release before works on while `migrate` runs: ROWS=1000000
	@ROWS=$(ROWS) $(VENV)/python -m chaos.upgrade

bench: setup ## ours, the peer and the limit side by side on BENCH_DATABASE_URL: BENCH=small or full
	@REDIS_URL=$${REDIS_URL:-$(TEST_REDIS_URL)} $(VENV)/python -m bench

lint: setup ## style, types, imports, templates, migrations, deployment
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/djlint --lint --quiet templates
	find templates -name '*.html' -exec $(VENV)/djade --target-version 5.2 --check {} +
	env -u DATABASE_URL -u REDIS_URL $(VENV)/python manage.py makemigrations --check --dry-run
	$(DEPLOY) $(VENV)/python manage.py check --deploy --fail-level WARNING

requirements: ## compile the hashed requirements from pyproject.toml
	$(VENV)/uv pip compile pyproject.toml --universal --no-header --no-emit-index-url --no-strip-extras \
		--generate-hashes --python-version 3.11 -o requirements/base.txt
	$(VENV)/uv pip compile pyproject.toml --group dev --universal --no-header --no-emit-index-url --no-strip-extras \
		--generate-hashes --python-version 3.11 -o requirements/dev.txt
	$(VENV)/uv pip compile bench/peer/requirements.in --universal --no-header --no-emit-index-url --no-strip-extras \
		--generate-hashes --python-version 3.11 -o requirements/peer.txt
