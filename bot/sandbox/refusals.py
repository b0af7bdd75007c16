"""Everything this workspace refuses the bot, in one table: tests and docs are made from it."""

from bot.sandbox.refusal import Refusal, rows
from bot.sandbox.refused_shapes import BLOCKS, VIEWS

CALLS = (
    *rows("unknown_method", {"method.unknown": "a method nobody knows"}),
    *rows("invalid_json", {"json.broken": "a body that is no JSON"}),
    *rows("json_not_object", {"json.list": "a body of JSON that is no object"}),
    *rows("not_authed", {"token.none": "a call without a token"}),
    *rows("invalid_auth", {"token.unknown": "a token of nobody's"}),
    *rows("not_allowed_token_type", {"token.kind": "the app's token where the bot's is needed"}),
    *rows("invalid_arg_name", {"argument.name": "an argument whose name is no name"}),
    *rows("invalid_trigger_id", {"trigger.unknown": "a trigger_id nobody issued"}),
    *rows("exchanged_trigger_id", {"trigger.twice": "a trigger_id for the second time"}),
    *rows("expired_trigger_id", {"trigger.late": "a trigger_id after 3 seconds"}),
    *rows("not_found", {"push.outside": "pushing with a trigger_id from outside the modal"}),
    *rows("push_limit_reached", {"push.fourth": "a fourth view in a stack"}),
    *rows("view_too_large", {"view.bytes": "a view over 250 kB"}),
    *rows("duplicate_external_id", {"view.external_id_twice": "an external_id that is taken"}),
    *rows("not_found", {"update.unknown": "changing a view that is not there"}),
    *rows(
        "hash_conflict",
        {
            "update.stale": "changing a view with a stale hash",
            "publish.stale": "publishing a Home page with a stale hash",
        },
    ),
    *rows("not_enabled", {"publish.off": "a Home page where the manifest has none"}),
    *rows("user_not_found", {"publish.nobody": "a Home page for nobody"}),
    *rows("no_text", {"message.empty": "a message that says nothing"}),
    *rows(
        "invalid_blocks_format",
        {"blocks.no_json": "blocks that are no JSON", "blocks.no_list": "blocks that are no list"},
    ),
    *rows(
        "invalid_arguments",
        {
            "view.none": "opening a view without saying which",
            "argument.number": "a number that is none",
            "argument.nested": "a list or an object that is no JSON",
        },
    ),
    *rows("invalid_attachments", {"attachments.no_list": "attachments that are no list"}, "unverified"),
    *rows("msg_blocks_too_long", {"blocks.together": "blocks of over 13,200 characters together"}),
    *rows("too_many_attachments", {"attachments.count": "more than 100 attachments"}),
    *rows("markdown_text_conflict", {"markdown_text.beside": "markdown_text beside text or blocks"}),
    *rows(
        "msg_too_long",
        {
            "markdown_text.length": "a markdown_text over 12,000 characters",
            "update.length": "a changed text over 4000 characters",
        },
    ),
    *rows("invalid_metadata_format", {"metadata.format": "metadata without its two parts"}),
    *rows(
        "invalid_metadata_schema",
        {
            "metadata.name": "metadata whose name has capitals or hyphens",
            "metadata.nested": "metadata with lists in it",
        },
    ),
    *rows(
        "channel_not_found",
        {
            "channel.unknown": "a message into a channel that does not exist",
            "channel.unseen": "a message into a private channel the bot is not in",
            "channel.nobody": "a message to a person who does not exist, or no longer",
            "update.person": "changing a message by the person's id instead of the conversation's",
        },
    ),
    *rows(
        "not_in_channel",
        {
            "channel.outside": "a message into a public channel the bot is not in",
            "history.outside": "the history of a channel the bot is not in",
        },
    ),
    *rows(
        "is_archived",
        {
            "channel.archived": "a message into an archived channel",
            "invite.archived": "inviting somebody into an archived channel",
        },
    ),
    *rows("messages_tab_disabled", {"direct.off": "a direct message where the manifest has no tab"}),
    *rows(
        "thread_not_found",
        {
            "thread.unknown": "a reply to a message that is not there",
            "replies.unknown": "the replies to a message that is not there",
        },
    ),
    *rows("cannot_reply_to_message", {"thread.reply": "a reply to a reply"}),
    *rows("user_not_in_channel", {"ephemeral.absent": "an ephemeral message for who is not there"}),
    *rows(
        "message_not_found",
        {
            "update.ephemeral": "changing an ephemeral message",
            "update.nothing": "changing a message that is not there",
        },
    ),
    *rows("cant_update_message", {"update.foreign": "changing somebody else's message"}),
    *rows("cant_delete_message", {"delete.foreign": "deleting somebody else's message"}),
    *rows("users_list_not_supplied", {"open.nobody": "opening a conversation with nobody"}),
    *rows("user_not_found", {"open.unknown": "opening a conversation with who does not exist"}),
    *rows("user_disabled", {"open.deactivated": "opening one with a deactivated person"}),
    *rows("too_many_users", {"open.too_many": "opening one with more than 8 people"}),
    *rows("invalid_cursor", {"cursor.unknown": "a cursor nobody gave out"}),
    *rows("invalid_limit", {"limit.too_many": "a page of 1000 entries"}),
    *rows("invalid_ts_oldest", {"history.oldest": "a history that begins at no moment"}),
    *rows("invalid_ts_latest", {"history.latest": "a history that ends at no moment"}),
)

