"""The YAML of the tables of loaded files agrees with the code that loads them."""

import pytest

from ingest.datasets import DATASETS
from ingest.loading.loaded_files import FILES_SCHEMA

# Types with another name in the YAML.
LONG = {"timestamptz": "timestamp with time zone"}


def columns_in_yaml(node) -> list[tuple[str, str]]:
    """Return names and types of the columns in order."""
    return [(name, one["data_type"]) for name, one in node["columns"].items()]


def columns_in_python(schema: dict[str, str]) -> list[tuple[str, str]]:
    """Return names and types in the spelling of the YAML."""
    return [
        (name, LONG.get(type_, type_.replace(", ", ",")))
        for name, type_ in schema.items()
    ]


@pytest.mark.parametrize("content", DATASETS.values(), ids=DATASETS)
def test_lines_are_described_as_the_contract_has_them(graph, content):
    described = columns_in_yaml(graph.models[content.table])
    assert described == columns_in_python(content.column_types)


@pytest.mark.parametrize("content", DATASETS.values(), ids=DATASETS)
def test_the_record_of_files_is_described_as_it_is_written(graph, content):
    described = columns_in_yaml(graph.sources[f"files.{content.files}"])
    assert described == columns_in_python(FILES_SCHEMA)
