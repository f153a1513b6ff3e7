"""What the linter takes for dbt's `adapter`: macros are those of DuckDB."""

from jinja2 import pass_context


@pass_context
def dispatch(context, name, macro_namespace=None):
    """Return the macro `name` of DuckDB."""
    return context.resolve(f"duckdb__{name}")
