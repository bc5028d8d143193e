// A quote that folds: three lines of it, and the rest on demand.
import { make } from "./elements.js";

export function foldingQuote() {
  const words = make("div", { class: "quote-words" });
  const more = make("button", { class: "more", type: "button", "aria-expanded": "false" }, "Show more");
  const quote = make("blockquote", { class: "expandable" }, words, more);
  const turn = () => {
    const isOpen = quote.classList.toggle("open");
    more.setAttribute("aria-expanded", String(isOpen));
    more.textContent = isOpen ? "Show less" : "Show more";
  };
  quote.addEventListener("click", (event) => {
    if (!event.target.closest("a, .hidden-words") && (!more.hidden || quote.classList.contains("open"))) turn();
  });
  // Only once it is laid out is it known whether there is more to show.
  new ResizeObserver(() => {
    if (!quote.classList.contains("open")) more.hidden = words.scrollHeight <= words.clientHeight + 1;
  }).observe(words);
  return { quote, words };
}
