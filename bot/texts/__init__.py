"""How what the bot says is put together; the sentences themselves are in `bot/languages`."""
