// The page: who you are, your chats, the one that is open, and everything that happens.
import { ask, listen } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { attempt, clock, colour, find, initials, make, nameOf } from "./elements.js";
import { follow } from "./links.js";
import { snippet } from "./service.js";

const ACTION_SECONDS = 6;
const BOTS_SECONDS = 2;
const ACTIONS = {
  typing: "is typing…",
  upload_photo: "is sending a photo…",
  upload_document: "is sending a file…",
  choose_sticker: "is choosing a sticker…",
};

const state = { me: 0, people: [], bots: [], chats: new Map(), open: "", unread: new Map(), seq: 0 };
let busy = null;
let chosen = "";

const conversation = new Conversation({
  me: () => state.me,
  isGroup: () => state.chats.get(state.open)?.type !== "private",
  reply: (message) => composer.reply(message),
  edit: (message) => composer.edit(message),
  say: (text) => composer.say(text),
  follow: (url) => follow(url, { me: () => state.me, chatsToChoose, arrive }),
});
const composer = new Composer({ me: () => state.me, chat: () => state.open });

const titleOf = (chat) => (chat.type === "private" ? nameOf(chat.bot) : chat.title);
const isMember = (member) => !["left", "kicked"].includes(member.status);

function myChats() {
  const mine = [...state.chats.values()].filter(
    (chat) => !chat.migrated_to && chat.members.some((member) => member.user.id === state.me && isMember(member)),
  );
  return mine.sort((a, b) => (b.last_message?.date ?? 0) - (a.last_message?.date ?? 0));
}

function renderChats() {
  const strangers = state.bots.filter((bot) => !state.chats.has(`p${state.me}-${bot.id}`));
  find("chats").replaceChildren(
    ...myChats().map((chat) => {
      const title = titleOf(chat);
      const unread = state.unread.get(chat.key) ?? 0;
      return make(
        "li",
        {},
        make(
          "button",
          { class: "chat", type: "button", "aria-current": chat.key === state.open ? "true" : null, onclick: () => open(chat.key) },
          avatar(title, chat.bot?.id ?? chat.id),
          make("strong", {}, title),
          make("time", {}, chat.last_message ? clock(chat.last_message.date) : ""),
          make("span", { class: "last" }, snippet(chat.last_message) || "Nothing yet"),
          unread ? make("span", { class: "unread", "aria-label": `${unread} unread` }, String(unread)) : null,
        ),
      );
    }),
    ...strangers.map((bot) =>
      make(
        "li",
        {},
        make(
          "button",
          { class: "chat", type: "button", onclick: () => meet(bot) },
          avatar(nameOf(bot), bot.id),
          make("strong", {}, nameOf(bot)),
          make("span", { class: "last" }, "Start a chat"),
        ),
      ),
    ),
  );
}

async function meet(bot) {
  const body = { kind: "private", person: state.me, bot: bot.id };
  const chat = await attempt(() => ask("POST", "/chats", body));
  if (!chat) return;
  state.chats.set(chat.key, chat);
  open(chat.key);
}

function avatar(title, number) {
  const made = make("span", { class: "avatar", "aria-hidden": "true" }, initials(title));
  made.style.background = colour(number);
  return made;
}

async function open(key) {
  chosen = key;
  const answer = await attempt(() => ask("GET", `/chats/${key}/messages?deleted=false`));
  // Answers may come in another order than the chats were chosen in.
  if (!answer || chosen !== key) return;
  state.open = key;
  state.unread.delete(key);
  const chat = state.chats.get(key);
  const title = titleOf(chat);
  document.body.dataset.view = "talk";
  find("title").textContent = title;
  find("avatar").textContent = initials(title);
  find("avatar").style.background = colour(chat.bot?.id ?? chat.id);
  find("composer").hidden = false;
  composer.reset();
  conversation.show(chat, answer.messages);
  afterChange();
  renderStatus();
  composer.setCommands([]);
  attempt(renderCommands);
  renderChats();
  if (matchMedia("(min-width: 721px)").matches) find("words").focus();
}

function chatsToChoose(isChannel) {
  const kinds = isChannel ? ["channel"] : ["group", "supergroup"];
  return myChats().filter((chat) => kinds.includes(chat.type));
}

// A link led to a chat, perhaps to one of its messages.
async function arrive(chat, message) {
  state.chats.set(chat.key, chat);
  await open(chat.key);
  if (message) conversation.reveal(message.message_id);
}

function afterChange() {
  const chat = state.chats.get(state.open);
  const isNew = conversation.isEmpty && chat.type === "private";
  find("empty").hidden = !isNew;
  find("empty-words").textContent = `This is your chat with ${titleOf(chat)}. Nothing has been said yet: send /start.`;
  composer.setSuggestions(conversation.lastFromBot()?.keyboard);
}

