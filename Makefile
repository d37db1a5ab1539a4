# Everything here sets itself up: with uv when it is present, else with venv and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Half of what a test of a screen takes is waiting, so there are more of them than processors.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 2) * 3 // 2)')
UV := $(shell command -v uv 2>/dev/null)
READY := $(VENV)/.ready

.PHONY: demo test check docs bench lock clean

demo: $(READY) ## open the app on sample data
	@$(BIN)/crm demo

test: $(READY) ## the whole suite, on every core
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: $(READY) ## format, lint, types, layers, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $(WORKERS)

docs: $(READY) ## write the generated pages and pictures anew
	$(BIN)/python -m scripts.docs

bench: $(READY) ## measure, and print figures
	$(BIN)/python -m benchmarks $(ARGS)

lock: ## choose newer dependencies
	uv pip compile --quiet --universal --no-emit-index-url --no-header --generate-hashes \
	    --group dev pyproject.toml --output-file requirements.lock $(ARGS)

clean: ## forget the environment and every cache
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist build

$(READY): requirements.lock pyproject.toml
ifneq ($(UV),)
	@$(UV) venv --quiet --allow-existing --python '>=3.11' $(VENV)
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes --requirements requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
else
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "crm needs Python 3.11 or newer; set PYTHON=")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
endif
	@touch $@