DIRECTORY = (
    *rows("users_not_found", {"email.unknown": "an e-mail address nobody has"}),
    *rows("user_not_found", {"user.unknown": "looking up who does not exist"}),
    *rows("bot_not_found", {"bot.unknown": "looking up a bot that does not exist"}),
    *rows("invalid_types", {"types.unknown": "listing conversations of a kind that is none"}),
    *rows(
        "method_not_supported_for_channel_type",
        {
            "join.private": "joining a private channel",
            "invite.direct": "inviting somebody into a direct conversation",
        },
    ),
    *rows(
        "method_not_supported_for_channel_type",
        {"open.several": "opening one with several people: this workspace has none"},
        "ours",
    ),
    *rows("no_user", {"invite.nobody": "inviting nobody"}, "unverified"),
    *rows("too_many_users", {"invite.too_many": "inviting more than 1000 people at once"}, "unverified"),
    *rows("user_not_found", {"invite.unknown": "inviting who does not exist, or no longer"}),
    *rows("already_in_channel", {"invite.twice": "inviting who is there already"}),
    *rows("ura_max_channels", {"invite.guest": "inviting a single-channel guest into a second channel"}),
    *rows("cant_invite_self", {"invite.self": "inviting itself"}),
    *rows("cant_kick_self", {"kick.self": "removing itself from a channel"}),
    *rows(
        "not_in_channel",
        {
            "invite.outside": "inviting somebody into a channel the bot is not in",
            "kick.absent": "removing who is not there",
        },
    ),
)

PACE = rows(
    "ratelimited",
    {
        "pace.channel": "more than a message a second into one channel (short bursts are allowed)",
        "pace.method": "more calls of a method than its tier allows in a minute",
    },
)

SCHEDULED = (
    *rows("time_in_past", {"schedule.past": "scheduling for the past"}),
    *rows("time_too_far", {"schedule.far": "scheduling more than 120 days ahead"}),
    *rows("restricted_too_many", {"schedule.many": "more than 30 in 5 minutes of one channel"}),
    *rows("invalid_time", {"schedule.no_time": "scheduling for what is no time"}),
    *rows("invalid_scheduled_message_id", {"schedule.sent": "taking back what has been sent"}),
    *rows("invalid_channel", {"schedule.nowhere": "listing what is due in no channel"}),
)

FILES = (
    *rows("missing_argument", {"file.empty": "a file of no bytes"}),
    *rows(
        "file_upload_size_restricted",
        {"file.size": "a file over 64 MB: this workspace allows no more"},
        "ours",
    ),
    *rows("alt_txt_too_large", {"file.alt_txt": "an alt_txt over 1000 characters"}),
    *rows("snippet_too_large", {"file.snippet": "a snippet over 1 MB"}),
    *rows("status 400", {"file.length": "other bytes than were announced"}, "ours"),
    *rows(
        "file_not_found",
        {
            "file.unknown": "completing an upload nobody began",
            "file.without_bytes": "completing an upload before its bytes have come",
        },
    ),
    *rows("not_in_channel", {"file.outside": "a file into a channel the bot is not in"}),
    *rows("invalid_channel", {"file.channel_name": "a file into a channel by its name"}),
    *rows("is_archived", {"file.archived": "a file into an archived channel"}),
    *rows("invalid_arguments", {"file.none": "completing the upload of no file"}),
)

