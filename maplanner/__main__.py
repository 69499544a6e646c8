"""Lets ``python -m maplanner`` be the command line."""

import sys

from maplanner.cli.entry import main

sys.exit(main())
