# What a user types: make explore. What a developer types: make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: explore setup setup-dev test bench bench-detect bench-explore docs frontend lock clean

explore: setup ## Build the sample case and open the explorer on it
	@$(BIN)/attribution sample --case cases/sample
	@$(BIN)/attribution serve --case cases/sample

setup: $(VENV)/.ready ## Make .venv with pinned dependencies; leaves .venv/bin/attribution

setup-dev: $(VENV)/.ready-dev ## The same with what tests need

$(VENV)/.ready: requirements/app.txt pyproject.toml
	@PYTHON="$(PYTHON)" sh scripts/setup.sh $(VENV) requirements/app.txt
	@touch $@

$(VENV)/.ready-dev: requirements/dev.txt pyproject.toml
	@PYTHON="$(PYTHON)" sh scripts/setup.sh $(VENV) requirements/dev.txt
	@touch $(VENV)/.ready $@

test: setup-dev ## Lint, types, import rules, unit, integration and browser tests
	@sh scripts/test.sh $(BIN)

bench: setup-dev ## Ratios against a baseline of the same run
	@$(BIN)/python -m bench.storing
	@$(BIN)/python -m bench.loading
	@$(BIN)/python -m bench.verifying

bench-detect: setup-dev ## Detection of 100k, 1M and 10M rows against DuckDB, Polars and pandas
	@$(BIN)/python -m bench.detecting

bench-explore: setup-dev ## What an analyst waits for while exploring, in a real browser
	@$(BIN)/python -m bench.exploring

docs: setup-dev ## Write what docs derive from code
	@$(BIN)/python -m scripts.documentation

frontend: ## Build the graph component (needs Node.js)
	cd ui/graph_component/frontend && npm ci && npm run build

lock: ## Pin the dependencies anew (needs uv)
	sh scripts/lock.sh

clean:
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache
