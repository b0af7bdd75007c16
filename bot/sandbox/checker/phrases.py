"""What the checker knows messages by: phrases that people read, written down here a second time on purpose.

A new kind of message adds a line here only where its words are new: an unasked one to NEEDS_A_STOP_LINE (what
people read in it, whatever else the bot forgets), a duty in a public channel to DUTY, one that may come at
any hour to ANY_HOUR, an address of the organisation's own to OPEN_ADDRESSES.
"""

# The last line of an unasked message: “fewer · pause · stop”, in words or as buttons. All three.
STOP_LINE = ("fewer", "pause", "stop")

# Words that only unasked messages have. No kind of today is unasked; these are what nudges sound like.
NEEDS_A_STOP_LINE = (
    "haven't heard from you",
    "has been a while",
    "are you still thinking about",
    "you might like",
    "have you thought about running",
)

# How a last line begins to say why the message came.
WHY = ("because", "this channel hears of")

# Last lines of duty. What is posted in a private channel is duty whatever it says: those are for work.
DUTY = ("this channel hears of",)

# Last lines of what comes at any hour.
ANY_HOUR = ("hears of outages", "about your safety", "about safety")

# Addresses and phone numbers that anybody may read, such as the organisation's own.
OPEN_ADDRESSES: tuple[str, ...] = ()
