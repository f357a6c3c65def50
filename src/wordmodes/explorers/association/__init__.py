"""The association explorer."""
