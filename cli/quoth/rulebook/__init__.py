"""YAML to `RuleBook`: the kinds of rule, layers of folders, checks, and every problem with its place.
Start with `rules`, which has one struct for each kind; `loading` puts a book together.
"""
