"""Moments that tests speak of."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)  # Tuesday, March 10, 2026, noon in New York

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
