"""The canvas: a campaign's drawing on the screen, changed by mouse and keyboard."""
