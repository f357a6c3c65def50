"""The explorer of lengths: what more text buys, method by method."""
