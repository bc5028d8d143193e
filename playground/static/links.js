// Links that stay in the playground: to bots, chats, messages and people.
import { ask } from "./api.js";
import { attempt, find, make, nameOf, toast } from "./elements.js";

const INSIDE = /^(tg:|(https?:\/\/)?(t|telegram)\.(me|dog)\/)/i;
const FOR_A_CHAT = /[?&]start(group|channel)\b/;

export const staysInside = (url) => INSIDE.test(url);

// here: { me(), chatsToChoose(isChannel), arrive(key, message) }
export async function follow(url, here) {
  const body = { person: here.me(), url };
  const asked = url.match(FOR_A_CHAT);
  if (asked) {
    body.chat = await choose(here.chatsToChoose(asked[1] === "channel"));
    if (!body.chat) return;
  }
  const found = await attempt(() => ask("POST", "/links", body));
  if (found?.kind === "user") toast(`${nameOf(found.user)}${found.user.username ? ` (@${found.user.username})` : ""}`);
  if (found?.kind === "asked") toast(`You asked to join “${found.title}”. An admin decides.`);
  if (found?.kind === "chat") await here.arrive(found.chat, found.message);
}

// A dialog with the chats that a bot can be added to; the key of the chosen one, or nothing.
function choose(chats) {
  const dialog = find("choose");
  dialog.returnValue = "";
  find("choose-list").replaceChildren(
    ...chats.map((chat) => make("li", {}, make("button", { value: chat.key }, chat.title))),
  );
  find("choose-words").textContent = chats.length ? "Add the bot to which chat?" : "You are in no chat that fits.";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}
