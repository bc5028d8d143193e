# Everything builds and uses .venv in this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
RIVALS := $(VENV)/.rivals

.DEFAULT_GOAL := help
.PHONY: help play run test check format bench bench-search transcripts tales evaluate lock clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

play: $(RUNTIME) ## Try it: a local Telegram with the bot in it, in your browser; no token needed
	@$(BIN)/python -m play

run: $(RUNTIME) ## Run the bot with the token in .env
	@$(BIN)/python -m bot run

test: $(TOOLS) ## Run every test; what this machine lacks is skipped and said
	@# Hundreds of processes are started: they are not to compile everything each time.
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(TOOLS) ## Check style, types, the direction of imports, the compose file and its scripts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/shellcheck -x compose/*.sh

format: $(TOOLS) ## Format the code
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(TOOLS) ## Measure speed, as ratios in one run
	$(BIN)/python -m bench

bench-search: $(RIVALS) ## Measure searches in Elasticsearch, of 1,000 to a million templates; takes hours
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.search $(ARGUMENTS)

transcripts: $(TOOLS) ## Write docs/transcripts anew, from what the bot says in the tales
	WRITE_TRANSCRIPTS=1 $(BIN)/python -m pytest -q tests/e2e/test_tales.py -k transcript

tales: $(TOOLS) ## Tell every tale on both stores by a bot that dies before every step; takes most of an hour
	EVERY_STORE=1 EVERY_STEP=1 $(BIN)/python -m pytest -s tests/e2e/test_tales.py tests/e2e/test_tales_dying.py

evaluate: $(RUNTIME) ## Measure who is known and what strangers reach, in five folds of people
	@mkdir -p build
	$(BIN)/python -m core evaluate "$${FACES_DIR:-../shared/faces}/lfw-dev" --folds 5 \
		--cache build/templates --picture build/scores.png

lock: ## Resolve the versions anew, with hashes (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --upgrade requirements-dev.in --output-file requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --constraint requirements-dev.txt requirements.in --output-file requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --constraint requirements-dev.txt requirements-bench.in \
		--output-file requirements-bench.txt

clean: ## Delete the environment and the caches, never the data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt | $(VENV)/pyvenv.cfg
	@echo "Building the environment in $(VENV); this takes a minute or two, once."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(RIVALS): requirements-bench.txt $(TOOLS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
