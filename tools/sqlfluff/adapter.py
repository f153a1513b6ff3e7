"""Replace dbt's `adapter` for the linter: it uses the macros of DuckDB."""

from jinja2 import pass_context


@pass_context
def dispatch(context, name, macro_namespace=None):
    """Return DuckDB's version of a macro."""
    return context.resolve(f"duckdb__{name}")
