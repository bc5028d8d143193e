"""Which permission somebody needs to send something."""

from playground.world.content import Clip, Content, Document, Fact, Photo

FOR_CLIPS = {
    "video": "can_send_videos",
    "video_note": "can_send_video_notes",
    "voice": "can_send_voice_notes",
    "audio": "can_send_audios",
}


def permission_for(content: Content) -> str:
    """The field of ``ChatPermissions`` that lets a member send this."""
    match content:
        case Photo():
            return "can_send_photos"
        case Document():
            return "can_send_documents"
        case Clip():
            return FOR_CLIPS.get(content.kind, "can_send_other_messages")
        case Fact() if content.kind == "poll":
            return "can_send_polls"
        case _:
            return "can_send_messages"