SCOPES = rows(
    "missing_scope",
    {
        "scope.team.info": "team.info without team:read",
        "scope.bots.info": "bots.info without users:read",
        "scope.users.info": "users.info without users:read",
        "scope.users.list": "users.list without users:read",
        "scope.users.lookupByEmail": "users.lookupByEmail without users:read.email",
        "scope.conversations.open": "conversations.open without im:write",
        "scope.conversations.info": "conversations.info without channels:read",
        "scope.conversations.members": "conversations.members without channels:read",
        "scope.conversations.list": "conversations.list without channels:read",
        "scope.conversations.list.private": "listing private channels without groups:read",
        "scope.conversations.history": "a public channel's history without channels:history",
        "scope.conversations.history.private": "a private channel's history without groups:history",
        "scope.conversations.replies": "a thread in a direct conversation without im:history",
        "scope.conversations.join": "conversations.join without channels:join",
        "scope.conversations.invite": "conversations.invite without channels:manage",
        "scope.conversations.kick": "conversations.kick without channels:manage",
        "scope.chat.postMessage": "chat.postMessage without chat:write",
        "scope.chat.postEphemeral": "chat.postEphemeral without chat:write",
        "scope.chat.update": "chat.update without chat:write",
        "scope.chat.delete": "chat.delete without chat:write",
        "scope.chat.scheduleMessage": "chat.scheduleMessage without chat:write",
        "scope.chat.deleteScheduledMessage": "chat.deleteScheduledMessage without chat:write",
        "scope.chat.customize": "another name or picture without chat:write.customize",
        "scope.files.getUploadURLExternal": "files.getUploadURLExternal without files:write",
        "scope.files.completeUploadExternal": "files.completeUploadExternal without files:write",
        "scope.files.info": "files.info without files:read",
    },
)

OFF = "“Interactivity is off in the app's manifest, so its buttons do nothing.”"
TROUBLE = "“We had some trouble connecting. Try again?”"

SEEN = (
    *rows("no e-mail in the profile", {"email.scope": "the e-mail address without its scope"}, "ours"),
    *rows("operation_timeout", {"command.late": "no answer to a command within 3 seconds"}),
    *rows(
        "invalid_command_response",
        {
            "command.shape": "an answer to a command that is neither text nor a message",
            "command.blocks": "an answer to a command with blocks Slack would not show",
        },
        "unverified",
    ),
    *rows("“… does not work in threads.”", {"command.thread": "a command in a thread"}, "ours"),
    *rows("“… is not a valid command.”", {"command.unknown": "a command not in the manifest"}, "unverified"),
    *rows("not answered", {"click.late": "no answer to a click within 3 seconds"}, "ours"),
    *rows(OFF, {"click.off": "a click where interactivity is off"}, "ours"),
    *rows(
        TROUBLE,
        {
            "submission.late": "no answer to a form within 3 seconds",
            "submission.body": "an answer to a form that is not empty and has no response_action",
            "submission.action": "a response_action nobody knows",
            "submission.view": "a response_action with a view Slack would not show",
            "submission.fourth": "a response_action that pushes a fourth view",
            "submission.errors_none": "errors that name nothing",
            "submission.errors_key": "errors at a block that is no input",
            "submission.errors_words": "errors without words",
        },
    ),
    *rows(
        "“No result”",
        {
            "suggestion.late": "no answer to a search within 3 seconds",
            "suggestion.many": "more than 100 options in answer to a search",
            "suggestion.shape": "options Slack would not show, in answer to a search",
        },
        "unverified",
    ),
    *rows("used_url", {"response_url.sixth": "a sixth post to a response_url"}, "unverified"),
    *rows("expired_url", {"response_url.late": "a post to a response_url after 30 minutes"}, "unverified"),
    *rows("no_service", {"response_url.unknown": "a post to a response_url nobody gave out"}, "unverified"),
    *rows("no_text", {"response_url.empty": "a post to a response_url that says nothing"}, "unverified"),
    *rows("invalid_blocks", {"response_url.blocks": "a post with blocks Slack would not show"}, "unverified"),
    *rows(
        "invalid_arguments",
        {"response_url.delete": "delete_original that does not stand alone"},
        "unverified",
    ),
)

REFUSALS: tuple[Refusal, ...] = (
    *BLOCKS,
    *VIEWS,
    *CALLS,
    *DIRECTORY,
    *PACE,
    *SCHEDULED,
    *FILES,
    *SCOPES,
    *SEEN,
)
