"""Plan marketing automation: draw it, check it, simulate it, and see what the CRM has to carry."""

from typing import Final

__version__: Final = "0.1.0"
