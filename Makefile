# Everything runs in .venv, made from pyproject.toml with the pins of requirements.lock.
# Needed beforehand: python3 (3.11 or newer, with venv), pip 23 or newer, make.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup check test notebooks report bench nightly fuzz mutants samples lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))
BENCHMARKS := $(sort $(wildcard benchmarks/[!_]*.py benchmarks/*/[!_]*.py))
PYTEST := $(BIN)/python -m pytest
# Tests and notebooks on all cores, those of one file on one, as they share what is slow to make.
SHARED := -n auto --dist loadfile --nbval --nbval-current-env tests notebooks
# Which examples hypothesis draws at night, and which files are damaged: `make nightly SEED=7` takes another walk.
SEED ?= 0
# Readers that are fuzzed at night, and for how many seconds each.
FUZZED := mail vcard calendar whatsapp signal telegram slack meta phone linkedin contacts table
SECONDS ?= 60
# Which mutants are tried: those whose number ends in this digit, so that ten nights see them all.
MUTANTS ?= *__mutmut_*$(shell expr $(SEED) % 10)

# Somebody's own Jupyter settings and start-up scripts must not change what notebooks print.
export IPYTHONDIR := $(CURDIR)/$(VENV)/ipython
export JUPYTER_CONFIG_DIR := $(CURDIR)/$(VENV)/jupyter

help:  ## list these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP)  ## create .venv with everything needed

$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]' --constraint requirements.lock
	$(BIN)/python -m netgraph.kernels.warm
	touch $@

check: $(STAMP)  ## lint and formatting, changing nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check

test: check  ## everything that must hold: checks, tests, and the notebooks against their stored outputs
	$(PYTEST) $(SHARED)

notebooks: $(STAMP)  ## run all notebooks in place and store their outputs
	$(BIN)/jupyter nbconvert --to notebook --inplace --execute \
	  --ExecutePreprocessor.kernel_name=python3 \
	  --ExecutePreprocessor.record_timing=False \
	  --ClearMetadataPreprocessor.enabled=True \
	  --ClearMetadataPreprocessor.clear_cell_metadata=False \
	  --ClearMetadataPreprocessor.preserve_nb_metadata_mask='{"kernelspec"}' \
	  $(NOTEBOOKS)

report: $(STAMP)  ## the offline report of the sample person, into reports/
	$(BIN)/netgraph report data/samples/ada --me ada@example.org -o reports/

bench: $(STAMP)  ## run every benchmark
	@set -e; for script in $(BENCHMARKS); do echo "== $$script"; $(BIN)/python $$script; done

nightly: check fuzz  ## the tests with more examples, the slow ones, networkx's own, and mutants
	HYPOTHESIS_PROFILE=nightly NIGHTLY_SEED=$(SEED) $(PYTEST) $(SHARED) -m '' --hypothesis-seed=$(SEED)
	$(BIN)/python tests/kernels/networkx_suite.py
	$(MAKE) mutants

fuzz: $(STAMP)  ## every reader fuzzed for a minute, guided by coverage
	$(BIN)/python -m pip install --quiet --editable '.[fuzz]' --constraint requirements.lock
	@set -e; for reader in $(FUZZED); do \
	  echo "== $$reader"; $(BIN)/python tests/fuzz/fuzz.py $$reader --seconds $(SECONDS); done

mutants: $(STAMP)  ## measures and build.py changed a little, time and again: 85 % must make a test fail; all: MUTANTS='*'
	$(BIN)/python -m pip install --quiet --editable '.[mutants]' --constraint requirements.lock
	HYPOTHESIS_PROFILE=mutants nice $(BIN)/mutmut run '$(MUTANTS)'
	$(BIN)/python tests/mutants.py

samples: $(STAMP)  ## write the made-up people and organisation of data/samples again
	$(BIN)/python -m netgraph sample data/samples

lock:  ## resolve pyproject.toml afresh and write requirements.lock
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --editable '.[dev]'
	build/lock/bin/python -m pip freeze --exclude-editable > build/pins
	mv build/pins requirements.lock
	rm -rf build/lock

clean:  ## remove what the other verbs made, .venv too
	rm -rf $(VENV) build dist reports mutants .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
