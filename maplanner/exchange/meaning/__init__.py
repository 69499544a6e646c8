"""What diagrams drawn elsewhere mean in a plan: kinds of step, ways out, places, records. No Qt."""
