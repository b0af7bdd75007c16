"""The bot, put together and run. Its flow, one file a step:

    Slack → listening → door → app → dispatch → handler → models → commit → answer
                                 │                                   │
                     an event is stored, no more                 wakes both workers
                                 ↓                                   ↓
                  inbox → hearing → dispatch → handler     outbox → delivery → posting → Slack

A click, a command or a form is answered in time (door.py) and only after the commit. Whatever else has to
be said is a row in the outbox, written in that same commit. running.py puts all of it together. Where Slack
comes over HTTP, web.py stands in place of listening.py, before the same door.
"""
