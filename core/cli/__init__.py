"""The command line: what each command does and how it says so."""
