// Writing: text, files, replies, edits, commands, suggested answers.
import { ask } from "./api.js";
import { attempt, find, make, nameOf } from "./elements.js";
import { snippet } from "./service.js";

const ALBUM = 10;

export class Composer {
  constructor(here) {
    this.here = here; // { me(), chat() }
    this.files = [];
    this.replyTo = null;
    this.editing = null;
    this.#wire();
  }

  // Another chat was opened.
  reset() {
    this.#clear();
    this.setSuggestions(null);
  }

  reply(message) {
    this.replyTo = message;
    this.editing = null;
    this.#showContext(`Reply to ${message.from ? nameOf(message.from) : "the message"}: ${snippet(message)}`);
  }

  edit(message) {
    this.editing = message;
    this.replyTo = null;
    find("words").value = message.text ?? message.caption ?? "";
    this.#grow();
    this.#showContext(`Editing: ${snippet(message)}`);
  }

  setCommands(commands) {
    // What stays the same is left alone, so that nobody loses their place in it.
    const written = JSON.stringify(commands);
    if (written === this.commands) return;
    this.commands = written;
    find("slash").hidden = commands.length === 0;
    find("command-list").replaceChildren(
      ...commands.map(({ command, description }) =>
        make(
          "li",
          { role: "none" },
          make(
            "button",
            {
              type: "button",
              role: "menuitem",
              onclick: () => {
                this.#showCommands(false);
                this.#insert(`/${command} `);
              },
            },
            make("strong", {}, `/${command}`),
            make("small", {}, description),
          ),
        ),
      ),
    );
  }

  // The keyboard that a bot put in the place of the letters.
  setSuggestions(keyboard) {
    const rows = keyboard?.keyboard ?? [];
    find("keyboard").hidden = rows.length === 0;
    find("keyboard").replaceChildren(
      ...rows.map((row) =>
        make("div", {}, ...row.map(({ text }) => make("button", { type: "button", onclick: () => this.say(text) }, text))),
      ),
    );
    find("words").placeholder = keyboard?.input_field_placeholder ?? "Write a message";
  }

  stage(files) {
    this.files = [...this.files, ...files].slice(0, ALBUM);
    find("staged").hidden = this.files.length === 0;
    find("staged-files").replaceChildren(...this.files.map((file, index) => this.#stagedFile(file, index)));
    find("words").placeholder = this.files.length ? "Add a caption" : "Write a message";
    find("words").focus();
  }

  say(text) {
    const { me, chat } = this.here;
    return attempt(() => ask("POST", `/chats/${chat()}/messages`, { person: me(), text }));
  }

  async #send() {
    const words = find("words").value.trim();
    if (!words && !this.files.length) return;
    find("send").disabled = true;
    const done = await attempt(() => this.#deliver(words));
    find("send").disabled = false;
    if (done) this.#clear();
    find("words").focus();
  }

  #deliver(words) {
    const { me, chat } = this.here;
    if (this.editing) {
      const key = this.editing.text === undefined ? "caption" : "text";
      return ask("PATCH", `/chats/${chat()}/messages/${this.editing.message_id}`, { person: me(), [key]: words });
    }
    const fields = { person: me() };
    if (this.replyTo) fields.reply_to = this.replyTo.message_id;
    if (!this.files.length) return ask("POST", `/chats/${chat()}/messages`, { ...fields, text: words });
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, caption: words })) form.append(name, value);
    const arePhotos = !find("as-files").checked && this.files.every((file) => file.type.startsWith("image/"));
    for (const file of this.files) form.append(arePhotos ? "photo" : "document", file, file.name);
    return ask("POST", `/chats/${chat()}/messages`, form);
  }

  #stagedFile(file, index) {
    const shown = file.type.startsWith("image/")
      ? make("img", { src: URL.createObjectURL(file), alt: file.name })
      : make("span", {}, file.name);
    const remove = () => {
      this.files.splice(index, 1);
      this.stage([]);
    };
    return make("li", {}, shown, make("button", { type: "button", "aria-label": `Leave out ${file.name}`, onclick: remove }, "×"));
  }

  #clear() {
    this.files = [];
    this.replyTo = null;
    this.editing = null;
    find("words").value = "";
    find("words").placeholder = "Write a message";
    find("as-files").checked = false;
    find("staged").hidden = true;
    find("staged-files").replaceChildren();
    find("context").hidden = true;
    this.#grow();
  }

  #showContext(words) {
    find("context-words").textContent = words;
    find("context").hidden = false;
    find("words").focus();
  }

  #insert(words) {
    find("words").value = words;
    this.#grow();
    find("words").focus();
  }

  #grow() {
    const box = find("words");
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }

  #showCommands(isShown) {
    find("command-list").hidden = !isShown;
    find("slash").setAttribute("aria-expanded", String(isShown));
    if (isShown) find("command-list").querySelector("button")?.focus();
  }

  #wire() {
    find("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    find("words").addEventListener("input", () => this.#grow());
    find("words").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
      if (event.key === "Escape") this.#clear();
    });
    find("words").addEventListener("paste", (event) => {
      const pasted = [...event.clipboardData.files];
      if (pasted.length) {
        event.preventDefault();
        this.stage(pasted);
      }
    });
    find("files").addEventListener("change", (event) => {
      this.stage([...event.target.files]);
      event.target.value = "";
    });
    find("context-end").addEventListener("click", () => this.#clear());
    find("slash").addEventListener("click", () => this.#showCommands(find("command-list").hidden));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#showCommands(false);
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".commands")) this.#showCommands(false);
    });
    const zone = document.querySelector(".talk");
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      find("drop").hidden = !this.here.chat();
    });
    zone.addEventListener("dragleave", (event) => {
      if (!zone.contains(event.relatedTarget)) find("drop").hidden = true;
    });
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      find("drop").hidden = true;
      if (this.here.chat()) this.stage([...event.dataTransfer.files]);
    });
  }
}
