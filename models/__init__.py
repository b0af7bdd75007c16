"""What is true: tables, rules and operations, one module a subject. No Slack in here.

Every operation takes a session that somebody else has opened, does one thing the organisation would
recognise ("sign up", "claim"), and either changes the rows or raises a Refusal by name. The messages it
owes go into the outbox in the same transaction.
"""
