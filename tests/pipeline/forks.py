"""dbt in processes that begin where dbt is imported and has parsed a project before.

A helper process imports dbt once, parses the project for what dbt's classes prepare at
first use, and becomes a child for each command: a fork, which holds nothing of the
commands before it, parses anew and ends as every process does. Two seconds and a half
of processor time a command are imports, three of six of a parse are that preparation.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess


@cache
def start_helper():
    """Return the helper of this test process; it ends with it, by its closed input."""
    return subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run_dbt(words: list[str], root: Path, environment: dict) -> CompletedProcess:
    """Run dbt with these words as `python -m dbt.cli.main` would."""
    helper = start_helper()
    with tempfile.TemporaryDirectory() as folder:
        out, err = (Path(folder, name) for name in ("out", "err"))
        wish = [words, str(root), environment, str(out), str(err)]
        helper.stdin.write(f"{json.dumps(wish)}\n")
        helper.stdin.flush()
        status = int(helper.stdout.readline())
        said = [one.read_text(encoding="utf-8") for one in (out, err)]
    return CompletedProcess(words, status, *said)


def serve() -> None:
    """Fork for each wish that is read, and answer with the status of its end."""
    import dbt.adapters.duckdb  # noqa: F401
    import duckdb

    prepare()
    # A child would wait for ever for what another thread held. NumPy has threads, and
    # so has the database that DuckDB 1.5 opens as it is imported.
    duckdb.default_connection().close()
    assert threading.active_count() == 1 and "numpy" not in sys.modules
    # What no collector looks at is not copied for a child.
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            become(*json.loads(line))
            return
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


def prepare() -> None:
    """Parse the project, without the parser in Rust, whose threads stay."""
    from dbt.cli.main import dbtRunner

    with tempfile.TemporaryDirectory() as folder:
        places = ["--target-path", folder, "--log-path", folder]
        words = ["--log-level", "none", "--no-static-parser", "parse", *places]
        root = str(Path(__file__).parents[2])
        dbtRunner().invoke([*words, "--project-dir", root, "--profiles-dir", root])


def become(words, root, environment, out, err) -> None:
    """Be `dbt <words>`; SystemExit ends the process as that of a user would end."""
    from dbt.cli.main import cli

    for number, (path, how) in enumerate(
        [(os.devnull, os.O_RDONLY), (out, os.O_WRONLY), (err, os.O_WRONLY)]
    ):
        os.dup2(os.open(path, how | (os.O_CREAT if how else 0), 0o600), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(root)
    # As with `python -c`: the project is found where the command is run.
    sys.path[0] = ""
    sys.argv = ["-c", *words]
    cli()


if __name__ == "__main__":
    serve()
