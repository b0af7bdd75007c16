"""How Slack reaches the bot: Socket Mode, HTTP, events with their retries, and what goes wrong on the way."""
