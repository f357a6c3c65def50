"""The sigma explorer."""
