# All commands of the project. The most important commands are `make build` and `make
# test`.
#
# All paths are relative, and every tool runs as `.venv/bin/python -m`. Therefore a
# clone works in a folder of any name.

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-metrics setup-spark setup-tables build check key \
	compare backtest rollback publish export report docs marts-page dag bench bench-segments \
	bench-forecasts bench-purchases test test-quick test-clients test-long test-spark stress lint lock \
	clients clean

# Commands read these variables from the environment. No shell expands the variables,
# and $(value) keeps make from expanding a `$`. Therefore a command gets every path as
# the user typed it. An empty variable counts as missing.
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

# `make setup UV=` installs with the settings of pip, even if uv is on the PATH.
UV ?= uv
export UV

run := .venv/bin/python -m

help: ## List the commands
	@echo 'make build [ORDERS=path] [SOURCE=name] [EVENTS=path|none] [EVENTS_SOURCE=name]'
	@echo '           [SOURCES_PATH=folder] [TARGET=duckdb|spark] [VARS="{n_segments: 5}"]'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' Makefile

setup: ## Install what a build needs into .venv, unless it is up to date
	@sh tools/setup.sh

setup-dev: ## Add tests, style checks and benchmarks to .venv
	@sh tools/setup.sh --group=dev --extra=metrics

setup-metrics: ## Add what `mf query` needs to .venv
	@sh tools/setup.sh --extra=metrics

setup-spark: ## Add what TARGET=spark needs to .venv (500 MB); install Java yourself
	@sh tools/setup.sh --extra=spark

setup-tables: ## Add readers of databases, lakehouse tables and Excel to .venv (175 MB)
	@sh tools/setup.sh --extra=tables

build: setup ## Build the tables from ORDERS, publish them and write the report
	@$(run) commands.build

check: setup ## Show what a build would accept and reject of ORDERS; build nothing
	@$(run) commands.check

key: setup ## Make customer.key, which hashes e-mail addresses of customers
	@$(run) commands.key

rollback: setup ## Make the former model VERSION=... champion again; without it, list them
	@$(run) commands.rollback

compare: setup ## Compare ways to segment customers: segmentation.algorithm_comparison
	@$(run) commands.compare

backtest: setup ## Compare forecasts of past periods with what happened: marts.backtest
	@$(run) commands.backtest

publish: setup ## Write analytics.duckdb and exports/ again
	@$(run) bi.publish

export: setup ## Write a list of customers of SEGMENT=2 or WHERE="..." to OUT=list.csv
	@$(run) bi.export

report: setup ## Write the report again
	@$(run) bi.report

docs: setup ## Write the dbt docs to target/static_index.html, after a build
	@.venv/bin/python -W ignore::RuntimeWarning -m dbt.cli.main docs generate --static

marts-page: setup ## Write docs/marts.md from the YAML of the marts
	@.venv/bin/python -W ignore::RuntimeWarning -m dbt.cli.main --quiet parse --target-path target
	@$(run) tools.marts_page

dag: setup ## Write docs/images/dag.svg, the models behind marts.customers
	@.venv/bin/python -W ignore::RuntimeWarning -m dbt.cli.main --quiet parse --target-path target
	@$(run) tools.dag_picture

# Some shells set LINES to the height of the terminal. Only `make bench LINES=...` sets
# it for the benchmark.
bench: setup-dev ## Measure speed: benchmarks/RESULTS.md [LINES=100000] [RUNS=3] [SECTIONS=...]
	@$(run) benchmarks.speed \
		$(if $(filter command%,$(origin LINES)),--lines '$(LINES)') \
		$(if $(RUNS),--runs '$(RUNS)') $(if $(SECTIONS),--sections $(SECTIONS))

bench-segments: setup-dev ## Measure segments: benchmarks/SEGMENTS.md [SECTIONS=...] [FILES=...] [BLIND=1]
	@$(run) benchmarks.segments $(if $(SECTIONS),--sections $(SECTIONS)) \
		$(if $(FILES),--files $(FILES)) $(if $(BLIND),--blind)

bench-forecasts: setup-dev ## Measure forecasts: benchmarks/FORECASTS.md [FILES=...]
	@$(run) benchmarks.forecasts $(if $(FILES),--files $(FILES))

bench-purchases: setup-dev ## Measure the cost of purchase forecasts: benchmarks/PURCHASES.md
	@$(run) benchmarks.purchases

# One test process runs per core. A process runs whole files, because the tests of a
# file share builds.
test: setup-dev ## Run the tests
	@$(run) pytest -q -n auto --dist loadfile --no-loadscope-reorder tests

test-clients: setup-dev clients ## Install BI clients (570 MB) and read published files with them
	@$(run) pytest -q tests/pipeline/test_clients.py

test-long: setup-dev ## Run the tests marked `long`, which `make test` leaves out
	@$(run) pytest -q -m long tests

test-spark: setup-dev setup-spark ## Run three builds on Spark (ten minutes)
	@$(run) pytest -q tests/spark/long_builds.py

# The tests in these paths need no build, no Spark and no server. `hypothesis` is the
# mark that Hypothesis gives its own tests.
test-quick: setup-dev ## Run tests of SQL, ml, ingest and project (90 seconds)
	@$(run) pytest -q -n auto --dist loadfile -m 'not long and not trains and not hypothesis' \
		tests/pipeline/test_unit_tests.py tests/macros tests/project tests/ml tests/ingest

# If a client cannot be installed, only the tests of this client are skipped.
clients: $(patsubst tests/clients/%,.clients/%/asked,$(basename $(wildcard tests/clients/*)))

.clients/%/asked: tests/clients/%.txt | setup
	-@rm -rf $(@D) && sh tools/uv.sh pip install --quiet --no-deps \
		--python .venv/bin/python --target $(@D) -r $< && cp $< $@

.clients/%/asked: tests/clients/%.json | setup
	-@rm -rf $(@D) && mkdir -p $(@D) && cp $< $(@D)/package.json && \
		npm install --loglevel=error --prefix $(@D) --no-audit --no-fund && cp $< $@

stress: setup-dev ## Run ten builds with readers, kill thirty builds (half an hour)
	@$(run) pytest -qs tests/bi/publishing/stress_builds.py

lint: setup-dev ## Check the style of the Python and SQL files
	@$(run) ruff check --quiet .
	@$(run) ruff format --check --quiet .
	@$(run) sqlfluff lint --disable-progress-bar models analyses

lock: setup ## Write the versions for pyproject.toml into requirements.lock
	@sh tools/uv.sh pip compile --quiet --universal --python-version 3.11 \
		--no-emit-index-url --no-header --no-annotate \
		--extra metrics --extra spark --extra tables --group dev --group setup \
		pyproject.toml --output-file requirements.lock

# Only fixed names are removed, never paths in variables: such a path may contain other
# files.
clean: ## Remove all files that commands have written, except .venv
	@rm -rf warehouse.duckdb* analytics.duckdb* exports campaigns fetched reports \
		.warehouse.duckdb.* .analytics.duckdb.* .exports.* spark-warehouse \
		target logs .clients .pytest_cache .ruff_cache .hypothesis
