#!/bin/sh
# Adds what requirements-spark.lock names to .venv, and does nothing where it is there.
# Run by `make setup-spark` from the project's root, after tools/setup.sh.
#
#   UV   the name of uv, which installs in seconds; empty or absent: pip
set -eu

lock=requirements-spark.lock
log=logs/setup-spark.log

main() {
    cmp -s "$lock" .venv/stamp-spark && return
    echo "Adding Spark to .venv: half a gigabyte ..." >&2
    mkdir -p logs
    install > "$log" 2>&1 ||
        { echo "Spark could not be installed: $log says why." >&2; exit 1; }
    cp "$lock" .venv/stamp-spark
}

# The lock names every package that requirements.lock lacks.
install() {
    if [ -n "${UV:-}" ] && command -v "$UV" > /dev/null; then
        "$UV" pip install --no-deps --python .venv/bin/python -r "$lock"
    else
        PIP_USER=0 .venv/bin/python -m pip install --no-deps --no-input \
            --disable-pip-version-check --progress-bar off -r "$lock"
    fi
}

main
