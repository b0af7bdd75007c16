"""Everything this workspace refuses because Slack does, in one table: tests and docs are made from it."""

from bot.sandbox.refusal import Refusal, refuse
from bot.sandbox.refused_shapes import BLOCKS, VIEWS

CALLS = (
    *refuse("unknown_method", 21, {"method.unknown": "a method nobody knows"}),
    *refuse("not_authed", 17, {"token.none": "a call without a token"}),
    *refuse("invalid_auth", 17, {"token.unknown": "a token of nobody's"}),
    *refuse("not_allowed_token_type", 17, {"token.kind": "the app's token where the bot's is needed"}),
    *refuse("invalid_arg_name", 21, {"argument.name": "an argument whose name is no name"}),
    *refuse("invalid_trigger_id", 4, {"trigger.unknown": "a trigger_id nobody issued"}),
    *refuse("exchanged_trigger_id", 4, {"trigger.twice": "a trigger_id for the second time"}),
    *refuse("expired_trigger_id", 4, {"trigger.late": "a trigger_id after 3 seconds"}),
    *refuse("not_found", 4, {"push.outside": "pushing with a trigger_id from outside the modal"}),
    *refuse("push_limit_reached", 4, {"push.fourth": "a fourth view in a stack"}),
    *refuse("view_too_large", 4, {"view.bytes": "a view over 250 kB"}),
    *refuse("duplicate_external_id", 4, {"view.external_id_twice": "an external_id that is taken"}),
    *refuse("not_found", 4, {"update.unknown": "changing a view that is not there"}),
    *refuse(
        "hash_conflict",
        4,
        {
            "update.stale": "changing a view with a stale hash",
            "publish.stale": "publishing a Home page with a stale hash",
        },
    ),
    *refuse("not_enabled", 4, {"publish.off": "a Home page where the manifest has none"}),
    *refuse("user_not_found", 4, {"publish.nobody": "a Home page for nobody"}),
    *refuse("no_text", 7, {"message.empty": "a message that says nothing"}),
    *refuse(
        "invalid_blocks_format",
        7,
        {"blocks.no_json": "blocks that are no JSON", "blocks.no_list": "blocks that are no list"},
    ),
    *refuse("msg_blocks_too_long", 6, {"blocks.together": "blocks of over 13,200 characters together"}),
    *refuse("too_many_attachments", 6, {"attachments.count": "more than 100 attachments"}),
    *refuse("markdown_text_conflict", 7, {"markdown_text.beside": "markdown_text beside text or blocks"}),
    *refuse(
        "msg_too_long",
        7,
        {
            "markdown_text.length": "a markdown_text over 12,000 characters",
            "update.length": "a changed text over 4000 characters",
        },
    ),
    *refuse("invalid_metadata_format", 7, {"metadata.format": "metadata without its two parts"}),
    *refuse(
        "invalid_metadata_schema",
        7,
        {
            "metadata.name": "metadata whose name has capitals or hyphens",
            "metadata.nested": "metadata with lists in it",
        },
    ),
    *refuse(
        "channel_not_found",
        7,
        {
            "channel.unknown": "a message into a channel that does not exist",
            "channel.unseen": "a message into a private channel the bot is not in",
            "channel.nobody": "a message to a person who does not exist, or no longer",
            "update.person": "changing a message by the person's id instead of the conversation's",
        },
    ),
    *refuse(
        "not_in_channel",
        7,
        {
            "channel.outside": "a message into a public channel the bot is not in",
            "history.outside": "the history of a channel the bot is not in",
        },
    ),
    *refuse("is_archived", 7, {"channel.archived": "a message into an archived channel"}),
    *refuse("messages_tab_disabled", 7, {"direct.off": "a direct message where the manifest has no tab"}),
    *refuse("thread_not_found", 7, {"thread.unknown": "a reply to a message that is not there"}),
    *refuse("cannot_reply_to_message", 7, {"thread.reply": "a reply to a reply"}),
    *refuse("user_not_in_channel", 7, {"ephemeral.absent": "an ephemeral message for who is not there"}),
    *refuse(
        "message_not_found",
        7,
        {
            "update.ephemeral": "changing an ephemeral message",
            "update.nothing": "changing a message that is not there",
        },
    ),
    *refuse("cant_update_message", 7, {"update.foreign": "changing somebody else's message"}),
    *refuse("cant_delete_message", 7, {"delete.foreign": "deleting somebody else's message"}),
    *refuse("users_list_not_supplied", 7, {"open.nobody": "opening a conversation with nobody"}),
    *refuse("user_not_found", 7, {"open.unknown": "opening a conversation with who does not exist"}),
    *refuse("user_disabled", 7, {"open.deactivated": "opening one with a deactivated person"}),
    *refuse("too_many_users", 7, {"open.too_many": "opening one with more than 8 people"}),
    *refuse("invalid_cursor", 9, {"cursor.unknown": "a cursor nobody gave out"}),
)

