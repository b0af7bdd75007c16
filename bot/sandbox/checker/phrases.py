"""What the checker knows messages by: phrases that people read, written down here a second time on purpose.

A message to one person is unasked, and needs the line to stop it, unless its last line begins with a reason
that is listed here. So a new kind of message is judged most strictly until somebody adds its reason.
"""

# The last line of an unasked message: “fewer · pause · stop”, in words or as buttons. All three.
STOP_LINE = ("fewer", "pause", "stop")

# How a last line begins to say why the message came.
WHY = ("because", "this channel hears of")

# Reasons of what was asked for: an answer, or what one said yes to.
ASKED_FOR = ("because you signed up", "because you wrote to me", "because you asked")

# Last lines of duty. What is posted in a private channel is duty whatever it says: those are for work.
DUTY = ("this channel hears of",)

# Last lines of what comes at any hour.
ANY_HOUR = ("hears of outages", "about your safety", "about safety")

# Addresses and phone numbers that anybody may read, such as the organisation's own.
OPEN_ADDRESSES: tuple[str, ...] = ()
