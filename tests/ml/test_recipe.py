"""Only changes of the training code change `recipe_version`."""

import shutil
import subprocess
import sys

import pytest

from ml.forecasts.prediction_model import FORECAST_RECIPE
from ml.recipe import PACKAGE_FOLDER, hash_recipe
from ml.segments.champion import SEGMENT_RECIPE

LAYOUT = "\n# Another comment.\n\n\n"


@pytest.fixture
def package(tmp_path):
    """Return a copy of ml/ that tests may change."""
    return shutil.copytree(PACKAGE_FOLDER, tmp_path / "ml")


def rewrite(package, file, old, new):
    path = package / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("encoder/network.py", "CORRECTION_SIZE = 24", "CORRECTION_SIZE = 12"),
        ("encoder/network.py", "Adam(LEARNING_RATE)", "Adam(2 * LEARNING_RATE)"),
        ("segments/sample_size.py", "ENOUGH = 500", "ENOUGH = 400"),
        ("customers/sampling.py", "ntile(10)", "ntile(5)"),
    ],
)
def test_a_change_of_code_or_constant_is_another_recipe(package, file, old, new):
    before = hash_recipe(*SEGMENT_RECIPE, folder=package)
    rewrite(package, file, old, new)
    assert hash_recipe(*SEGMENT_RECIPE, folder=package) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("forecasts/boosting.py", '"max_iter": 60', '"max_iter": 61'),
        ("forecasts/timeline.py", "between {366 - days}", "between {365 - days}"),
        ("forecasts/samples.py", "RECENT_DATES, YEARS = 6", "RECENT_DATES, YEARS = 5"),
        ("forecasts/intervals.py", "WANTED = 0.8", "WANTED = 0.9"),
        ("purchases/refusals.py", "import numpy as np", "import numpy"),
    ],
)
def test_a_change_of_forecasts_is_another_recipe_of_forecasts(package, file, old, new):
    before = hash_recipe(FORECAST_RECIPE, folder=package)
    segments = hash_recipe(*SEGMENT_RECIPE, folder=package)
    rewrite(package, file, old, new)
    assert hash_recipe(FORECAST_RECIPE, folder=package) != before
    assert hash_recipe(*SEGMENT_RECIPE, folder=package) == segments


def test_comments_docstrings_and_layout_are_no_change(package):
    before = hash_recipe(*SEGMENT_RECIPE, folder=package)
    for path in package.rglob("*.py"):
        docstring, rest = path.read_text().split("\n", 1)
        path.write_text(f'"""Other words."""{LAYOUT}{rest}{LAYOUT}')
        if docstring.count('"""') == 1:
            path.write_text(f"{docstring}\nMore words.\n{rest}{LAYOUT}")
    rewrite(
        package, "encoder/components.py", "LATENT_SIZE = 8\n", "LATENT_SIZE   =   8\n"
    )
    assert hash_recipe(*SEGMENT_RECIPE, folder=package) == before


@pytest.mark.parametrize(
    "file", ["evaluation/comparison.py", "spark/session.py", "forecasts/trees.py"]
)
def test_code_that_training_does_not_run_is_no_change(package, file):
    before = hash_recipe(*SEGMENT_RECIPE, folder=package)
    (package / file).write_text("OTHER = 1\n")
    assert hash_recipe(*SEGMENT_RECIPE, folder=package) == before


def test_the_recipe_needs_none_of_the_libraries_that_train():
    code = (
        "import sys; from ml.segments import champion; "
        "champion.hash_recipe(*champion.SEGMENT_RECIPE); "
        "print({'keras', 'tensorflow', 'sklearn'} & {*sys.modules})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "set()", run.stderr
