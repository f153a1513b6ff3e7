#!/bin/sh
# Installs what tests/clients/ names into .clients/, a folder each, so that tests can
# read the published files as BI tools do. Run by `make` from the project's root. What
# cannot be had here costs its own tests and nothing else.
#
#   UV   the name of uv; empty or absent: pip
set -u

main() {
    for asked in tests/clients/*.txt tests/clients/*.json; do
        name=${asked##*/}
        bring "$asked" ".clients/${name%.*}" &
    done
    wait
}

# The copy of the file comes last: it says that all of it is there.
bring() {
    cmp -s "$1" "$2/asked" && return
    rm -rf "$2"
    mkdir -p "$2" logs
    if install "$1" "$2" > "logs/client-${2##*/}.log" 2>&1; then
        cp "$1" "$2/asked"
    else
        echo "${2##*/} could not be installed, so its tests are skipped:" \
            "logs/client-${2##*/}.log" >&2
    fi
}

# The files name every package that .venv lacks, so nothing has to be resolved.
install() {
    case $1 in
        *.json) cp "$1" "$2/package.json" &&
            npm install --prefix "$2" --no-audit --no-fund --no-package-lock ;;
        *) if [ -n "${UV:-}" ] && command -v "$UV" > /dev/null; then
            "$UV" pip install --no-deps --python .venv/bin/python --target "$2" -r "$1"
        else
            PIP_USER=0 .venv/bin/python -m pip install --no-deps --no-input \
                --no-compile --disable-pip-version-check --progress-bar off \
                --target "$2" -r "$1"
        fi ;;
    esac
}

main
