#!/bin/sh
# Install into .venv what a build needs, and the extras and groups of pyproject.toml
# that are named. `make` runs this script in the project's root:
#
#   sh tools/setup.sh [--extra=NAME ...] [--group=NAME ...]
#
#   PYTHON   the Python for .venv; if empty, the first one found that fits
#   UV       the command of uv; if it is missing, pip installs uv into .venv
#
# The script is for any POSIX shell, because it also has to print a message on a machine
# without a usable Python.
set -eu

log=logs/setup.log
turn=.venv.lock

main() {
    [ -z "${PYTHON:-}" ] || choose_python
    finished "$@" && return
    [ -w . ] || stop "Nothing can be written in $(pwd), where .venv has to be made."
    take_turn
    finished "$@" && return
    mkdir -p logs
    if reusable; then
        say "Updating .venv ($log shows how far it is) ..."
    else
        installed=
        [ -n "${python:-}" ] || choose_python
        say "Making .venv with Python $version ($log shows how far it is) ..."
        rm -rf .venv
        create > "$log" 2>&1 || give_up
    fi
    # The file is written again at the end. If the script is interrupted, the next run
    # makes a new .venv.
    rm -f .venv/installed
    for word; do
        asked_before "$word" || installed="$installed $word"
    done
    # $installed has no quotes, because the shell has to split it into options of uv.
    sh tools/uv.sh pip install --python .venv/bin/python --requirements pyproject.toml \
        --constraints requirements.lock $installed >> "$log" 2>&1 || give_up
    describe_venv > .venv/installed.new
    mv .venv/installed.new .venv/installed
}

# Print version, folder and packages of .venv. The folder counts, because a moved .venv
# runs but cannot be activated.
describe_venv() {
    printf '%s\n' "$version" "$(pwd -P)" "$installed"
    cat pyproject.toml requirements.lock
}

finished() {
    reusable || return 1
    for word; do
        asked_before "$word" || return 1
    done
    describe_venv | cmp -s - .venv/installed
}

asked_before() {
    case " $installed " in *" $1 "*) ;; *) return 1 ;; esac
}

# Succeed if .venv was completed in this folder, still runs and has the requested
# version.
reusable() {
    [ -f .venv/installed ] || return 1
    { IFS= read -r made_with; IFS= read -r place; IFS= read -r installed; } < .venv/installed
    found=$(python_of .venv/bin/python) || return 1
    [ "$made_with" = "${found%% *}" ] && [ "$place" = "$(pwd -P)" ] || return 1
    [ -z "${python:-}" ] || [ "$version" = "$made_with" ] || return 1
    version=$made_with
    uv_is_there || [ -e .venv/bin/uv ]
}

# Print version and path of the interpreter on which a Python is based. A Python in an
# active .venv cannot be used itself, because this .venv may be removed.
python_of() {
    "$1" -c 'import sys
print("%d.%d %s" % (sys.version_info[:2] + (
    getattr(sys, "_base_executable", sys.executable),)))' 2>/dev/null
}

choose_python() {
    unfit= bare=
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3 python3.13 python3.12 python3.11 python
    fi
    for name; do
        # A name on the PATH may not run: pyenv puts a name there for each version.
        found=$(python_of "$name") || continue
        version=${found%% *}
        python=${found#* }
        case $version in
            3.11 | 3.12 | 3.13) ;;
            *) unfit="${unfit:+$unfit, }$name ($version)"; continue ;;
        esac
        uv_is_there || "$python" -c 'import ensurepip, venv' 2>/dev/null && return
        bare=${bare:-$version}
    done
    [ -z "$bare" ] || stop "Python $bare has no venv module: install it (on Debian and" \
        "Ubuntu: apt install python$bare-venv), then run make again."
    [ -z "${PYTHON:-}" ] || [ -n "$unfit" ] || stop "PYTHON=$PYTHON does not run: name a" \
        "Python 3.11, 3.12 or 3.13."
    stop "No fitting Python was found${unfit:+, only $unfit}: install Python 3.11, 3.12" \
        "or 3.13, then run make again (PYTHON=/path/to/python3 names one that is not on" \
        "the PATH)."
}

uv_is_there() {
    [ -n "${UV=uv}" ] && command -v "$UV" > /dev/null
}

create() {
    if uv_is_there; then
        "$UV" venv --quiet --python "$python" .venv
    else
        # venv refuses a path with a colon, because PATH cannot contain one. This .venv
        # need not be on the PATH, because every command is `.venv/bin/python -m ...`.
        "$python" -c 'import os, venv; os.pathsep = "\n"; venv.main([".venv"])' &&
            # If the settings of pip say to install for the user, pip would refuse a
            # .venv.
            PIP_USER=0 .venv/bin/python -m pip install --no-input --progress-bar off \
                --disable-pip-version-check --constraint requirements.lock uv
    fi
}

# Only one set-up runs at a time: a second set-up waits, then finds the work done.
take_turn() {
    trap '[ "$(readlink "$turn")" != "$$" ] || rm -f "$turn"' EXIT
    trap 'exit 130' HUP INT TERM
    waiting=
    # A symbolic link is used as the lock, because it is created together with its
    # target, the process id.
    until ln -s "$$" "$turn" 2>/dev/null; do
        holder=$(readlink "$turn") || continue
        if ! kill -0 "$holder" 2>/dev/null; then
            rm -f "$turn"
            continue
        fi
        [ -n "$waiting" ] || say "Waiting for process $holder, which is setting up .venv" \
            "(if it is not, remove $turn) ..."
        waiting=yes
        sleep 1
    done
}

say() { echo "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

# Stop with the reason of the failure, which is taken from the log.
give_up() {
    reason=$(sed 's/^[^[:alnum:]]*//' "$log" |
        awk '/ERROR|[Ee]rror:|Caused by|Because|No space/ { reason = $0 }
             NF { last = $0 }
             END { print reason ? reason : last }')
    uv_is_there && hint=", or make setup UV= to install by the settings of pip" || hint=
    stop ".venv is not complete: $reason -- $log has all of it. Run make again when that" \
        "is solved$hint."
}

main "$@"
