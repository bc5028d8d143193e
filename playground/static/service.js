// What Telegram itself says in a chat.
import { clipWords } from "./clips.js";
import { nameOf } from "./elements.js";

export function serviceWords(message) {
  const actor = message.from ? nameOf(message.from) : "Somebody";
  if (message.new_chat_members) {
    const names = message.new_chat_members.map(nameOf).join(", ");
    const isSelf = message.new_chat_members[0].id === message.from?.id;
    return isSelf ? `${names} joined` : `${actor} added ${names}`;
  }
  if (message.left_chat_member) {
    const gone = nameOf(message.left_chat_member);
    return message.left_chat_member.id === message.from?.id ? `${gone} left` : `${actor} removed ${gone}`;
  }
  if (message.group_chat_created || message.supergroup_chat_created) return `${actor} created the group`;
  if (message.channel_chat_created) return "The channel was created";
  if (message.migrate_to_chat_id) return "This group became a supergroup";
  if (message.migrate_from_chat_id) return "This supergroup was a group before";
  if (message.forum_topic_created) return `${actor} opened the topic “${message.forum_topic_created.name}”`;
  return null;
}

// One line that stands for a message: in the list of chats, in a reply.
export function snippet(message) {
  if (!message) return "";
  const words = (message.text ?? message.caption ?? "").replace(/\s+/g, " ");
  if (message.photo) return words ? `Photo · ${words}` : "Photo";
  const clip = clipWords(message);
  if (clip) return words ? `${clip} · ${words}` : clip;
  if (message.document) return `File · ${words || message.document.file_name || "unnamed"}`;
  return words || serviceWords(message) || "";
}
