# Every command of the project. Two matter: `make build` and `make test`.
#
# Paths are relative and every tool is run as `.venv/bin/python -m`, so that a
# clone works wherever it lies, whatever characters the path holds.

.DEFAULT_GOAL := help
.PHONY: help setup setup-spark setup-tables build check key compare backtest rollback publish export report docs marts-page bench bench-segments bench-purchases clients test test-long test-spark stress lint lock clean

# These go to commands.build and tools/setup.sh as environment variables: no shell reads
# them, and $(value) keeps make from reading a `$` in them, so that any path
# arrives as it was typed. An empty one counts as not given.
override ORDERS := $(value ORDERS)
override SOURCE := $(value SOURCE)
override EVENTS := $(value EVENTS)
override EVENTS_SOURCE := $(value EVENTS_SOURCE)
override TARGET := $(value TARGET)
override SOURCES_PATH := $(value SOURCES_PATH)
override VARS := $(value VARS)
override VERSION := $(value VERSION)
override SEGMENT := $(value SEGMENT)
override WHERE := $(value WHERE)
override OUT := $(value OUT)
override PYTHON := $(value PYTHON)
export ORDERS SOURCE EVENTS EVENTS_SOURCE SOURCES_PATH TARGET VARS VERSION SEGMENT WHERE OUT PYTHON

# `make setup UV=` installs with pip where uv exists.
UV ?= uv
export UV

run := .venv/bin/python -m

help: ## List the commands
	@echo 'make build [ORDERS=path] [SOURCE=name] [EVENTS=path|none] [EVENTS_SOURCE=name]'
	@echo '           [SOURCES_PATH=folder] [TARGET=duckdb|spark] [VARS="{n_segments: 5}"]'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv from requirements.lock; nothing happens where it is up to date
	@sh tools/setup.sh

setup-spark: setup ## Add what TARGET=spark needs to .venv (and Java, which you bring)
	@sh tools/setup_extra.sh spark 'Spark, half a gigabyte'

setup-tables: setup ## Add what reads tables of databases, lakehouses and Excel to .venv
	@sh tools/setup_extra.sh tables 'extensions of DuckDB, 175 MB'

build: setup ## Order lines in; tables, published files, a report and the segments out
	@$(run) commands.build

check: setup ## What a build would make of ORDERS, and the first thing to fix
	@$(run) commands.check

key: setup ## Make customer.key, by which e-mail addresses of customers are hashed
	@$(run) commands.key

rollback: setup ## Make a former model champion again: VERSION=..., none lists them
	@$(run) commands.rollback

compare: setup ## Ways to divide customers side by side: segmentation.algorithm_comparison
	@$(run) commands.compare

backtest: setup ## Forecasts of past periods beside what happened: marts.backtest
	@$(run) commands.backtest

publish: setup ## Write analytics.duckdb and exports/ again
	@$(run) bi.publish

export: setup ## Customers of SEGMENT=2, or that fit WHERE="...", as a list: OUT=list.csv
	@$(run) bi.export

report: setup ## Write the report again
	@$(run) bi.report

docs: setup ## After a build: every table, column and test in target/static_index.html
	@.venv/bin/python -W ignore::RuntimeWarning -m dbt.cli.main docs generate --static

marts-page: setup ## Write docs/marts.md from the YAML of the marts
	@.venv/bin/python -W ignore::RuntimeWarning -m dbt.cli.main --quiet parse
	@$(run) tools.marts_page

# Some shells call the height of the terminal LINES: only what make was given counts.
bench: setup ## Measure how fast it is: benchmarks/RESULTS.md [LINES=100000] [RUNS=3] [SECTIONS=...]
	@$(run) benchmarks.speed \
		$(if $(filter command%,$(origin LINES)),--lines '$(LINES)') \
		$(if $(RUNS),--runs '$(RUNS)') $(if $(SECTIONS),--sections $(SECTIONS))

bench-segments: setup ## Measure the segments on all files there are: benchmarks/SEGMENTS.md
	@$(run) benchmarks.segments

bench-purchases: setup ## Measure what expected value costs: benchmarks/PURCHASES.md
	@$(run) benchmarks.purchases

clients: setup ## Install the BI clients that tests read the published files with: .clients/
	@sh tools/clients.sh

# One process per core, a file of tests to each: tests of one file share their builds.
test: setup clients ## Run the tests
	@$(run) pytest -q -n auto --dist loadfile --no-loadscope-reorder tests

test-long: setup clients ## The tests that `make test` leaves out
	@$(run) pytest -q -m long tests

test-spark: setup-spark ## Builds on Spark, one upon another: ten minutes
	@$(run) pytest -q tests/spark/long_builds.py

stress: setup ## Ten builds under readers, thirty under kills: half an hour
	@$(run) pytest -qs tests/bi/publishing/stress_builds.py

lint: setup ## Check the style of the Python and SQL files
	@$(run) ruff check --quiet .
	@$(run) ruff format --check --quiet .
	@$(run) sqlfluff lint --disable-progress-bar models analyses

lock: ## Write the lock files from the ranges in pyproject.toml (needs uv)
	@command -v "$$UV" > /dev/null || { echo 'make lock needs uv.' >&2; exit 1; }
	@"$$UV" pip compile --universal --python-version 3.11 --no-emit-index-url \
		--no-header --quiet --extra metrics pyproject.toml --output-file requirements.lock
	@$(call lock_more,spark,--extra spark)
	@$(call lock_more,tables,--extra tables --extra tables-tests)

# What some extras need beyond requirements.lock.
lock_more = "$$UV" pip compile --universal --python-version 3.11 --no-emit-index-url \
	--no-header --quiet --no-annotate $(2) --constraints requirements.lock \
	pyproject.toml | grep -vxFf requirements.lock > requirements-$(1).lock

# Names, never the variables: what lies elsewhere is not ours to remove.
clean: ## Remove what the commands wrote, except .venv
	@rm -rf warehouse.duckdb* analytics.duckdb* exports campaigns fetched reports \
		.warehouse.duckdb.* .analytics.duckdb.* .exports.* spark-warehouse \
		target logs .clients .pytest_cache .ruff_cache .hypothesis
