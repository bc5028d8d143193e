// The bubbles of one chat.
import { ask } from "./api.js";
import { clipOf } from "./clips.js";
import { alertBox, attempt, clock, colour, find, make, nameOf, toast } from "./elements.js";
import { formatted } from "./entities.js";
import { staysInside } from "./links.js";
import { serviceWords, snippet } from "./service.js";

const NEAR = 140;

export class Conversation {
  constructor(actions) {
    this.actions = actions; // { me(), isGroup(), reply(message), edit(message), say(text), follow(link) }
    this.messages = new Map();
    this.chat = null;
  }

  show(chat, messages) {
    this.chat = chat;
    this.messages = new Map(messages.filter((each) => !each.deleted).map((each) => [each.message_id, each]));
    find("log").replaceChildren(...this.#units().map((unit) => this.#render(unit)));
    this.#toEnd(find("log"));
  }

  put(message) {
    const isNew = !this.messages.has(message.message_id);
    const wasNear = this.#isNearEnd();
    this.messages.set(message.message_id, message);
    const key = keyOf(message);
    const rendered = this.#render(this.#units().find((unit) => keyOf(unit[0]) === key));
    const old = document.getElementById(`u-${key}`);
    if (old) {
      old.replaceWith(rendered);
      if (!isNew) rendered.classList.add("flash");
    } else {
      find("log").append(rendered);
    }
    if (wasNear || message.sender === this.actions.me()) this.#toEnd(rendered);
  }

  remove(message) {
    this.messages.delete(message.message_id);
    const key = keyOf(message);
    const left = this.#units().find((unit) => keyOf(unit[0]) === key);
    const old = document.getElementById(`u-${key}`);
    if (left) old?.replaceWith(this.#render(left));
    else old?.remove();
  }

  get isEmpty() {
    return this.messages.size === 0;
  }

  // Goes to a message that is shown.
  reveal(number) {
    const shown = find("log").querySelector(`[data-id="${number}"]`);
    shown?.scrollIntoView({ block: "center" });
    shown?.classList.add("flash");
  }

  // The last message of a bot that says which letters a person has.
  lastFromBot() {
    return [...this.messages.values()].reverse().find((each) => each.from_bot && each.keyboard && !each.keyboard.inline_keyboard);
  }

  #isNearEnd() {
    const box = find("scroll");
    return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  }

  #toEnd(rendered) {
    const box = find("scroll");
    const go = () => { box.scrollTop = box.scrollHeight; };
    go();
    rendered.querySelectorAll("img").forEach((image) => image.addEventListener("load", go, { once: true }));
  }

