"""Measured on labelled faces: how well people are known, and what strangers reach."""
