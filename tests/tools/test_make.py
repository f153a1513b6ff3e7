"""On unusual machines, `make` installs the right packages and prints clear messages.

No test installs a real package. Make gets a small PATH: the tools of every Unix, a
Python, and a replacement of uv that writes down its arguments. If the replacement is
not on the PATH, the real pip installs it from a wheel.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
UNIX = "awk cat cmp cut echo ln make mkdir mv printf readlink rm sed sh sleep tail"
PYTHON = f'#!/bin/sh\nexec "{sys._base_executable}" "$@"\n'
UV = """#!/bin/sh
echo "$@" >> uv-calls
[ ! -f uv-does ] || . ./uv-does
[ "$1" = pip ] || exec "$4" -m venv --without-pip .venv
"""
UV_OF_PIP = """
import json, os, sys
names = ["UV_DEFAULT_INDEX", "UV_INDEX", "SSL_CERT_FILE"]
print(json.dumps([os.environ.get(name) for name in names]))
with open("uv-calls", "a") as calls:
    print(*sys.argv[1:], file=calls)
"""
UV_FAILS = 'if [ "$1" = pip ]; then echo error: no disk >&2; exit 2; fi'
SHOW_REQUEST = """
import json, os
names = ["ORDERS", "EVENTS", "SOURCE", "TARGET"]
print(json.dumps([os.environ.get(name, "") for name in names]))
"""

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is missing")


class Clone:
    """A copy of the files of `make setup` and `make build`, with its own PATH."""

    def __init__(self, path, programs):
        self.path, self.programs = path, programs
        (path / "tools").mkdir(parents=True)
        (path / "commands").mkdir()
        shutil.copy(ROOT / "Makefile", path)
        for script in ("setup.sh", "uv.sh"):
            shutil.copy(ROOT / "tools" / script, path / "tools")
        self.write("requirements.lock", "# nothing\n")
        self.write("pyproject.toml", "# nothing\n")
        self.write("commands/build.py", SHOW_REQUEST)
        self.environment = {
            "PATH": str(programs),
            "HOME": str(path),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
        }
        programs.mkdir()
        for name in UNIX.split():
            (programs / name).symlink_to(shutil.which(name))

    def write(self, name, text):
        (self.path / name).write_text(text)

    def program(self, name, text):
        """Put an executable script on the PATH."""
        (self.programs / name).write_text(text)
        (self.programs / name).chmod(0o755)

    def start(self, *arguments):
        return subprocess.Popen(
            ["make", *arguments],
            cwd=self.path,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def make(self, *arguments):
        """Run make; return its status, its output and its messages."""
        run = self.start(*arguments)
        out, err = run.communicate(timeout=300)
        said = [line for line in err.splitlines() if not line.startswith("make: ***")]
        return run.returncode, out, said

    def uv_calls(self):
        """Return the calls of uv since the last check, without their files."""
        calls = self.path / "uv-calls"
        lines = calls.read_text().splitlines() if calls.exists() else []
        calls.unlink(missing_ok=True)
        known = re.compile(r"^(venv|pip)\b|--(extra|group)=\w+")
        return [" ".join(one[0] for one in known.finditer(line)) for line in lines]


@pytest.fixture
def empty_machine(tmp_path):
    """Return a clone on a machine with neither Python nor uv."""
    return Clone(tmp_path / "clone", tmp_path / "programs")


@pytest.fixture
def clone(empty_machine):
    """Return a clone on a machine with a Python and uv."""
    empty_machine.program("python3", PYTHON)
    empty_machine.program("uv", UV)
    return empty_machine


@pytest.fixture
def ready(clone):
    """Return a clone after `make setup`."""
    assert clone.make("setup")[0] == 0
    assert clone.uv_calls() == ["venv", "pip"]
    return clone


@pytest.fixture
def without_uv(clone):
    """Return a clone on a machine where pip has to install uv."""
    (clone.programs / "uv").unlink()
    write_uv(clone)
    return clone


def write_uv(clone):
    """Write a wheel of the replacement of uv, the only one that pip can find."""
    about, tag = "uv-1.0.dist-info", "py3-none-any"
    files = {
        "uv/__main__.py": UV_OF_PIP,
        "uv-1.0.data/scripts/uv": "#!python\n",
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: uv\nVersion: 1.0",
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}",
        f"{about}/RECORD": "",
    }
    with zipfile.ZipFile(clone.path / f"uv-1.0-{tag}.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    clone.environment["PIP_FIND_LINKS"] = str(clone.path)


def test_help_lists_every_command(empty_machine):
    status, out, _ = empty_machine.make()
    assert status == 0
    listed = set(re.findall(r"^  (\S+)  +\S", out, re.M))
    known = empty_machine.make("--print-data-base", "--question")[1]
    (targets,) = re.findall(r"^\.PHONY: (.*)", known, re.M)
    assert listed | {"clients"} == set(targets.split())


# What it says -----------------------------------------------------------------


def assert_refused(result, *words):
    status, _, said = result
    assert status != 0
    assert len(said) == 1, said
    for word in words:
        assert word in said[0]


def test_no_python(empty_machine):
    assert_refused(empty_machine.make("build"), "No fitting Python", "3.11")


def test_only_pythons_that_do_not_fit(empty_machine):
    empty_machine.program("python3", "#!/bin/sh\necho 3.10 /usr/bin/python3\n")
    empty_machine.program("python", "#!/bin/sh\necho 2.7 /usr/bin/python\n")
    empty_machine.program("python3.12", "#!/bin/sh\necho no such version >&2\nexit 1\n")
    assert_refused(empty_machine.make("build"), "python3 (3.10), python (2.7)")


@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13", "3.14"])
def test_the_versions_of_the_package_fit(clone, version):
    stand_in = f'#!/bin/sh\n[ "$1" != -c ] || echo "{version} $0"\n'
    clone.program("python3", stand_in)
    package = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    clone.make("setup")
    assert ("venv" in clone.uv_calls()) == (
        version in SpecifierSet(package["requires-python"])
    )


def test_a_python_that_does_not_run(clone):
    result = clone.make("build", "PYTHON=/nowhere/python3")
    assert_refused(result, "PYTHON=/nowhere/python3 does not run")


def test_venv_module_missing(empty_machine):
    bare = '#!/bin/sh\ncase $2 in *venv*) exit 1 ;; *) echo "3.12 $0" ;; esac\n'
    empty_machine.program("python3", bare)
    result = empty_machine.make("build")
    assert_refused(result, "no venv module", "apt install python3.12-venv")


def test_uv_that_cannot_be_had(without_uv):
    (without_uv.path / "uv-1.0-py3-none-any.whl").unlink()
    status, _, said = without_uv.make("setup")
    assert status != 0
    assert "No matching distribution found for uv" in said[-1]
    assert "logs/setup.log" in said[-1]
    assert "uv" in (without_uv.path / "logs" / "setup.log").read_text()


def test_the_reason_of_uv_is_shown(clone):
    clone.write("uv-does", UV_FAILS)
    status, _, said = clone.make("setup")
    assert status != 0
    assert "error: no disk" in said[1]
    assert "make setup UV=" in said[1]


# What it installs -------------------------------------------------------------


def test_pip_installs_uv_where_it_is_missing_with_the_settings_of_pip(without_uv):
    names = {"INDEX_URL": "file:///one", "EXTRA_INDEX_URL": "file:///two file:///three"}
    for name, value in names.items():
        without_uv.environment[f"PIP_{name}"] = value
    # This uv must never be called.
    without_uv.program("uv", "#!/bin/sh\nexit 1\n")
    assert without_uv.make("setup", "UV=")[0] == 0
    assert without_uv.uv_calls() == ["pip"]
    log = (without_uv.path / "logs" / "setup.log").read_text().splitlines()
    assert json.loads(log[-1]) == [*names.values(), None]
    assert without_uv.make("setup", "UV=") == (0, "", [])


def test_groups_are_added_once_and_updated_together(ready):
    for target, added in {
        "setup-tables": "pip --extra=tables",
        "setup-spark": "pip --extra=tables --extra=spark",
    }.items():
        assert ready.make(target)[0] == 0
        assert ready.uv_calls() == [added]
        assert ready.make(target) == (0, "", [])
        assert ready.make("setup") == (0, "", [])
    ready.write("requirements.lock", "# others\n")
    assert ready.make("build")[0] == 0
    assert ready.uv_calls() == ["pip --extra=tables --extra=spark"]


def test_tests_and_style_checks_bring_the_development_group(clone):
    clone.make("lint")
    assert clone.uv_calls() == ["venv", "pip --group=dev --extra=metrics"]


def test_a_group_that_does_not_install_is_tried_again(ready):
    ready.write("uv-does", UV_FAILS)
    for _ in range(2):
        status, _, said = ready.make("setup-tables")
        assert status != 0
        assert "error: no disk" in said[-1]


# Which Python -----------------------------------------------------------------


def test_the_first_python_that_runs_is_taken(clone):
    clone.program("python3", "#!/bin/sh\nexit 127\n")
    clone.program("python3.13", "#!/bin/sh\necho 3.9 /usr/bin/python3.9\n")
    clone.program("python", PYTHON)
    assert clone.make("setup")[0] == 0


def test_a_named_python_is_taken_from_any_path(clone):
    clone.program("python3", "#!/bin/sh\nexit 127\n")
    clone.program("my $py'thon", PYTHON)
    python = clone.programs / "my $py'thon"
    assert clone.make("setup", f"PYTHON={python}")[0] == 0


def test_another_version_makes_another_environment(ready):
    other = "3.12" if sys.version_info[:2] != (3, 12) else "3.13"
    ready.program("other", f'#!/bin/sh\n[ "$1" != -c ] || echo "{other} $0"\n')
    ready.make("setup", "PYTHON=other")
    assert ready.uv_calls()[0] == "venv"


# What it keeps ----------------------------------------------------------------


def test_nothing_happens_twice(ready):
    os.utime(ready.path / "requirements.lock")
    assert ready.make("setup") == (0, "", [])
    assert ready.uv_calls() == []


def test_a_changed_lock_installs_into_the_same_environment(ready):
    ready.write("requirements.lock", "# nothing else\n")
    assert ready.make("setup")[0] == 0
    assert ready.uv_calls() == ["pip"]
    assert ready.make("setup") == (0, "", [])


def test_an_interrupted_install_is_repaired(clone):
    clone.write("uv-does", '[ "$1" != pip ] || kill -KILL $PPID')
    assert clone.make("setup")[0] != 0
    clone.write("uv-does", "")
    clone.uv_calls()
    assert clone.make("build")[0] == 0
    assert clone.uv_calls() == ["venv", "pip"]


def test_an_interrupted_update_is_repaired(ready):
    before = (ready.path / "requirements.lock").read_text()
    ready.write("requirements.lock", "# nothing else\n")
    ready.write("uv-does", "exit 1")
    assert ready.make("setup")[0] != 0
    ready.write("uv-does", "")
    ready.write("requirements.lock", before)
    ready.uv_calls()
    assert ready.make("setup")[0] == 0
    assert ready.uv_calls() == ["venv", "pip"]


def test_a_python_that_went_away_is_replaced(ready):
    (ready.path / ".venv" / "bin" / "python").unlink()
    (ready.path / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    assert ready.make("build")[0] == 0
    assert ready.uv_calls() == ["venv", "pip"]


def test_a_moved_clone_gets_its_own_environment(ready):
    ready.path = ready.path.rename(ready.path.with_name("moved"))
    assert ready.make("build")[0] == 0
    assert ready.uv_calls() == ["venv", "pip"]


def test_an_active_environment_is_not_built_upon(ready):
    ready.program("python3", f'#!/bin/sh\nexec "{ready.path}/.venv/bin/python" "$@"\n')
    (ready.path / ".venv" / "installed").unlink()
    assert ready.make("build")[0] == 0


def test_two_at_once_share_one_set_up(clone):
    clone.write("uv-does", "sleep 1")
    runs = [clone.start("build"), clone.start("build")]
    assert [run.communicate(timeout=300) and run.returncode for run in runs] == [0, 0]
    assert clone.uv_calls() == ["venv", "pip"]
    assert not os.path.lexists(clone.path / ".venv.lock")


# What arrives -----------------------------------------------------------------


@pytest.mark.parametrize(
    "orders",
    [
        "my orders/of May.csv",
        'it\'s "quoted".csv',
        "C:data:2024.csv",
        "$HOME $(shell exit) ${x} $$ `pwd`.csv",
        "#1 100% \\ ~ & ; | > !.csv",
        "months/*/[0-9]?.{csv,parquet}",
        "größe=π.csv",
    ],
)
def test_any_path_arrives_as_typed(ready, orders):
    status, out, _ = ready.make(
        "build", f"ORDERS={orders}", f"EVENTS={orders}", "SOURCE=a'b", "TARGET=c"
    )
    assert status == 0
    assert json.loads(out) == [orders, orders, "a'b", "c"]


def test_what_is_not_given_is_empty(ready):
    assert json.loads(ready.make("build")[1]) == ["", "", "", ""]


def test_a_clone_works_wherever_it_lies(tmp_path):
    odd = tmp_path / 'it\'s a "clone": $HOME, #1 & 100% `x` [a-z]*'
    clone = Clone(odd, tmp_path / "programs")
    clone.program("python3", PYTHON)
    write_uv(clone)
    # pip reads a list of folders separated by blanks, so this path must have no blank.
    clone.environment["PIP_FIND_LINKS"] = str(tmp_path)
    (wheel,) = odd.glob("*.whl")
    wheel.rename(tmp_path / wheel.name)
    status, out, said = clone.make("build", "ORDERS=orders.csv")
    assert (status, len(said)) == (0, 1), said
    assert json.loads(out) == ["orders.csv", "", "", ""]
    assert clone.make("setup") == (0, "", [])


def test_clean_removes_results_and_nothing_elsewhere(empty_machine, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.parquet").touch()
    (empty_machine.path / "exports").symlink_to(elsewhere)
    for name in ["warehouse.duckdb", "warehouse.duckdb.wal", "orders.csv"]:
        empty_machine.write(name, "")
    assert empty_machine.make("clean", f"EXPORTS_PATH={elsewhere}")[0] == 0
    left = {path.name for path in empty_machine.path.iterdir()}
    assert left == {
        *("Makefile", "commands", "tools"),
        *("orders.csv", "pyproject.toml", "requirements.lock"),
    }
    assert (elsewhere / "kept.parquet").exists()


# What is written down ---------------------------------------------------------


def test_no_file_names_an_index_host_or_this_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git clone")
    here = [f"{ROOT}/", f"{Path.home()}/"]
    banned = ["py" + "pi.org", "python" + "hosted", "--extra-" + "index-url", *here]
    found = [
        (name, word)
        for name in listed.stdout.decode().split("\0")
        if (ROOT / name).is_file()
        for word in banned
        if word.encode() in (ROOT / name).read_bytes()
    ]
    assert found == []
