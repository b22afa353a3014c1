"""What the frozen app starts: the command ``hlviz``."""

import multiprocessing
import sys

from hlviz.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
