"""The scoring model: how points add up, fade and reach thresholds."""
