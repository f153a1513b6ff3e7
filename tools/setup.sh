#!/bin/sh
# Makes .venv hold what requirements.lock asks for, and does nothing where it
# already does. Run by `make` from the project's root. Plain POSIX shell, because
# a machine without a usable Python must hear a sentence, too.
#
#   PYTHON   the interpreter to build on; empty: the first one found that fits
#   UV       the name of uv, which installs in seconds; empty or absent: pip
set -eu

lock=requirements.lock
log=logs/setup.log
turn=.venv.lock

# Version and true path of an interpreter. The path is never one inside a virtual
# environment: with .venv active, `python3` would be the very thing we replace.
describe() {
    "$1" -c 'import sys
print("%d.%d %s" % (sys.version_info[:2] + (
    getattr(sys, "_base_executable", sys.executable),)))' 2>/dev/null
}

main() {
    [ -z "${PYTHON:-}" ] || choose_python
    finished && return
    [ -w . ] || stop "Nothing can be written in $(pwd), where .venv has to be made."
    take_turn
    finished && return
    mkdir -p logs
    : > "$log"
    if reusable; then
        say "The packages asked for have changed: bringing .venv up to date ..."
    else
        [ -n "${python:-}" ] || choose_python
        say "Making .venv with Python $version ..."
        rm -rf .venv
        create >> "$log" 2>&1 || give_up "could not be made"
    fi
    # From here to the end there is no stamp: after an interruption, .venv is not
    # mended but made anew, since nobody knows what half of a package does.
    rm -f .venv/stamp
    if [ -t 2 ] && [ -z "${CI:-}" ]; then
        show_progress &
        progress=$!
    fi
    install >> "$log" 2>&1 || give_up "is not complete, a package did not install"
    stamp "$version" > .venv/stamp.new
    mv .venv/stamp.new .venv/stamp
    # So that the first `make check` need not wait for dbt; without, it does.
    .venv/bin/python -m commands.prepare_check >> "$log" 2>&1 || :
}

# What a finished environment says of itself: Python, place and packages. A copy
# of the lock needs no hash, and says more when somebody wonders. The place is
# there because a moved .venv runs but cannot be activated.
stamp() {
    printf '%s\n' "$1" "$(pwd -P)"
    cat "$lock"
}

finished() {
    reusable && stamp "$version" | cmp -s - .venv/stamp
}

# A .venv that was completed once, here, and still runs; of the version asked for.
reusable() {
    found=$(describe .venv/bin/python) || return 1
    found=${found%% *}
    [ -z "${python:-}" ] || [ "$version" = "$found" ] || return 1
    version=$found
    [ "$(sed 2q .venv/stamp 2>/dev/null)" = "$(stamp "$found" | sed 2q)" ]
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
        found=$(describe "$name") || continue
        version=${found%% *}
        python=${found#* }
        case $version in
            3.11 | 3.12 | 3.13) ;;
            *) unfit="${unfit:+$unfit, }$name ($version)"; continue ;;
        esac
        uv_is_there || "$python" -c 'import ensurepip, venv' 2>/dev/null && return
        bare=${bare:-$version}
    done
    [ -z "$bare" ] || stop "Python $bare is here but not its venv module:" \
        "install it (on Debian and Ubuntu: apt install python$bare-venv), then run" \
        "make again."
    [ -z "$unfit" ] || stop "Python 3.11, 3.12 or 3.13 is needed, and this is what" \
        "was found: $unfit. Install one of them, then run make again" \
        "(PYTHON=/path/to/python3 names one that is not on the PATH)."
    [ -z "${PYTHON:-}" ] || stop "PYTHON=$PYTHON does not run: name a Python 3.11," \
        "3.12 or 3.13."
    stop "No Python was found: install Python 3.11, 3.12 or 3.13, then run make" \
        "again (PYTHON=/path/to/python3 names one that is not on the PATH)."
}

uv_is_there() {
    [ -n "${UV:-}" ] && command -v "$UV" > /dev/null
}

create() {
    if uv_is_there; then
        "$UV" venv --quiet --python "$python" .venv
    else
        # venv refuses a folder with a colon in its name, because PATH could not
        # list it. We never ask PATH: every command is `.venv/bin/python -m ...`.
        "$python" -c 'import os, venv; os.pathsep = "\n"; venv.main([".venv"])'
    fi
}

# The lock names every package, so neither tool has to resolve anything.
install() {
    if uv_is_there; then
        UV_NO_WRAP=1 "$UV" pip install --no-deps --python .venv/bin/python -r "$lock"
    else
        # Where pip is told to install for the user, it would refuse a .venv.
        PIP_USER=0 .venv/bin/python -m pip install --no-deps --no-input \
            --disable-pip-version-check --progress-bar off -r "$lock"
    fi
}

# The log's last line, each second, for as long as we live.
show_progress() {
    while kill -0 $$ 2>/dev/null; do
        printf '\r\033[K  %s' "$(tail -n 1 "$log" | cut -c 1-70)" >&2
        sleep 1
    done
}

end_progress() {
    [ -n "${progress:-}" ] || return 0
    kill "$progress" 2>/dev/null || :
    printf '\r\033[K' >&2
    progress=
}

# One set-up at a time: who comes second waits, and finds the work done.
take_turn() {
    trap 'end_turn' EXIT
    trap 'exit 130' HUP INT TERM
    told=
    # A link is made at once with the process it names, or not at all.
    until ln -s "$$" "$turn" 2>/dev/null; do
        holder=$(readlink "$turn") || continue
        if ! kill -0 "$holder" 2>/dev/null; then
            rm -f "$turn"
            continue
        fi
        [ -n "$told" ] || say "Waiting for process $holder, which is setting up .venv" \
            "(if it is not, remove $turn) ..."
        told=yes
        sleep 1
    done
}

end_turn() {
    end_progress
    [ "$(readlink "$turn")" != "$$" ] || rm -f "$turn"
}

say() { echo "$*" >&2; }

stop() {
    say "$*"
    exit 1
}

# Ends with the log's reason, not with the log.
give_up() {
    end_progress
    reason=$(awk '
        /ERROR|[Ee]rror:|Caused by|Because|No space/ { reason = $0 }
        NF { last = $0 }
        END { print reason ? reason : last }
    ' "$log")
    reason=${reason#"${reason%%[! ]*}"}
    uv_is_there && hint=" (make setup UV= tries with pip)" || hint=
    stop ".venv $1: $reason" "-- everything is in $log; run make again when that is" \
        "solved$hint."
}

main
