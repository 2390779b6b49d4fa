"""Who says what: the constructions of the rules applied to a text. Start with `constructions`, the stage."""
