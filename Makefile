# Everything starts from Python alone: tools/bootstrap.py prepares the rest, and does nothing the second time.

PYTHON ?= $(shell command -v python3 || command -v python3.14 || command -v python3.13 || command -v python3.12 || command -v python3.11 || echo python3)
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Images that set this save a little disk; an instance is several processes, each of which would compile all again.
unexport PYTHONDONTWRITEBYTECODE
ARGS ?=
# Two processes of tests: the journeys of the browser in one, the rest in the other.
SIDE_BY_SIDE ?= -n 2 --dist loadscope --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test check generate bench migrate seed clean ready ready-dev

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ready ## Start everything: http://localhost:8000 (PORT, MAILLAGE_DATA, DATABASE_URL, MAILLAGE_DEMO=0)
	@exec python -m api.cli serve

test: ready-dev ## Every test, browser included (ARGS="tests/core -k word" for some of the server's)
	@cd frontend && npm test --silent
	@CHROMIUM="$$(python tools/ensure_chromium.py)" && export CHROMIUM && exec python -m pytest $(SIDE_BY_SIDE) $(ARGS)

check: ready-dev ## Format, lint, types, layers, generated files, imports of the tests, weight of the screens
	ruff format --check .
	ruff check .
	mypy
	lint-imports
	python tools/generate.py --check
	python tools/dependencies.py --check
	python -m pytest --collect-only -q -q >/dev/null
	cd frontend && npm run check --silent
	cd frontend && npm run weigh --silent

generate: ready-dev ## Regenerate models, web client and documents from openapi/parts/
	python tools/generate.py
	python tools/dependencies.py

bench: ready-dev ## Measure, print a table, write bench/results/*.json
	python -m bench $(ARGS)

migrate: ready ## Bring the database up to this version
	@exec python -m api.cli migrate

seed: ready ## Fill an empty database with the demo territories
	@exec python -m api.cli seed

clean: ## Remove what can be made again; the data folder stays
	rm -rf .venv frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

ready:
	@$(PYTHON) tools/bootstrap.py run

ready-dev:
	@$(PYTHON) tools/bootstrap.py dev
