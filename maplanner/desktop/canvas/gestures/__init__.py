"""Gestures: what a person does with the mouse from pressing to releasing, one small object each."""
