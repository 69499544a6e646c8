"""Plan marketing automation: draw it, check it, simulate it, and see what the CRM has to carry."""

import os
from typing import Final

# Pydantic would look for plugins in what every installed package says of itself; nothing here takes any.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__: Final = "0.1.0"
