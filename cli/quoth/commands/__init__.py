"""One module for each group of commands; the only place that prints or exits. Start with `app`."""
