"""`Article` to `Text`: tokens, tags, sentences, quotation marks, chunks. Nothing here knows an actor.
Start with `text`, then `segmentation` and `chunking`.
"""
