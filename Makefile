# Thin on purpose: everything is in scripts/, which also work where make is missing.
.DEFAULT_GOAL := help
.PHONY: help run test lint check bench setup clean

help:   ## show this list
	@grep -E '^[a-z]+: .*##' Makefile | sed 's/: *## /	/' | expand -t 10

run:    ## set up, run the main job on the sample plan, open the window where there is a screen
	@scripts/run

test:   ## set up and run the tests; no screen needed
	@scripts/test

lint:   ## formatting, style, types and layers
	@scripts/lint

check:  ## lint and test
	@scripts/check

bench:  ## measure speed
	@scripts/bench

setup:  ## set up for development
	@scripts/setup --dev

clean:  ## remove what setting up, testing and running made
	rm -rf .venv build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .import_linter_cache
	find maplanner tests -name __pycache__ -type d -prune -exec rm -rf {} +