  // Parts of an album stand together.
  #units() {
    const units = new Map();
    for (const message of [...this.messages.values()].sort((a, b) => a.message_id - b.message_id)) {
      const key = keyOf(message);
      units.set(key, [...(units.get(key) ?? []), message]);
    }
    return [...units.values()];
  }

  #render(unit) {
    const [message] = unit;
    const service = serviceWords(message);
    const attributes = { id: `u-${keyOf(message)}`, "data-id": message.message_id };
    if (service) return make("div", { ...attributes, class: "unit service" }, service);
    const isMine = message.sender === this.actions.me() && !message.sender_chat;
    return make(
      "article",
      { ...attributes, class: isMine ? "unit mine" : "unit", "aria-label": `${this.#author(message)}, ${clock(message.date)}` },
      this.#bubble(unit, isMine),
      this.#keyboard(message),
      this.#reactions(message),
      this.#tools(message, isMine),
    );
  }

  #author(message) {
    if (message.sender_chat) return message.sender_chat.title ?? "";
    return message.from ? nameOf(message.from) : "";
  }

  #bubble(unit, isMine) {
    const [message] = unit;
    const bubble = make("div", { class: "bubble" });
    if (!isMine && this.actions.isGroup()) {
      const name = make("div", { class: "name" }, this.#author(message));
      name.style.color = colour(message.sender ?? 0);
      bubble.append(name);
    }
    if (message.via_bot) bubble.append(make("div", { class: "forwarded" }, `via @${message.via_bot.username}`));
    if (message.forward_origin && !message.is_automatic_forward) bubble.append(make("div", { class: "forwarded" }, `Forwarded from ${origin(message)}`));
    if (message.reply_to_message) bubble.append(this.#quoted(message.reply_to_message));
    const photos = unit.filter((each) => each.photo);
    const photoGrid = photos.length ? this.#photos(photos) : null;
    const words = unit.filter((each) => each.text || each.caption).map((each) => this.#words(each));
    const documents = unit.map((each) => clipOf(each) ?? (each.document ? documentOf(each) : null)).filter(Boolean);
    if (message.show_caption_above_media) bubble.append(...words, ...(photoGrid ? [photoGrid] : []));
    else bubble.append(...(photoGrid ? [photoGrid] : []), ...documents, ...words);
    const edited = unit.some((each) => each.edit_date) ? "edited " : "";
    bubble.append(make("span", { class: "meta" }, `${edited}${clock(message.date)}`));
    return bubble;
  }

  #words(message) {
    const text = message.text ?? message.caption;
    const entities = message.entities ?? message.caption_entities;
    return make("div", { class: "body", dir: "auto" }, formatted(text, entities, this.actions));
  }

  #quoted(answered) {
    return make(
      "button",
      {
        class: "quoted",
        type: "button",
        onclick: () => this.reveal(answered.message_id),
      },
      make("strong", {}, `${this.#author(answered)}: `),
      snippet(answered),
    );
  }

  #photos(photos) {
    const grid = make("div", { class: "photos", "data-count": photos.length, "data-many": String(photos.length === 3 || photos.length > 4) });
    for (const each of photos) {
      const largest = each.photo.at(-1);
      const alt = `Photo from ${this.#author(each)}${each.caption ? `: ${each.caption}` : ""}`;
      const image = make("img", { src: each.file_url, alt, width: largest.width, height: largest.height });
      image.style.height = photos.length === 1 ? "auto" : "";
      const open = () => {
        find("viewer-photo").src = each.file_url;
        find("viewer-photo").alt = alt;
        find("viewer").showModal();
      };
      grid.append(make("button", { class: each.has_media_spoiler ? "photo spoiler" : "photo", type: "button", onclick: open }, image));
    }
    return grid;
  }

  #keyboard(message) {
    const rows = message.keyboard?.inline_keyboard;
    if (!rows) return null;
    const made = rows.map((row, y) => make("div", {}, ...row.map((button, x) => this.#button(message, button, y, x))));
    return make("div", { class: "inline", role: "group", "aria-label": "Buttons" }, ...made);
  }

  #button(message, button, row, column) {
    const style = { danger: "danger", primary: "primary-style" }[button.style] ?? "";
    const label = make("span", {}, button.url ? `${button.text}\u00a0↗` : button.text);
    if (button.url && staysInside(button.url)) {
      return make("button", { class: style, type: "button", onclick: () => this.actions.follow(button.url) }, label);
    }
    if (button.url) {
      return make("a", { class: style, href: button.url, target: "_blank", rel: "noopener noreferrer" }, label);
    }
    const press = async (event) => {
      const pressed = event.currentTarget;
      if (button.copy_text) {
        await navigator.clipboard?.writeText(button.copy_text.text);
        toast("Copied");
        return;
      }
      pressed.setAttribute("aria-busy", "true");
      const path = `/chats/${message.chat_key}/messages/${message.message_id}/click`;
      const body = { person: this.actions.me(), row, column, timeout: 30 };
      const answer = await attempt(() => ask("POST", path, body));
      pressed.removeAttribute("aria-busy");
      if (!answer) return;
      if (!answer.answered) toast("The bot has not answered the press.", true);
      else if (answer.text && answer.show_alert) alertBox(answer.text);
      else if (answer.text) toast(answer.text);
      if (answer.url) this.actions.follow(answer.url);
    };
    return make("button", { class: style, type: "button", onclick: press }, label);
  }

  #reactions(message) {
    if (!message.reactions.length) return null;
    return make("div", { class: "reactions" }, ...message.reactions.map((each) => make("span", {}, each.emoji)));
  }

  #tools(message, isMine) {
    const tool = (words, action) => make("button", { type: "button", onclick: action }, words);
    const tools = [tool("Reply", () => this.actions.reply(message))];
    if (isMine) {
      tools.push(tool("Edit", () => this.actions.edit(message)));
      const path = `/chats/${message.chat_key}/messages/${message.message_id}?person=${this.actions.me()}`;
      tools.push(tool("Delete", () => attempt(() => ask("DELETE", path))));
    }
    return make("div", { class: "tools" }, ...tools);
  }
}

const keyOf = (message) => message.media_group_id ?? message.message_id;

function origin(message) {
  const from = message.forward_origin;
  if (from.sender_user) return nameOf(from.sender_user);
  return from.sender_chat?.title ?? from.chat?.title ?? from.sender_user_name ?? "somebody";
}

function documentOf(message) {
  const { file_name: name = "File", file_size: size = 0 } = message.document;
  const kilobytes = size < 1024 * 1024 ? `${Math.ceil(size / 1024)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
  const sheet = message.thumbnail_url
    ? make("img", { src: message.thumbnail_url, alt: "" })
    : make("span", { class: "sheet", "aria-hidden": "true" }, (name.split(".").at(-1) ?? "").slice(0, 4).toUpperCase());
  return make(
    "a",
    { class: "document", href: message.file_url, download: name },
    sheet,
    make("span", {}, make("strong", {}, name), make("small", {}, kilobytes)),
  );
}
