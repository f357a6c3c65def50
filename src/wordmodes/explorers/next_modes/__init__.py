"""The explorer of next words: the modes of a small language model."""
