"""The people and chats that are there when the playground starts. All of them are made up."""

from playground.world import World
from playground.world.membership import add_person, create_chat, open_private_chat

NAMES = (("Mira", "Holm", "mira_holm"), ("Jonas", "Weber", "jonas_w"), ("Priya", "Nair", "priya_n"))
GROUP = "Weekend hikers"


def plant(world: World) -> None:
    """Three people, a private chat of the first with each bot, and a group with everybody.

    Bots are registered before; they are told nothing of a group that was always there.
    """
    people = [
        add_person(world, first, last_name=last, username=username, language="en")
        for first, last, username in NAMES
    ]
    owner = people[0].id
    for bot in world.bots:
        open_private_chat(world, owner, bot)
    members = [person.id for person in people[1:]]
    create_chat(world, "group", GROUP, owner, [*members, *world.bots])
