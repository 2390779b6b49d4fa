"""Many articles, in one process or several. Start with `runner`."""
