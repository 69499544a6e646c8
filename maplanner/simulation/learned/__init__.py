"""What recorded leads say of a plan: shares, times and arrivals, each proposed with its evidence."""
