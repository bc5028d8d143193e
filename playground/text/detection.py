"""Entities that Telegram finds by itself in what people and bots write."""

import re
from collections.abc import Iterator

from playground.text.formatted import Entity, Formatted, ordered, utf16_length

# After TDLib's rules (td/telegram/MessageEntity.cpp), without its list of all top-level domains.
COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
MENTION = re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}(?![\w@])")
HASHTAG = re.compile(r"(?<!\w)#(?=\w*[^\W\d])\w{1,256}")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,24}(?!\w)")
DOMAINS = "com|org|net|io|me|dev|app|info|edu|gov|eu|de|uk|fr|es|it|nl|ru|ch|at|pl|se|jp|cn|br|in"
URL = re.compile(
    rf"(?<![\w@./-])(?:https?://[^\s<>\"]+|(?:[\w-]+\.)+(?:{DOMAINS})(?![\w-])(?:[/?#][^\s<>\"]*)?)",
    re.IGNORECASE,
)
TRAILING = ".,:;!?'\")]}"
FINDERS = (("url", URL), ("email", EMAIL), ("mention", MENTION), ("bot_command", COMMAND))
# Nothing is found inside these.
OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})


def with_detected(body: Formatted) -> Formatted:
    """The text with commands, mentions, hashtags, addresses and e-mails marked as well."""
    taken = [(each.offset, each.end) for each in body.entities if each.type in OPAQUE]
    found = list(body.entities)
    for kind, start, end in _candidates(body.text):
        offset = utf16_length(body.text[:start])
        entity = Entity(kind, offset, utf16_length(body.text[start:end]))
        if all(entity.end <= left or entity.offset >= right for left, right in taken):
            taken.append((entity.offset, entity.end))
            found.append(entity)
    return Formatted(body.text, ordered(found))


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in (*FINDERS, ("hashtag", HASHTAG)):
        for match in pattern.finditer(text):
            end = match.end()
            while kind == "url" and text[end - 1] in TRAILING:
                end -= 1
            yield kind, match.start(), end
