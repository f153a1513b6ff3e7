"""Read order lines and events from files and tables into one set of columns.

Each folder or module imports only from those below it in this list:

- `dbt_model`, `spark`: the entry points for dbt on DuckDB and on Spark
- `loading`: writes lines and the list of their files into a warehouse
- `opening`: opens the files and tables of a request, and finds the new lines
- `tables`: finds tables in databases and lakehouses
- `files`: finds files by path or URL
- `formats`: reads text, JSON, Excel and Parquet
- `sources`: contains the shipped YAML blocks; loads and checks every block
- `sql`: writes the query from raw lines to the columns of a dataset
- `blocks`: defines the source block, and finds its columns in a file
- `engines`: writes the SQL that differs between DuckDB and Spark
- `datasets`: defines the columns of orders and events
- `errors`: defines the only class of errors
"""
