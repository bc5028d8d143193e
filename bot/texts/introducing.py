"""Who the bot is, what it takes and what it keeps."""

from __future__ import annotations

from bot.texts.writing import plain

COMMANDS = (
    ("enroll", "Teach me a face: /enroll Ann, with a photo"),
    ("people", "Whom I know in this chat"),
    ("forget", "Forget somebody: /forget Ann"),
    ("cancel", "Drop what I asked you"),
    ("privacy", "What I keep, and how to be forgotten"),
    ("help", "How all of this works"),
)
"""For setMyCommands: what Telegram's menu shows."""

START = (
    "Hello! I learn faces and tell you who is in a photo.\n\n"
    "1. Send me a photo of somebody with the caption <code>/enroll Ann</code>.\n"
    "2. Then send me any photo: I tell you whom each face looks like.\n\n"
    "What you teach me stays in this chat. /help says more."
)

START_IN_GROUP = (
    "Hello! I learn faces and tell you who is in a photo.\n\n"
    "1. Send a photo of somebody with the caption <code>/enroll Ann</code>, "
    "or reply with that to a photo.\n"
    "2. Then send any photo: I tell you whom each face looks like.\n\n"
    "What this group teaches me stays in this group. /privacy says what I keep."
)

HELP = (
    "<b>Teach me a face</b>\n"
    "• a photo with the caption <code>/enroll Ann</code>\n"
    "• or <code>/enroll Ann</code> as a reply to a photo\n"
    "• or <code>/enroll Ann</code> first and the photo after\n"
    "• or an album with that caption: all its photos are Ann's\n"
    "The same name again adds a photo. Two or three photos of a person help me a lot. "
    "If a photo is poor, or looks like somebody else, I ask before I learn it.\n\n"
    "<b>Ask me who it is</b>\n"
    "Send a photo. For each face I name up to five people of this chat, the most alike first. "
    "The number is the similarity: 1 is the same picture of a face, and the nearer to 1, "
    "the more alike. It is a resemblance, never a proof.\n\n"
    "<b>More</b>\n"
    "/people: whom I know here\n"
    "/forget Ann: delete all I keep of Ann\n"
    "/cancel: drop what I asked you\n"
    "/privacy: what I keep\n\n"
    "I read JPEG, PNG, WebP, HEIC, GIF and BMP, up to 20 MB. "
    "Photos sent as a file keep their detail, so small faces are found better."
)

PRIVACY = (
    "<b>What I keep of a person you teach me</b>\n"
    "The name, a list of numbers that describes the face, a small picture of the face, "
    "and who taught me, and when. It belongs to this chat, and no other chat can search it.\n\n"
    "<b>What I do not keep</b>\n"
    "Photos that you only ask about, and what people write. A message to me is noted until it is "
    "answered, so that a restart loses nothing; then it is deleted.\n\n"
    "<b>Where</b>\n"
    "In the database of whoever runs this bot, and nowhere else. "
    "Photos reach me through Telegram.\n\n"
    "<b>How to be forgotten</b>\n"
    "<code>/forget Ann</code> deletes everything of Ann's in this chat, at once and for good. "
    "/people says whom I know here."
)


def privacy_mode(username: str) -> str:
    """Say what a group hides from a bot in privacy mode, and how to change it."""
    return (
        "<b>In this group I see only commands and replies to me</b>, because my privacy mode "
        "is on. So reply to one of my messages with a photo to ask who it is, and teach me with "
        "<code>/enroll</code> as caption or as a reply (where other bots are, "
        f"<code>/enroll@{plain(username)} Ann</code>).\n"
        "To let me see every photo, make me an admin here; or whoever owns me sends /setprivacy "
        f"to @BotFather, picks @{plain(username)}, then Disable, and adds me to the group again."
    )
