"""quoth against what people marked. Start with `evaluation`."""
