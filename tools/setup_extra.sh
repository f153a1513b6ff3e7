#!/bin/sh
# Adds what requirements-NAME.lock names to .venv, and does nothing where it is there.
# Run by `make setup-NAME` from the project's root, after tools/setup.sh:
#
#   sh tools/setup_extra.sh NAME 'what comes and how big it is'
#
#   UV   the name of uv, which installs in seconds; empty or absent: pip
set -eu

lock=requirements-$1.lock
stamp=.venv/stamp-$1
log=logs/setup-$1.log

main() {
    cmp -s "$lock" "$stamp" && return
    echo "Adding to .venv: $2 ..." >&2
    mkdir -p logs
    install > "$log" 2>&1 ||
        { echo "Not all of $lock could be installed: $log says why." >&2; exit 1; }
    cp "$lock" "$stamp"
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

main "$@"
