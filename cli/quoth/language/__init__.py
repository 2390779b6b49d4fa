"""`Article` to `Text`: tokens, tags, sentences, quotation marks, chunks, clauses. Nothing here knows an actor.
Start with `text`, then `segmentation`, `chunking`, and `clauses`, which takes a sentence apart.
"""
