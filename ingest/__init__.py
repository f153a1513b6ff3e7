"""Read order lines and events from files and tables into one set of columns.

Each room imports only from those below it:

- `dbt_model`, `spark`: what dbt and Spark call
- `loading`: writes lines, and the record of their files, into a warehouse
- `opening`: a request, its files and tables, and what of them is new
- `tables`, `files`: where lines are: databases, lakehouses, paths and URLs
- `formats`: text, JSON, Excel and Parquet
- `sources`: the shipped YAML blocks; loads and checks any block
- `sql`: the query from raw lines to the columns of a dataset
- `blocks`: what a source block says, and which columns of a file it means
- `engines`: the SQL of DuckDB and of Spark
- `datasets`, `errors`: the columns of orders and events; the one error
"""
