"""`python -m reporttext`."""

from reporttext.cli import main

if __name__ == "__main__":
    main()
