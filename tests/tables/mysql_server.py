"""A MariaDB server for tests. It has the protocol of MySQL."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator

PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
SERVER = shutil.which("mariadbd", path=PLACES)
# The server refuses to run as root.
SERVANT = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
PASSWORD = "to&fro"
RIGHTS = [
    "create database shop character set utf8mb4",
    # Name the host: an anonymous user of this host would come before reader@'%'.
    f"create user reader@localhost identified by '{PASSWORD}'",
    "grant select on shop.* to reader@localhost",
]


@contextlib.contextmanager
def serve_mysql() -> Iterator[tuple[str, object]]:
    """Yield an address that needs the password, and a function that runs SQL."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, SERVANT)
        here = [f"--user={SERVANT}", f"--datadir={folder}/data"]
        # A server that starts deletes every temporary table in TMPDIR. In a shared
        # folder, some of them belong to running servers of other tests.
        own_folder = {**os.environ, "TMPDIR": folder}
        install = [
            "mariadb-install-db",
            *here,
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ]
        subprocess.run(install, check=True, capture_output=True, env=own_folder)
        place = f"--socket={folder}/socket"
        port = free_port()
        server = subprocess.Popen(
            [
                *(SERVER, "--no-defaults", *here, place, f"--port={port}"),
                *("--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=0"),
            ],
            env=own_folder,
            stderr=subprocess.DEVNULL,
        )

        def run(*statements, database="shop"):
            client = ["mariadb", "--no-defaults", place, "-uroot", database]
            text = ";\n".join(statements)
            subprocess.run(client, input=text, text=True, check=True)

        try:
            wait_for(["mariadb", "--no-defaults", place, "-uroot", "-e", "select 1"])
            run(*RIGHTS, database="mysql")
            yield f"mysql://reader@127.0.0.1:{port}/shop", run
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(words: list[str]) -> None:
    """Wait until a program succeeds, at most for a minute."""
    for _ in range(240):
        if subprocess.run(words, capture_output=True).returncode == 0:
            return
        time.sleep(0.25)
    raise AssertionError(f"{words} did not succeed")
