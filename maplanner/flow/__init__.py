"""The vocabulary of steps and links: what a drawing means, to canvas, checks, simulation and manual alike."""
