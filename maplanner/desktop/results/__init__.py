"""What people see of a simulation: charts, the slider of time, one lead's way, numbers that follow."""
