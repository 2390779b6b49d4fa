"""The nightly run on many machines, by dask. Start with `coordinator`; `client` is how it asks the scheduler."""
