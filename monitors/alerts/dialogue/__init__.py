"""Dialogue: what is asked of the bot and what it answers; no type of Telegram's."""
