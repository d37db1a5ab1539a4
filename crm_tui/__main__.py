"""`python -m crm_tui` is `crm`."""

import sys

from crm_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
