"""Who is meant: speakers, addressees and descriptions resolved to somebody. Start with `resolver`, the stage: it composes the other parts."""
