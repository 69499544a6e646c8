"""The server that comes along: it passes changes on between the members of a plan, and keeps them."""
