"""The JSON calls by which the page, or another program, plays people and looks around."""
