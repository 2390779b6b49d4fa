"""Actors by name: where a text names somebody whom the rules know. Start with `finder`; `index` is the table of names that it looks in."""
