"""The Telegram bot, standing on core. Nothing else imports `telegram`."""
