"""What Slack can show: blocks, elements and texts, their limits, and what stands in their fields."""
