"""Every sentence that the bot says, as Telegram's HTML. A translation would replace this room."""
