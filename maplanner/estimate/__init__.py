"""What the integration must carry, from simulated writes and the limits of the chosen edition."""
