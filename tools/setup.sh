#!/bin/sh
# Makes .venv hold what a build needs, and the extras and groups of pyproject.toml that
# are asked for. `make` runs it from the project's root:
#
#   sh tools/setup.sh [--extra=NAME ...] [--group=NAME ...]
#
#   PYTHON   the interpreter to build on; empty: the first one found that fits
#   UV       the name of uv; where there is none, pip installs it into .venv
#
# POSIX shell, because a machine without a usable Python must get a message, too.
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
    # It comes back at the end: after an interruption .venv is made anew.
    rm -f .venv/installed
    for word; do
        asked_before "$word" || installed="$installed $word"
    done
    # $installed is split into words: options of uv.
    sh tools/uv.sh pip install --python .venv/bin/python --requirements pyproject.toml \
        --constraints requirements.lock $installed >> "$log" 2>&1 || give_up
    describe_venv > .venv/installed.new
    mv .venv/installed.new .venv/installed
}

# Version, place and packages of .venv. A moved .venv runs but cannot be activated.
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

# A .venv that was completed here, still runs and has the version that is asked for.
reusable() {
    [ -f .venv/installed ] || return 1
    { IFS= read -r made_with; IFS= read -r place; IFS= read -r installed; } < .venv/installed
    found=$(python_of .venv/bin/python) || return 1
    [ "$made_with" = "${found%% *}" ] && [ "$place" = "$(pwd -P)" ] || return 1
    [ -z "${python:-}" ] || [ "$version" = "$made_with" ] || return 1
    version=$made_with
    uv_is_there || [ -e .venv/bin/uv ]
}

# Version and path of an interpreter, not of the virtual environment around it: an
# active .venv would be the one that we replace.
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
        # A name on the PATH need not run: pyenv puts one there for each version.
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
        # venv refuses a path with a colon, because PATH could not list it. Nothing here
        # needs the PATH: every command is `.venv/bin/python -m ...`.
        "$python" -c 'import os, venv; os.pathsep = "\n"; venv.main([".venv"])' &&
            # Where pip is told to install for the user, it would refuse a .venv.
            PIP_USER=0 .venv/bin/python -m pip install --no-input --progress-bar off \
                --disable-pip-version-check --constraint requirements.lock uv
    fi
}

# One set-up at a time: the second one waits and finds the work done.
take_turn() {
    trap '[ "$(readlink "$turn")" != "$$" ] || rm -f "$turn"' EXIT
    trap 'exit 130' HUP INT TERM
    waiting=
    # A link and the process that it names appear at once.
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

# Ends with the reason that the log has.
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
