"""What people do at their screens, and how Slack words it for the bot."""
