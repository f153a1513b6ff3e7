"""Read order lines and events from files and tables into one set of columns.

Each room imports only from rooms below it:

- `dbt_model`, `spark`: the entry points for dbt on DuckDB and on Spark
- `loading`: writes lines, and the record of their files, into a warehouse
- `opening`: opens the files and tables of a request, and finds what is new
- `tables`, `files`: finds tables in databases and lakehouses; files by path or URL
- `formats`: reads text, JSON, Excel and Parquet
- `sources`: has the shipped YAML blocks; loads and checks any block
- `sql`: writes the query from raw lines to the columns of a dataset
- `blocks`: the source block, and its columns in a file
- `engines`: the SQL of DuckDB and of Spark
- `datasets`, `errors`: the columns of orders and events; the only error class
"""
