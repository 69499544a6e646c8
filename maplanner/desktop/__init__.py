"""The window: everything a person sees and clicks, over the store and the drawing functions."""
