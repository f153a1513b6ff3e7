# Every command of the project. Two matter: `make build` and `make test`.
#
# Paths are relative, and every tool runs as `.venv/bin/python -m`: so a clone works in
# every place, whatever characters its path has.

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-metrics setup-spark setup-tables build check key \
	compare backtest rollback publish export report docs marts-page dag bench bench-segments \
	bench-purchases test test-quick test-clients test-long test-spark stress lint lock \
	clients clean

# These go to commands.build and tools/setup.sh as environment variables. No shell reads
# them, and $(value) keeps make from expanding a `$`: any path arrives as it was typed. An
# empty one counts as not given.
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

# `make setup UV=` installs by the settings of pip where uv is on the PATH.
UV ?= uv
export UV

run := .venv/bin/python -m

help: ## List the commands
	@echo 'make build [ORDERS=path] [SOURCE=name] [EVENTS=path|none] [EVENTS_SOURCE=name]'
	@echo '           [SOURCES_PATH=folder] [TARGET=duckdb|spark] [VARS="{n_segments: 5}"]'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv with what a build needs; do nothing where it is up to date
	@sh tools/setup.sh

setup-dev: ## Add tests, style checks and benchmarks to .venv
	@sh tools/setup.sh --group=dev --extra=metrics

setup-metrics: ## Add what `mf query` needs to .venv
	@sh tools/setup.sh --extra=metrics

setup-spark: ## Add what TARGET=spark needs to .venv: half a gigabyte (and Java, not in it)
	@sh tools/setup.sh --extra=spark

setup-tables: ## Add what reads databases, lakehouses and Excel to .venv: 175 MB
	@sh tools/setup.sh --extra=tables

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

dag: setup ## Write docs/images/dag.svg: the models that marts.customers is built from
	@.venv/bin/python -W ignore::RuntimeWarning -m dbt.cli.main --quiet parse
	@$(run) tools.dag_picture

# Some shells call the height of the terminal LINES: only what make was given counts.
bench: setup-dev ## Measure how fast it is: benchmarks/RESULTS.md [LINES=100000] [RUNS=3] [SECTIONS=...]
	@$(run) benchmarks.speed \
		$(if $(filter command%,$(origin LINES)),--lines '$(LINES)') \
		$(if $(RUNS),--runs '$(RUNS)') $(if $(SECTIONS),--sections $(SECTIONS))

bench-segments: setup-dev ## Measure the segments on all files there are: benchmarks/SEGMENTS.md
	@$(run) benchmarks.segments

bench-purchases: setup-dev ## Measure what expected value costs: benchmarks/PURCHASES.md
	@$(run) benchmarks.purchases

# One process per core, a file of tests to each: tests of one file share their builds.
test: setup-dev ## Run the tests
	@$(run) pytest -q -n auto --dist loadfile --no-loadscope-reorder tests

test-clients: setup-dev clients ## Install BI clients (570 MB), read published files with them
	@$(run) pytest -q tests/pipeline/test_clients.py

test-long: setup-dev ## The tests that `make test` leaves out
	@$(run) pytest -q -m long tests

test-spark: setup-dev setup-spark ## Builds on Spark, one upon another: ten minutes
	@$(run) pytest -q tests/spark/long_builds.py

# Chosen by path: tests that need no build, no Spark and no server. Hypothesis marks its own.
test-quick: setup-dev ## Tests of SQL, ml, ingest and project, without training and random examples
	@$(run) pytest -q -n auto --dist loadfile -m 'not long and not trains and not hypothesis' \
		tests/pipeline/test_unit_tests.py tests/macros tests/project tests/ml tests/ingest

# A client that cannot be installed costs its own tests and nothing else.
clients: $(patsubst tests/clients/%,.clients/%/asked,$(basename $(wildcard tests/clients/*)))

.clients/%/asked: tests/clients/%.txt | setup
	-@rm -rf $(@D) && sh tools/uv.sh pip install --quiet --no-deps \
		--python .venv/bin/python --target $(@D) -r $< && cp $< $@

.clients/%/asked: tests/clients/%.json | setup
	-@rm -rf $(@D) && mkdir -p $(@D) && cp $< $(@D)/package.json && \
		npm install --loglevel=error --prefix $(@D) --no-audit --no-fund && cp $< $@

stress: setup-dev ## Ten builds under readers, thirty under kills: half an hour
	@$(run) pytest -qs tests/bi/publishing/stress_builds.py

lint: setup-dev ## Check the style of the Python and SQL files
	@$(run) ruff check --quiet .
	@$(run) ruff format --check --quiet .
	@$(run) sqlfluff lint --disable-progress-bar models analyses

lock: setup ## Pin the ranges of pyproject.toml in requirements.lock
	@sh tools/uv.sh pip compile --quiet --universal --python-version 3.11 \
		--no-emit-index-url --no-header --no-annotate \
		--extra metrics --extra spark --extra tables --group dev --group setup \
		pyproject.toml --output-file requirements.lock

# Names, never the variables: a path elsewhere is not ours to remove.
clean: ## Remove what the commands wrote, except .venv
	@rm -rf warehouse.duckdb* analytics.duckdb* exports campaigns fetched reports \
		.warehouse.duckdb.* .analytics.duckdb.* .exports.* spark-warehouse \
		target logs .clients .pytest_cache .ruff_cache .hypothesis
