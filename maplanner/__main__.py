"""Lets ``python -m maplanner`` be the command line."""

import sys

from maplanner.cli.main import main

sys.exit(main())
