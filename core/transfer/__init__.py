"""A gallery as a file: written, sealed with a passphrase, checked and read back."""
