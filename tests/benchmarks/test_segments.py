"""The benchmark of segments moves constants, judges figures, keeps the blind apart."""

import numpy as np
import pytest

from benchmarks.page import Line, put_section, to_text
from benchmarks.segments.constants import KEPT, find_constants
from benchmarks.segments.files import FILES, OrderFile
from benchmarks.segments.training import least_agreement, moving
from ml.encoder import components, expected_value
from ml.segments import clustering, selection


def test_each_constant_of_the_training_is_moved_or_kept_for_a_reason():
    names = {one.name for one in find_constants()}
    assert {"VALUE_WEIGHT", "THRESHOLD", "CLIP", "SMALLEST_SHARE"} <= names
    assert not names & {*KEPT}


def test_constants_move_by_a_factor_in_all_modules_and_come_back():
    of = {one.name: one for one in find_constants()}
    assert of["THRESHOLD"].moved(2) == 2 * components.THRESHOLD
    assert of["SMALLEST_SEGMENT"].moved(0.5) == 5
    # What matters of a share near 1 is its distance from 1.
    assert of["STABLE"].moved(2) == pytest.approx(0.5)
    before = clustering.SMALLEST_SHARE
    with moving("SMALLEST_SHARE", before, 2 * before):
        assert clustering.SMALLEST_SHARE == selection.SMALLEST_SHARE == 2 * before
    assert clustering.SMALLEST_SHARE == selection.SMALLEST_SHARE == before


def test_a_constant_of_another_value_but_the_same_name_stays():
    before = expected_value.VALUE_WEIGHT
    with moving("VALUE_WEIGHT", before + 1, 0.0):
        assert before == expected_value.VALUE_WEIGHT


@pytest.mark.parametrize(
    ("wanted", "found", "verdict"),
    [
        (">= 0.95", 0.95, "met"),
        (">= 0.95", 0.9494, "missed"),
        ("<= 45", 45.2, "missed"),
        ("", 0.1, ""),
    ],
)
def test_a_line_says_plainly_what_it_misses(wanted, found, verdict):
    assert Line("Measure", wanted, "", found).verdict == verdict


def test_the_page_keeps_other_sections_and_lists_what_is_missed(tmp_path):
    path = tmp_path / "page.md"

    def put(title, *lines):
        put_section(
            path, title, to_text(lines), ["first", "second"], "# Page\n\nMissed:\n"
        )

    put("second", Line("Agreement", ">= 0.9", "", 0.5))
    put("first", "Words.", Line("All", ">= 0", "", 1))
    text = path.read_text()
    assert text.index("## first") < text.index("## second")
    assert "- second: Agreement (0.500, wanted >= 0.9)" in text
    put("second", Line("Agreement", ">= 0.9", "", 0.9))
    assert "missed |" not in path.read_text()
    assert "Nothing." in path.read_text()


def test_the_least_agreement_is_that_of_the_worst_pair():
    one = np.array([0, 0, 1, 1])
    assert least_agreement([one, 1 - one, one]) == 1
    assert least_agreement([one, one, np.array([0, 1, 0, 1])]) < 0


def test_two_files_are_blind_and_no_name_is_used_twice():
    assert sum(one.is_blind for one in FILES) == 2
    assert len({one.name for one in FILES}) == len({one.file for one in FILES})


def test_an_absent_or_another_file_is_not_measured(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDER_FILES", str(tmp_path))
    file = OrderFile("a", "absent.csv", "purchase_log", "From a shop.", 1, 1, "0" * 64)
    assert "absent" in file.absent
    assert "From a shop." in file.absent
    (tmp_path / "absent.csv").write_text("another")
    assert "another file" in file.absent
