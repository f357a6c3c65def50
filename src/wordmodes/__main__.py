"""`python -m wordmodes`: the command."""

import sys

from wordmodes.cli import main

if __name__ == "__main__":
    sys.exit(main())
