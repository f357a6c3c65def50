"""The concepts explorer."""
