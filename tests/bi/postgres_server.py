"""A temporary PostgreSQL server."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

# On Debian, the programs of the server are not on the PATH.
PLACES = [
    os.environ.get("PATH", ""),
    *map(str, Path("/usr/lib/postgresql").glob("*/bin")),
]
INITDB = shutil.which("initdb", path=os.pathsep.join(PLACES))
# The server refuses to run as root.
NOBODY = pwd.getpwnam("nobody")
SERVANT = {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid} if os.geteuid() == 0 else {}


@contextlib.contextmanager
def serve_postgres(asks_for_password: bool = False) -> Iterator[str]:
    """Yield the address of a server that listens on a socket in its own folder.

    If the server requires a password, every user except its owner needs one.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if SERVANT:
            shutil.chown(folder, **SERVANT)
        data = f"{folder}/data"
        run(INITDB, "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync")
        if asks_for_password:
            rules = "local all owner trust\nlocal all all scram-sha-256\n"
            Path(data, "pg_hba.conf").write_text(rules)
        control = [str(Path(INITDB).with_name("pg_ctl")), "-D", data, "-w"]
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run(*control, "-l", f"{folder}/log", "-o", options, "start")
        yield f"postgresql://owner@/postgres?host={folder}"
        run(*control, "-m", "immediate", "stop")


def run(*words):
    """Run a program of the server as its system user."""
    done = subprocess.run(
        words, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **SERVANT
    )
    assert done.returncode == 0, words


def query(address, sql):
    """Return the rows of a query, or an empty list for a command."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else None
