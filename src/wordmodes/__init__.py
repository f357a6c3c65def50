"""How word2vec learns, one concept at a time."""
