"""A build stops before dbt if a place holds something that is not ours."""

import os

import pytest

from tests.bi.places.makers import (
    device,
    empty,
    folder_of,
    half_a_database,
    hard_linked,
    linked,
    make_database,
    manifest,
    other_published,
    page_of_somebody,
    text,
)


@pytest.mark.parametrize(
    ("setting", "make", "reason"),
    [
        ("WAREHOUSE_PATH", text, "cannot be opened as a database"),
        ("WAREHOUSE_PATH", empty, "cannot be opened as a database"),
        ("WAREHOUSE_PATH", half_a_database, "cannot be opened as a database"),
        ("WAREHOUSE_PATH", folder_of("a.txt"), "is a folder"),
        ("WAREHOUSE_PATH", linked(text), "cannot be opened as a database"),
        ("ANALYTICS_PATH", text, "cannot be opened as a published database"),
        ("ANALYTICS_PATH", empty, "cannot be opened as a published database"),
        ("ANALYTICS_PATH", half_a_database, "cannot be opened"),
        ("ANALYTICS_PATH", make_database, "this project did not publish"),
        ("ANALYTICS_PATH", other_published, "this project did not publish"),
        ("ANALYTICS_PATH", folder_of("a.txt"), "is a folder"),
        ("ANALYTICS_PATH", linked(make_database), "this project did not publish"),
        ("ANALYTICS_PATH", hard_linked, "cannot be opened"),
        ("ANALYTICS_PATH", device, "is no ordinary file"),
        ("EXPORTS_PATH", text, "is no folder"),
        ("EXPORTS_PATH", folder_of("a.txt"), "holds 'a.txt' and no manifest.json"),
        (
            "EXPORTS_PATH",
            folder_of(*(f"{number}/a.txt" for number in range(9))),
            "holds '0', '1', '2' and 6 more",
        ),
        ("EXPORTS_PATH", folder_of(".git/HEAD"), "holds '.git'"),
        ("EXPORTS_PATH", linked(folder_of("a.txt")), "holds 'a.txt'"),
        ("EXPORTS_PATH", folder_of("manifest.json"), "no manifest.json of this"),
        ("EXPORTS_PATH", manifest(name="app", rows={}), "holds 'letters.doc'"),
        ("EXPORTS_PATH", manifest(written_by="app", rows={}), "holds 'letters.doc'"),
        (
            "EXPORTS_PATH",
            manifest(run_id="r", model_version="v", rows={}, files={}),
            "holds 'letters.doc', which was not published",
        ),
        ("REPORT_PATH", text, "is no report of this project"),
        ("REPORT_PATH", empty, "is no report of this project"),
        ("REPORT_PATH", page_of_somebody, "is no report of this project"),
        ("REPORT_PATH", folder_of("a.txt"), "is a folder"),
        ("REPORT_PATH", linked(text), "is no report of this project"),
        ("REPORT_PATH", device, "is no ordinary file"),
    ],
)
def test_what_is_not_ours_is_refused(home, refused, setting, make, reason):
    make(home / "theirs" / "place")
    said = refused(home, **{setting: home / "theirs" / "place"})
    assert said.startswith(f"{setting} names '{home}/theirs/place'")
    assert reason in said


@pytest.mark.parametrize(
    "setting", ["WAREHOUSE_PATH", "ANALYTICS_PATH", "EXPORTS_PATH", "REPORT_PATH"]
)
def test_a_place_below_a_file_is_refused_at_once(home, refused, setting):
    text(home / "file")
    said = refused(home, **{setting: home / "file" / "place"})
    assert f"{setting} names" in said and "is no folder" in said


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs Linux")
def test_a_folder_that_takes_no_file_is_refused_at_once(home, refused):
    said = refused(home, ANALYTICS_PATH="/proc/analytics.duckdb")
    assert "ANALYTICS_PATH" in said and "takes no new file" in said


@pytest.mark.skipif(not os.path.ismount("/proc"), reason="needs Linux")
def test_a_mounted_folder_is_refused_at_once(home, refused):
    assert "is a mounted drive" in refused(home, EXPORTS_PATH="/proc/sys/..")


@pytest.mark.parametrize(
    "setting", ["WAREHOUSE_PATH", "ANALYTICS_PATH", "EXPORTS_PATH", "REPORT_PATH"]
)
def test_the_root_of_all_files_is_refused(home, refused, setting):
    said = refused(home, **{setting: "/"})
    assert said.startswith(f"{setting} names '/', which is the root of all files")


@pytest.mark.parametrize("setting", ["ANALYTICS_PATH", "WAREHOUSE_PATH"])
def test_a_circle_of_links_is_refused(home, refused, setting):
    (home / "one").symlink_to(home / "two")
    (home / "two").symlink_to(home / "one")
    assert setting in refused(home, **{setting: home / "one"})
