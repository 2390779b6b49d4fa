"""`python -m quoth`."""

from quoth.commands.app import main

if __name__ == "__main__":
    main()
