"""Who is meant: speakers, addressees and descriptions resolved to somebody. Start with `resolver`, which composes the parts."""
