"""Every figure of the book: one function each, from arrays to a finished picture; one module a chapter."""
