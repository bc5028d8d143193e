"""What the bot does, a file a story. Each gets its parts from `bot.app` and answers a `Request`."""
