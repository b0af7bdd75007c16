"""What the bot asks of Slack: the Web API, method by method, and the response URLs."""
