# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
# A bare machine needs make and Python 3.11+ with its venv and pip; tools/environment.py brings the rest.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

# The first Python of the machine that is new enough; `make demo PYTHON=/path/to/python3.12` names another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; \
	then command -v $$python; break; fi; done)
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || true)

BIN := .venv/bin
QALA := $(BIN)/qala
PYTEST := $(BIN)/pytest
TEST_WORKERS ?= 2

# What a command of ours reads from the environment may be given as `make demo SCALE=city`.
ifdef SCALE
export SCALE
endif
ifdef MONTHS
export MONTHS
endif
ifdef PORT
export PORT
endif
ifdef TLS
export TLS
endif

.PHONY: help demo test test-fast check fix part bench smoke soak lock messages clean setup setup-dev lint types journeys-note

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: setup ## Make the synthetic city and serve it (SCALE=city, MONTHS=9, PORT=…, TLS=1)
	@exec $(QALA) demo

test: setup-dev lint types journeys-note ## Every test; browser journeys where Chromium is found
	@$(PYTEST) -n $(TEST_WORKERS) -q -m "not soak" $(ARGS)

test-fast: setup-dev ## Rules, actions and pages: what needs no server and no browser
	@$(PYTEST) -n $(TEST_WORKERS) -q -m "not slow and not journey and not soak" $(ARGS)

check: setup-dev lint types test-fast ## Before a commit: lint, types, and the fast tests (map, templates, migrations, texts)

fix: setup-dev ## Put imports and lint in order where a machine can
	@$(BIN)/ruff check --fix-only --quiet .

part: setup-dev ## Begin a new part: make part name=waste noun=container
	@test -n "$(name)" || { echo "Say its name: make part name=waste" >&2; exit 2; }
	@$(QALA) part "$(name)" $(if $(noun),--noun "$(noun)") $(if $(kk),--kk "$(kk)") $(if $(ru),--ru "$(ru)") $(if $(en),--en "$(en)")

bench: setup ## Measure: make bench name=proposals (JSON on stdout)
	@test -n "$(name)" || { echo "Say which: make bench name=proposals" >&2; exit 2; }
	@exec $(QALA) bench $(name) --json

smoke: setup ## Start the demo, walk the main pages of every role and each journey's API
	@exec $(QALA) smoke

soak: setup-dev ## The long tests: hundreds of kills, long hypothesis runs
	@HYPOTHESIS_PROFILE=soak $(PYTEST) -q -m soak $(ARGS)

lock: setup-dev ## Re-lock Python and browser packages with hashes
	@$(BIN)/python tools/lock.py

messages: setup-dev ## Collect texts to translate into every locale/, and compile them
	@$(QALA) messages

clean: ## Remove the environment and caches; the city in var/ stays
	@rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -type f -delete

# ---- not for people ----------------------------------------------------------------------------------------

setup setup-dev:
	@test -n "$(PYTHON)" || { echo "Qala needs Python 3.11, 3.12 or 3.13; none was found (looked for python3, python3.13 …)." >&2; exit 1; }
	@$(PYTHON) tools/environment.py $(if $(filter setup-dev,$@),--dev)

lint:
	@echo "· Lint"; $(BIN)/ruff check --quiet .

types:
	@echo "· Types"; $(BIN)/mypy

journeys-note:
	@if [ -n "$(CHROMIUM)" ]; then echo "· Browser journeys run in $(CHROMIUM)"; \
	elif [ "$${QALA_BROWSER:-}" = required ]; then echo "QALA_BROWSER=required, and no Chromium was found." >&2; exit 1; \
	else echo "· No Chromium on this machine: browser journeys are skipped (Debian: apt install chromium)"; fi
