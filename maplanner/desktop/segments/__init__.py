"""The segments screen: who is in which segment, by which criteria, and where they meet."""
