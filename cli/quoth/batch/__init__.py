"""The nightly run into a database: what is new, what is gone, what is a copy. Start with `batch`."""
