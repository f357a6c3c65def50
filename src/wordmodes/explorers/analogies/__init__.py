"""The analogies explorer."""
