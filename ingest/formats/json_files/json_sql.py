"""How DuckDB reads records of JSON: their values, and the items in them.

A value is text: numbers and booleans as JSON writes them, nothing where it says null.
What turns out an object or a list is no value, and nothing of such a line is kept.
"""

from ingest.engines.duckdb_dialect import DuckDB
from ingest.formats.json_files.json_table import JsonTable
from ingest.formats.json_files.value_paths import ValuePath

SQL = DuckDB()
NO_OBJECT = "line_is_no_json_object"
NESTED = "line_has_a_nested_value"
OBJECT = "case when json_valid({0}) and json_type({0}) = 'OBJECT' then {0} end"


def values_of_records(table: JsonTable, columns: dict[str, str]) -> dict[str, str]:
    """Return the SQL of each column's value, in what `records_of` gives.

    Parameters
    ----------
    table : JsonTable
    columns : dict
        Name in the file, by what the column is called.
    """
    places = [table.places[name] for name in columns.values()]
    found = {place: of_place(place, places) for place in places}
    return {
        column: f"case when line_fault is null then {text_of(found[place])} end"
        for column, place in zip(columns, places, strict=True)
    }


def records_of(lines: str, table: JsonTable, columns: dict[str, str]) -> str:
    """Return records, or their items, with the values that are found in them.

    Parameters
    ----------
    lines : str
        SQL of a relation with `line`.
    table, columns
        As of `values_of_records`.

    Returns
    -------
    str
        SQL of a relation in brackets: `of_record`, `of_item`, `line_fault`.
    """
    places = [table.places[name] for name in columns.values()]
    of_record, of_item = split(places)
    rows = f"(select *, {OBJECT.format('line')} as record from {lines})"
    rows = f"(select *, {extract('record', of_record)} as of_record from {rows})"
    is_object = "record is not null"
    if table.items:
        items = items_in("record", table.items)
        rows = f"(select * exclude (line), unnest({items}) as item from {rows})"
        rows = f"(select *, {OBJECT.format('item')} as thing from {rows})"
        rows = f"(select *, {extract('thing', of_item)} as of_item from {rows})"
        is_object = "thing is not null"
    nested = " or ".join(is_nested(of_place(place, places)) for place in places)
    fault = (
        f"case when not ({is_object}) then '{NO_OBJECT}' "
        f"when {nested or 'false'} then '{NESTED}' end"
    )
    return f"(select *, {fault} as line_fault from {rows})"


def split(places: list[ValuePath]) -> tuple[list[ValuePath], list[ValuePath]]:
    """Return the different places in a record, and those in an item."""
    different = [*dict.fromkeys(places)]
    return (
        [place for place in different if not place.is_of_item],
        [place for place in different if place.is_of_item],
    )


def of_place(place: ValuePath, places: list[ValuePath]) -> str:
    """Return the SQL of what was found at a place."""
    of_record, of_item = split(places)
    if place.is_of_item:
        return f"of_item[{of_item.index(place) + 1}]"
    return f"of_record[{of_record.index(place) + 1}]"


def extract(record: str, places: list[ValuePath]) -> str:
    """Return the SQL of the values at places of a record, as JSON writes them."""
    pointers = ", ".join(SQL.literal(place.pointer) for place in places)
    # All in one call, so that a record is taken apart once.
    found = f"json_extract({record}, [{pointers}])" if places else "[]"
    return f"cast({found} as varchar[])"


def text_of(value: str) -> str:
    """Return the SQL of a value as text."""
    return (
        f"case when starts_with({value}, '\"') then json_extract_string({value}, '$') "
        f"when {value} != 'null' then {value} end"
    )


def is_nested(value: str) -> str:
    """Return the SQL of whether a value is an object or a list."""
    return f"starts_with({value}, '{{') or starts_with({value}, '[')"


def items_in(record: str, items: ValuePath) -> str:
    """Return the SQL of the items of a record; what is no record is one for itself."""
    found = f"json_extract({record}, {SQL.literal(items.pointer)})"
    return (
        f"case when {record} is null then [cast('null' as json)] "
        f"when json_type({found}) = 'ARRAY' "
        f"then json_transform({found}, '[\"JSON\"]') "
        f"when json_type({found}) = 'OBJECT' then [{found}] else [] end"
    )


def count_items(lines: str, items: ValuePath) -> str:
    """Return the query of numbers of items, given a list of numbers of records.

    It gives one row: how many items there are, how many records have none, and how
    many there are up to each of the given records.
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
