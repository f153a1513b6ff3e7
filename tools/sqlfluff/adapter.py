"""Replace dbt's `adapter` for the linter; the replacement uses macros for DuckDB."""

from jinja2 import pass_context


@pass_context
def dispatch(context, name, macro_namespace=None):
    """Return the version of a macro for DuckDB."""
    return context.resolve(f"duckdb__{name}")
