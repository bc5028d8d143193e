"""`python -m core`: the command line."""

import os
import sys
from io import TextIOWrapper

from dotenv import dotenv_values

from core.cli.arguments import parse
from core.cli.running import run


def main() -> int:
    """Read `.env` and the environment, and run the command that was asked for."""
    # A path or a name that the terminal's encoding lacks is escaped rather than a crash.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    written = {key: value for key, value in dotenv_values(".env").items() if value is not None}
    return run(parse(sys.argv[1:]), {**written, **os.environ})


if __name__ == "__main__":
    sys.exit(main())
