"""The stages, from `Text` to `Document`. Start with `pipeline`, which runs them in order;
`findings` has the values that they hand to each other.
"""
