"""What every child would do at its start, done once in the process that forks them.

It has imported everything, has opened no connection and runs no thread.
"""

import inspect
import threading

from sqlalchemy.orm import configure_mappers

import tests.crash.child  # noqa: F401  # with all of the bot

configure_mappers()
# Bolt looks at the stack, for which Python looks at every module, the first time only.
inspect.stack()

# A thread would be missing in the children, and leave its locks behind.
assert threading.active_count() == 1
