#!/bin/sh
# Runs uv: the one on the PATH or, where it is missing and with `UV=`, the one in .venv.
set -eu

if [ -n "${UV=uv}" ] && command -v "$UV" > /dev/null; then
    exec "$UV" "$@"
fi
# uv does not read the settings of pip: the index and certificate of this machine.
settings=$(.venv/bin/python -m pip config list)
for pair in index-url:UV_DEFAULT_INDEX extra-index-url:UV_INDEX cert:SSL_CERT_FILE; do
    value=$(printf '%s\n' "$settings" |
        sed -n "s/^[^=]*\.${pair%:*}='\(.*\)'\$/\1/p" | sed -n 1p)
    [ -z "$value" ] || export "${pair#*:}=$value"
done
# As pip does, take a version from any of the indexes.
export UV_INDEX_STRATEGY=unsafe-best-match
exec .venv/bin/python -m uv "$@"
