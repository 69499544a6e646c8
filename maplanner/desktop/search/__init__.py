"""Finding and replacing words: a bar over the drawing and a panel for the whole plan."""
