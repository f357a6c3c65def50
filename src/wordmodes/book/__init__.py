"""What only the book needs: its claims, its stored results, its figures."""
