"""One command from its arguments to its exit status."""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping

from core.bootstrap import Core, open_core
from core.cli import (
    doctor,
    enrolling,
    identifying,
    importing,
    indexing,
    keys,
    migrating,
    people,
    transferring,
)
from core.cli.output import Output
from core.errors import CoreError
from core.settings import Settings
from core.setup_errors import CalibrationMismatch, KeyRefused, SettingsError, UnknownModel

DONE, INCOMPLETE, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

MEASUREMENTS = frozenset({"calibrate", "evaluate"})
"""They need no store."""

Command = Callable[[Core, Namespace, Output], Awaitable[bool]]
"""Does its work and returns whether everything could be processed."""

COMMANDS: Mapping[str, Command] = {
    "enrol": enrolling.enrol,
    "import": importing.import_folder,
    "identify": identifying.identify,
    "verify": identifying.verify,
    "people": people.people,
    "galleries": people.galleries,
    "rename": people.rename,
    "forget": people.forget,
    "export": transferring.export_gallery,
    "restore": transferring.restore_gallery,
}


def run(arguments: Namespace, env: Mapping[str, str]) -> int:
    """Run a command; every error ends in a sentence and an exit status, never in a trace."""
    output = Output(json=arguments.json)
    try:
        if arguments.command == "key":
            return DONE if keys.key(arguments, output) else INCOMPLETE
        settings = Settings.from_env(env)
        complete = asyncio.run(_run(arguments, settings, output))
    except (SettingsError, UnknownModel, CalibrationMismatch, KeyRefused) as error:
        output.failure(error)
        return WRONG_USE
    except CoreError as error:
        output.failure(error)
        return INCOMPLETE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INCOMPLETE
    return DONE if complete else INCOMPLETE


async def _run(arguments: Namespace, settings: Settings, output: Output) -> bool:
    if arguments.command == "doctor":
        return await doctor.doctor(settings, output)
    if arguments.command in MEASUREMENTS:
        from core.cli import measuring  # noqa: PLC0415 — brings what nobody else needs

        measure = measuring.calibrate if arguments.command == "calibrate" else measuring.evaluate
        return await measure(settings, arguments, output)
    if arguments.command == "migrate":
        return await migrating.migrate(settings, arguments, output)
    if arguments.command == "index":
        return await indexing.index(settings, arguments, output)
    async with open_core(settings) as core:
        return await COMMANDS[arguments.command](core, arguments, output)
