"""What there is: people, conversations, views and files, the time they live by, and how all is kept."""
