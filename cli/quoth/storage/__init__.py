"""Reports at rest: SQLite, JSON lines by day, Parquet, folders and object stores. Start with `database`."""
