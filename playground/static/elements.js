// Small helpers to build what is shown. Text is always set as text, never as HTML.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const find = (id) => document.getElementById(id);

const COLOURS = ["#2b7a78", "#8a5a9e", "#b0603a", "#3a6ea5", "#5c7d2e", "#a5485f", "#46618a"];

export const colour = (number) => COLOURS[Math.abs(Number(number)) % COLOURS.length];

export function initials(name) {
  const words = name.replace(/[^\p{L}\p{N}\s]/gu, " ").trim().split(/\s+/);
  return words.slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
}

export const nameOf = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");

export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

export function toast(words, isWrong = false) {
  const shown = make("div", { class: isWrong ? "toast wrong" : "toast" }, words);
  find("toasts").append(shown);
  setTimeout(() => shown.remove(), 4500);
}

export function alertBox(words) {
  find("alert-words").textContent = words;
  find("alert").showModal();
}

// Do something that may be refused; the refusal is shown as a sentence.
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message, true);
    return null;
  }
}
