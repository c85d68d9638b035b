"""``python -m jupyter_hybrid``: the same as ``jupyter hybrid``."""

import sys

from jupyter_hybrid.cli import main

sys.exit(main())
