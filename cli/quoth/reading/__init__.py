"""Bytes to `Article`: files, folders, archives, records, pages and URLs. Start with `sources`, which finds and
opens what a command names; `articles` makes one text of bytes, and the other modules each know one kind of input.
"""
