"""The same lines give the same features in every format."""

import pytest

from tests.tables.formats.builds import CHANGED, SHARE, Shop
from tests.tables.formats.writing import FILES, SHAPES, TABLES

FEW = 2_000
MANY = 200_000
# A sheet may have a million rows, but most have fewer.
MANY_OF_A_WORKBOOK = 100_000


@pytest.fixture(scope="module")
def build_csv(tmp_path_factory):
    """Return a function that builds CSV twice and returns both features, by lines."""
    known = {}

    def build(count):
        if count not in known:
            folder = tmp_path_factory.mktemp("csv")
            shop = Shop(folder, SHAPES["csv"](folder / "orders"), count)
            shop.build()
            first = shop.features()
            shop.update()
            shop.build()
            second = shop.features()
            shop.build("--full-refresh")
            assert second == shop.features()
            assert first != second
            known[count] = first, second
        return known[count]

    return build


def build_and_compare(name, count, make_shape, build_csv, tmp_path):
    """Build a format twice; compare it with CSV and return its last features."""
    first, _ = build_csv(count)
    shop = Shop(tmp_path, make_shape(name), count)
    shop.build()
    assert shop.features() == first
    read_at = shop.read_at()
    shop.update()
    said = shop.build()
    new = max(1, count // SHARE) + CHANGED
    if name in TABLES:
        assert f"{new:,} of {count + new - CHANGED:,} rows were new" in said
    elif name in FILES:
        assert shop.lines_of_files(read_at) == new
    elif name == "hive":
        # The files of at most ten of 24 months, and of new lines.
        assert new <= shop.lines_of_files(read_at) < 0.6 * count
    # Only orders of changed customers are computed again, even if all lines were read.
    assert shop.customers_built() <= 2 * new
    return shop.features()


# test_all_formats.py compares lines; this file compares features.
def test_a_table_gives_the_features_that_a_file_does(make_shape, build_csv, tmp_path):
    updated = build_and_compare("delta", FEW, make_shape, build_csv, tmp_path)
    assert updated == build_csv(FEW)[1]


@pytest.mark.long
@pytest.mark.parametrize("name", [one for one in SHAPES if one != "csv"])
def test_all_formats_of_many_lines_give_the_same_features(
    name, make_shape, build_csv, tmp_path
):
    count = MANY_OF_A_WORKBOOK if name == "xlsx" else MANY
    updated = build_and_compare(name, count, make_shape, build_csv, tmp_path)
    assert updated == build_csv(count)[1]
