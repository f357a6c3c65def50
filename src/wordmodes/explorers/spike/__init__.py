"""The spike explorer."""
