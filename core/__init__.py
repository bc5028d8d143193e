"""Face recognition without Telegram: it knows an opaque gallery id, never a chat."""
