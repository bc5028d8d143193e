// Text with its entities. The Bot API counts UTF-16 code units, as JavaScript's strings do.
import { make } from "./elements.js";
import { staysInside } from "./links.js";
import { foldingQuote } from "./quotes.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const SAFE = /^(https?:|mailto:|tg:)/i;

// actions: { say(command), follow(link) }
export function formatted(text, entities, actions) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, sorted, actions);
}

function span(text, start, end, entities, actions) {
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
    const content = span(text, from, to, inner, actions);
    made.append(wrapped(entity, text.slice(from, to), content, actions));
    at = to;
  }
  made.append(text.slice(at, end));
  return made;
}

function wrapped(entity, words, content, actions) {
  if (entity.type === "expandable_blockquote") {
    const { quote, words: inside } = foldingQuote();
    inside.append(content);
    return quote;
  }
  const element = elementOf(entity, words, actions);
  element.append(content);
  return element;
}

function elementOf(entity, words, actions) {
  if (TAGS[entity.type]) return make(TAGS[entity.type]);
  switch (entity.type) {
    case "blockquote":
      return make("blockquote");
    case "spoiler":
      return make("button", {
        class: "hidden-words",
        type: "button",
        title: "Show",
        onclick: (event) => event.currentTarget.classList.toggle("shown"),
      });
    case "text_link":
      return link(entity.url, actions);
    case "url":
      return link(words.includes("://") ? words : `https://${words}`, actions);
    case "email":
      return link(`mailto:${words}`, actions);
    case "mention":
      return doing(() => actions.follow(`https://t.me/${words.slice(1)}`));
    case "text_mention":
      return doing(() => actions.follow(`tg://user?id=${entity.user.id}`));
    case "bot_command":
      return doing(() => actions.say(words));
    default:
      return make("span", { class: `entity-${entity.type}` });
  }
}

function doing(action) {
  return make("a", {
    href: "#",
    onclick: (event) => {
      event.preventDefault();
      action();
    },
  });
}

function link(url, actions) {
  if (staysInside(url)) return doing(() => actions.follow(url));
  return SAFE.test(url) ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }) : make("span");
}
