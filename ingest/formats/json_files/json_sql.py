"""Queries by which DuckDB reads the values in JSON records, and in their items.

Every value is read as text. Numbers and booleans are as JSON writes them, and null is
NULL. If a column of a line is an object or a list, all columns of the line are NULL.
"""

from ingest.engines.duckdb_dialect import SQL
from ingest.formats.json_files.json_table import JsonTable
from ingest.formats.json_files.value_paths import ValuePath

NO_OBJECT = "line_is_no_json_object"
NESTED = "line_has_a_nested_value"
OBJECT = "case when json_valid({0}) and json_type({0}) = 'OBJECT' then {0} end"


def select_values(
    lines: str, table: JsonTable, columns: dict[str, str]
) -> tuple[str, dict[str, str]]:
    """Return a relation of records or items in SQL, and the SQL of each column.

    `lines` is a relation with the column `line`. The returned relation has
    `line_fault`, which is NULL for a good line.
    """
    paths = dict.fromkeys(table.paths[name] for name in columns.values())
    of_record = [path for path in paths if not path.is_of_item]
    of_item = [path for path in paths if path.is_of_item]
    found = {path: f"of_record[{n}]" for n, path in enumerate(of_record, start=1)}
    found |= {path: f"of_item[{n}]" for n, path in enumerate(of_item, start=1)}
    rows = f"(select *, {OBJECT.format('line')} as record from {lines})"
    rows = f"(select *, {extract('record', of_record)} as of_record from {rows})"
    is_object = "record is not null"
    if table.items:
        items = items_in("record", table.items)
        rows = f"(select * exclude (line), unnest({items}) as item from {rows})"
        rows = f"(select *, {OBJECT.format('item')} as thing from {rows})"
        rows = f"(select *, {extract('thing', of_item)} as of_item from {rows})"
        is_object = "thing is not null"
    nested = " or ".join(
        f"starts_with({value}, '{bracket}')"
        for value in found.values()
        for bracket in "{["
    )
    fault = (
        f"case when not ({is_object}) then '{NO_OBJECT}' "
        f"when {nested or 'false'} then '{NESTED}' end"
    )
    values = {}
    for column, name in columns.items():
        value = found[table.paths[name]]
        values[column] = (
            "case when line_fault is not null then null "
            f"when starts_with({value}, '\"') then json_extract_string({value}, '$') "
            f"when {value} != 'null' then {value} end"
        )
    return f"(select *, {fault} as line_fault from {rows})", values


def extract(record: str, paths: list[ValuePath]) -> str:
    """Return the SQL of a list of values at the paths of a record, as JSON."""
    pointers = ", ".join(SQL.literal(path.pointer) for path in paths)
    # One call for all paths parses each record only once.
    found = f"json_extract({record}, [{pointers}])" if paths else "[]"
    return f"cast({found} as varchar[])"


def items_in(record: str, items: ValuePath) -> str:
    """Return the SQL of the items of a record; a broken record has one item, null."""
    found = f"json_extract({record}, {SQL.literal(items.pointer)})"
    return (
        f"case when {record} is null then [cast('null' as json)] "
        f"when json_type({found}) = 'ARRAY' "
        f"then json_transform({found}, '[\"JSON\"]') "
        f"when json_type({found}) = 'OBJECT' then [{found}] else [] end"
    )


def count_items(lines: str, items: ValuePath) -> str:
    """Return a query that counts items; its parameter is a list of record numbers.

    The query returns the number of items, the number of records without items, and a
    list with the number of items up to each record of the parameter.
    """
    rows = f"(select {OBJECT.format('line')} as record from {lines})"
    counted = f"(select len({items_in('record', items)}) as items from {rows})"
    return (
        "with counted as materialized (select row_number() over () as number, items "
        f"from {counted}), "
        "summed as (select number, sum(items) over (order by number) as total "
        "from counted where len($1) > 0), "
        "asked as (select unnest($1) as number, generate_subscripts($1, 1) as place) "
        "select cast(coalesce(sum(items), 0) as bigint), "
        "count(*) filter (items = 0), "
        "(select list(cast(coalesce(total, 0) as bigint) order by place) from asked "
        "left join summed using (number)) from counted"
    )
