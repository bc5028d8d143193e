"""The human door: JSON over HTTP for tests and for the page (docs/playground.md)."""

from playground.human.door import HumanDoor

__all__ = ["HumanDoor"]
