// Text with its entities. The Bot API counts UTF-16 code units, as JavaScript's strings do.
import { make } from "./elements.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const SAFE = /^(https?:|mailto:|tg:)/i;

export function formatted(text, entities = [], onCommand = () => {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, sorted, onCommand);
}

function span(text, start, end, entities, onCommand) {
  const made = document.createDocumentFragment();
  let at = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    made.append(text.slice(at, from));
    const inner = [];
    while (entities.length && entities[0].offset < to) inner.push(entities.shift());
    const element = elementOf(entity, text.slice(from, to), onCommand);
    element.append(span(text, from, to, inner, onCommand));
    made.append(element);
    at = to;
  }
  made.append(text.slice(at, end));
  return made;
}

function elementOf(entity, words, onCommand) {
  if (TAGS[entity.type]) return make(TAGS[entity.type]);
  switch (entity.type) {
    case "blockquote":
      return make("blockquote");
    case "expandable_blockquote":
      return make("blockquote", { class: "expandable", tabindex: "0" });
    case "spoiler":
      return make("button", {
        class: "hidden-words",
        type: "button",
        title: "Show",
        onclick: (event) => event.currentTarget.classList.toggle("shown"),
      });
    case "text_link":
      return link(entity.url);
    case "url":
      return link(words.includes("://") ? words : `https://${words}`);
    case "email":
      return link(`mailto:${words}`);
    case "bot_command":
      return make("a", {
        href: "#",
        onclick: (event) => {
          event.preventDefault();
          onCommand(words);
        },
      });
    default:
      return make("span", { class: `entity-${entity.type}` });
  }
}

function link(url) {
  return SAFE.test(url) ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }) : make("span");
}
