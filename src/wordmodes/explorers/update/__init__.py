"""The update explorer."""
