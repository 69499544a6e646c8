"""The command line. Each module holds the commands of one concern; :mod:`maplanner.cli.main` joins them."""
