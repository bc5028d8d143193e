"""A local Telegram: a Bot API server with a door for people and a page to chat on.

Any bot, in any language, can be pointed at it. It knows nothing of the bot's inside and speaks
only HTTP.
"""
