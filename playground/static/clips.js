// Stickers, videos, sounds, places, contacts, polls: shown as a picture or a card.
import { make } from "./elements.js";

const MOVING = { video: "Video", animation: "GIF", video_note: "Video message" };
const SOUNDS = { voice: "Voice message", audio: "Audio" };

const length = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

// What a message is besides text, photo and file, in a few words; empty when it is none of these.
export function clipWords(message) {
  if (message.sticker) return `Sticker ${message.sticker.emoji ?? ""}`.trim();
  for (const [kind, words] of Object.entries({ ...MOVING, ...SOUNDS })) if (message[kind]) return words;
  if (message.venue) return `Place · ${message.venue.title}`;
  if (message.location) return "Location";
  if (message.contact) return `Contact · ${message.contact.first_name}`;
  if (message.poll) return `Poll · ${message.poll.question}`;
  if (message.dice) return `${message.dice.emoji} ${message.dice.value}`;
  return "";
}

export function clipOf(message) {
  const words = clipWords(message);
  if (!words) return null;
  if (message.sticker) return stickerOf(message, words);
  const moving = Object.keys(MOVING).find((kind) => message[kind]);
  if (moving) return movingOf(message, message[moving], words, moving);
  const sound = message.voice ?? message.audio;
  if (sound) return card("♪", sound.title ?? sound.file_name ?? words, length(sound.duration), message.file_url);
  if (message.poll) return pollOf(message.poll);
  const place = message.venue?.location ?? message.location;
  if (place) return card("◉", message.venue?.title ?? words, `${place.latitude}, ${place.longitude}`);
  if (message.contact) {
    const { first_name: first, last_name: last, phone_number: phone } = message.contact;
    return card("☎", [first, last].filter(Boolean).join(" "), phone);
  }
  return make("div", { class: "body dice" }, words);
}

function stickerOf(message, words) {
  if (message.thumbnail_url) return make("img", { class: "sticker", src: message.thumbnail_url, alt: words });
  const { is_animated: isAnimated, is_video: isVideo } = message.sticker;
  const kind = isAnimated ? "Animated sticker" : isVideo ? "Video sticker" : "Sticker";
  return card(message.sticker.emoji ?? "☺", kind, "");
}

function movingOf(message, clip, words, kind) {
  const details = [words, length(clip.duration)].join(" · ");
  if (!message.thumbnail_url) return card("▶", clip.file_name ?? words, details, message.file_url);
  return make(
    "a",
    { class: `clip ${kind}`, href: message.file_url, download: clip.file_name ?? words },
    make("img", { src: message.thumbnail_url, alt: words }),
    make("span", {}, `▶ ${details}`),
  );
}

function pollOf(poll) {
  const options = poll.options.map((option) => make("li", {}, option.text));
  return make("div", { class: "poll" }, make("strong", {}, poll.question), make("ul", {}, ...options));
}

function card(sign, title, details, url) {
  const sheet = make("span", { class: "sheet sign", "aria-hidden": "true" }, sign);
  const words = make("span", {}, make("strong", {}, title), make("small", {}, details));
  return url
    ? make("a", { class: "document", href: url, download: title }, sheet, words)
    : make("div", { class: "document" }, sheet, words);
}
