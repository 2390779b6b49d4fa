"""`Document` to JSON, CSV, tables and graphs; filters; counting over many documents. Start with `serialization`."""
