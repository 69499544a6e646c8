"""What every layer may use and nothing here may depend on: ids, units, errors, the clock, the machine."""
