"""`python -m crawler.files SECONDS BYTES`: reads the file on stdin within these limits. Started by safely.py alone."""

from __future__ import annotations

import sys

from crawler.files.safely import serve

if __name__ == "__main__":
    sys.exit(serve(int(sys.argv[1]), int(sys.argv[2])))
