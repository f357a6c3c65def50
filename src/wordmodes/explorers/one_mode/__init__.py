"""The one_mode explorer."""
