"""What keeps faces unreadable where they are stored: a key, and what it seals and turns."""
