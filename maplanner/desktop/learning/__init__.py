"""Learning a plan's assumptions from recorded leads."""
