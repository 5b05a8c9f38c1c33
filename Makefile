# The two commands of the README are `make demo` and `make test`; each makes its own environment in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HORIZON := examples/affaire-horizon

.PHONY: demo test test-slow bench evaluate clean

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 ou plus récent est nécessaire."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/installed
	@rm -rf out/affaire-horizon && mkdir -p out/affaire-horizon
	@$(BIN)/emprise ingest out/affaire-horizon/affaire-horizon $(HORIZON)/pieces || test $$? -eq 7
	@$(BIN)/emprise analyze out/affaire-horizon/affaire-horizon
	@$(BIN)/emprise dossier out/affaire-horizon/affaire-horizon -o out/affaire-horizon --format html,json --fiction

test: $(VENV)/installed-dev
	@$(BIN)/python -m pytest -q -n auto

test-slow: $(VENV)/installed-dev
	@$(BIN)/python -m pytest -q -m slow

bench: $(VENV)/installed-dev
	@$(BIN)/python -m bench.stages
	@$(BIN)/python -m bench.language
	@$(BIN)/python -m bench.matching
	@$(BIN)/python -m bench.readers
	@$(BIN)/python -m bench.review

evaluate: $(VENV)/installed-dev
	@$(BIN)/python -m training.evaluate --data ../shared/treebanks
	@$(BIN)/python -m bench.reading --data ../shared/treebanks
	@$(BIN)/python -m bench.accuracy --shared ../shared

clean:
	rm -rf $(VENV) out dist build