async function renderCommands() {
  if (!state.open) return;
  const { open: key, me } = state;
  const { commands, bots } = await ask("GET", `/chats/${key}/commands?person=${me}`);
  // With several bots in a chat a command names its own.
  const named = commands.map((each) => (bots > 1 ? { ...each, command: `${each.command}@${each.bot}` } : each));
  if (key === state.open && me === state.me) composer.setCommands(named);
}

function renderStatus() {
  const chat = state.chats.get(state.open);
  if (!chat) return;
  const status = find("status");
  status.dataset.busy = String(busy !== null);
  if (busy) status.textContent = busy.words;
  else if (chat.type === "private") status.textContent = `@${chat.bot.username}`;
  else {
    const names = chat.members.filter(isMember).map((member) => member.user.first_name);
    status.textContent = `${names.length} members: ${names.join(", ")}`;
  }
}

function showAction(event) {
  const bot = state.bots.find((each) => each.id === event.bot);
  clearTimeout(busy?.timer);
  const words = `${bot?.first_name ?? "The bot"} ${ACTIONS[event.action] ?? "is at work…"}`;
  busy = { words, timer: setTimeout(endAction, ACTION_SECONDS * 1000) };
  renderStatus();
}

function endAction() {
  clearTimeout(busy?.timer);
  busy = null;
  renderStatus();
}

async function refreshChats() {
  const answer = await attempt(() => ask("GET", "/chats"));
  if (!answer) return;
  state.chats = new Map(answer.chats.map((chat) => [chat.key, chat]));
  renderChats();
  renderStatus();
  attempt(renderCommands);
}

async function onEvent(event) {
  state.seq = event.seq;
  if (event.kind === "member" || !state.chats.has(event.chat)) await refreshChats();
  const chat = state.chats.get(event.chat);
  if (!chat) return;
  const isOpen = event.chat === state.open;
  if (event.kind === "message") {
    chat.last_message = event.message;
    if (isOpen) {
      conversation.put(event.message);
      if (event.message.from_bot) endAction();
    } else if (event.message.sender !== state.me) {
      state.unread.set(event.chat, (state.unread.get(event.chat) ?? 0) + 1);
    }
  }
  if (event.kind === "edit" && isOpen) conversation.put(event.message);
  if (event.kind === "delete" && isOpen) conversation.remove(event.message);
  if (event.kind === "chat_action" && isOpen) showAction(event);
  if (event.kind === "reaction" && isOpen) {
    conversation.put(await ask("GET", `/chats/${event.chat}/messages/${event.message_id}`));
  }
  if (isOpen && ["message", "edit", "delete"].includes(event.kind)) afterChange();
  renderChats();
}

// After a break the playground may be another one, with another past.
async function onConnection(isUp) {
  const wasDown = document.body.dataset.connected === "false";
  document.body.dataset.connected = String(isUp);
  if (isUp && wasDown && (await ask("GET", "/state")).seq < state.seq) location.reload();
}

async function watchBots() {
  try {
    state.bots = (await ask("GET", "/bots")).bots;
    await renderCommands();
    const [bot] = state.bots;
    const isUp = state.bots.some((each) => each.webhook || each.open_polls || Date.now() / 1000 - (each.last_poll ?? 0) < 10);
    const words = [];
    if (!bot) words.push("There is no bot yet.");
    else if (isUp) words.push(`@${bot.username} is running.`);
    else words.push(`@${bot.username} is not running. Start it with the address ${location.origin} and the token `, make("code", {}, bot.token));
    find("bots").dataset.up = String(isUp);
    // A screen reader is told only of what is new.
    const line = make("p", {}, ...words);
    if (find("bots").textContent !== line.textContent) find("bots").replaceChildren(...line.childNodes);
  } catch {
    find("bots").dataset.up = "false";
    find("bots").textContent = "The playground does not answer.";
  }
}

function become(person) {
  state.me = person;
  localStorage.setItem("me", String(person));
  const mine = myChats();
  const preferred = mine.find((chat) => chat.type === "private") ?? mine[0];
  renderChats();
  if (preferred) open(preferred.key);
}

async function begin() {
  const found = await ask("GET", "/state");
  Object.assign(state, { people: found.people, bots: found.bots });
  state.chats = new Map(found.chats.map((chat) => [chat.key, chat]));
  find("me").replaceChildren(...found.people.map((each) => make("option", { value: each.id }, nameOf(each))));
  find("me").addEventListener("change", (event) => become(Number(event.target.value)));
  find("back").addEventListener("click", () => {
    document.body.dataset.view = "chats";
  });
  find("start").addEventListener("click", () => composer.say("/start"));
  state.seq = found.seq;
  listen(found.seq, (event) => attempt(() => onEvent(event)), onConnection);
  watchBots();
  setInterval(watchBots, BOTS_SECONDS * 1000);
  const remembered = found.people.find((each) => String(each.id) === localStorage.getItem("me"));
  const me = (remembered ?? found.people[0])?.id;
  if (me !== undefined) {
    find("me").value = me;
    become(me);
  } else {
    find("title").textContent = "Nobody is here yet";
  }
}

attempt(begin);
