"""The odds explorer."""