PACE = refuse(
    "ratelimited",
    9,
    {
        "pace.channel": "more than a message a second into one channel (short bursts are allowed)",
        "pace.method": "more calls of a method than its tier allows in a minute",
    },
)

SCHEDULED = (
    *refuse("time_in_past", 10, {"schedule.past": "scheduling for the past"}),
    *refuse("time_too_far", 10, {"schedule.far": "scheduling more than 120 days ahead"}),
    *refuse("restricted_too_many", 10, {"schedule.many": "more than 30 in 5 minutes of one channel"}),
    *refuse("invalid_time", 10, {"schedule.no_time": "scheduling for what is no time"}),
    *refuse("invalid_scheduled_message_id", 10, {"schedule.sent": "taking back what has been sent"}),
    *refuse("invalid_channel", 10, {"schedule.nowhere": "listing what is due in no channel"}),
)

FILES = (
    *refuse("missing_argument", 15, {"file.empty": "a file of no bytes"}),
    *refuse("file_upload_size_restricted", 15, {"file.size": "a file over 64 MB: this team allows no more"}),
    *refuse("alt_txt_too_large", 15, {"file.alt_txt": "an alt_txt over 1000 characters"}),
    *refuse("snippet_too_large", 15, {"file.snippet": "a snippet over 1 MB"}),
    *refuse("status 400", 15, {"file.length": "other bytes than were announced"}),
    *refuse(
        "file_not_found",
        15,
        {
            "file.unknown": "completing an upload nobody began",
            "file.without_bytes": "completing an upload before its bytes have come",
        },
    ),
    *refuse("not_in_channel", 15, {"file.outside": "a file into a channel the bot is not in"}),
    *refuse("invalid_channel", 15, {"file.channel_name": "a file into a channel by its name"}),
)

SCOPES = refuse(
    "missing_scope",
    16,
    {
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
    *refuse("no e-mail in the profile", 16, {"email.scope": "the e-mail address without its scope"}),
    *refuse("operation_timeout", 2, {"command.late": "no answer to a command within 3 seconds"}),
    *refuse(
        "invalid_command_response",
        2,
        {
            "command.shape": "an answer to a command that is neither text nor a message",
            "command.blocks": "an answer to a command with blocks Slack would not show",
        },
    ),
    *refuse("“… does not work in threads.”", 7, {"command.thread": "a command in a thread"}),
    *refuse("“… is not a valid command.”", 16, {"command.unknown": "a command not in the manifest"}),
    *refuse("not answered", 2, {"click.late": "no answer to a click within 3 seconds"}),
    *refuse(OFF, 4, {"click.off": "a click where interactivity is off"}),
    *refuse(
        TROUBLE,
        2,
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
    *refuse(
        "“No result”",
        6,
        {
            "suggestion.late": "no answer to a search within 3 seconds",
            "suggestion.many": "more than 100 options in answer to a search",
            "suggestion.shape": "options Slack would not show, in answer to a search",
        },
    ),
    *refuse("used_url", 7, {"response_url.sixth": "a sixth post to a response_url"}),
    *refuse("expired_url", 7, {"response_url.late": "a post to a response_url after 30 minutes"}),
    *refuse("no_service", 7, {"response_url.unknown": "a post to a response_url nobody gave out"}),
    *refuse("no_text", 7, {"response_url.empty": "a post to a response_url that says nothing"}),
    *refuse("invalid_blocks", 7, {"response_url.blocks": "a post with blocks Slack would not show"}),
    *refuse("invalid_arguments", 7, {"response_url.delete": "delete_original that does not stand alone"}),
)

REFUSALS: tuple[Refusal, ...] = (*BLOCKS, *VIEWS, *CALLS, *PACE, *SCHEDULED, *FILES, *SCOPES, *SEEN)
