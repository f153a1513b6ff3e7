#!/bin/sh
# Run the uv on the PATH. If it is missing or `UV` is empty, run the uv in .venv.
set -eu

if [ -n "${UV=uv}" ] && command -v "$UV" > /dev/null; then
    exec "$UV" "$@"
fi
# uv does not read the settings of pip, so the index and the certificate are passed on.
settings=$(.venv/bin/python -m pip config list)
for pair in index-url:UV_DEFAULT_INDEX extra-index-url:UV_INDEX cert:SSL_CERT_FILE; do
    value=$(printf '%s\n' "$settings" |
        sed -n "s/^[^=]*\.${pair%:*}='\(.*\)'\$/\1/p" | sed -n 1p)
    [ -z "$value" ] || export "${pair#*:}=$value"
done
# Take a version from any of the indexes, as pip does.
export UV_INDEX_STRATEGY=unsafe-best-match
exec .venv/bin/python -m uv "$@"
