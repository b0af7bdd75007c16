"""What people do in Slack: one module or folder a journey, each with its ROUTES and its views."""
