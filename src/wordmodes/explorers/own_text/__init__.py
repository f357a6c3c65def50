"""The own-text explorer."""
