"""The pattern language of the rules: read, compile, preselect, match. Start with `patterns`; `slots` says what each `{slot}` takes."""
