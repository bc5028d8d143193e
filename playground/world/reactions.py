"""The emoji that Telegram has as reactions."""

# https://core.telegram.org/bots/api#reactiontypeemoji
PLAIN = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 "
    "💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 "
    "🙉 🦄 😘 💊 🙊 😎 👾 🤷 😡"
)
JOINED = "❤\u200d🔥 👨\u200d💻 🤷\u200d♂ 🤷\u200d♀"
EMOJI = frozenset((*PLAIN.split(), *JOINED.split()))
