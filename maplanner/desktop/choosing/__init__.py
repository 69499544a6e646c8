"""Screens for the decision: goals, what follows from the drawing, solutions, questionnaires."""
