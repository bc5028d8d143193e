"""What can be typed after `python -m core`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

DEFAULT_GALLERY = "default"
GRAPHS = ("hnsw", "int8_hnsw")
LEAST_FOLDS = 3
PICTURE_FOLDER = "a photo, or a folder of photos"


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the command and its arguments; a wrong use ends the process with status 2."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    scripted = argparse.ArgumentParser(add_help=False)
    scripted.add_argument("--json", action="store_true", help="print JSON and nothing else")
    common = argparse.ArgumentParser(add_help=False, parents=[scripted])
    _add_gallery(common)
    parser = argparse.ArgumentParser(
        prog="python -m core", description="Enrol faces and find out who is in a photo."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    enrol = commands.add_parser("enrol", parents=[common], help="learn one person")
    enrol.add_argument("name", metavar="NAME")
    enrol.add_argument("photos", metavar="PHOTO", nargs="+", type=Path, help=PICTURE_FOLDER)
    enrol.add_argument(
        "--face", type=_from_one, metavar="N", help="which face, as identify numbers them"
    )
    enrol.add_argument(
        "--anyway", action="store_true", help="also poor photos, and faces like somebody else's"
    )

    bulk = commands.add_parser(
        "import", parents=[common], help="learn many people from FOLDER/<name>/<photos>"
    )
    bulk.add_argument("folder", metavar="FOLDER", type=_folder)

    _add_identify(commands, scripted)

    verify = commands.add_parser("verify", parents=[common], help="say whether two are the same")
    verify.add_argument("photos", metavar="PHOTO", nargs=2, type=Path)

    commands.add_parser("people", parents=[common], help="list who is enrolled")
    commands.add_parser("galleries", parents=[common], help="list the galleries")

    rename = commands.add_parser("rename", parents=[common], help="give somebody another name")
    rename.add_argument("old", metavar="OLD")
    rename.add_argument("new", metavar="NEW")

    forget = commands.add_parser("forget", parents=[common], help="delete somebody")
    forget.add_argument("name", metavar="NAME")

    _add_transfer(commands, common, scripted)

    labelled = argparse.ArgumentParser(add_help=False)
    labelled.add_argument(
        "folder",
        metavar="FOLDER",
        type=_folder,
        help="FOLDER/<name>/<photos>: people to measure on",
    )
    labelled.add_argument(
        "--cache", type=Path, metavar="DIR", help="keep templates there for the next time"
    )
    calibrate = commands.add_parser(
        "calibrate", parents=[common, labelled], help="make thresholds for the configured model"
    )
    calibrate.add_argument("--output", type=Path, metavar="FILE", help="where to (MODEL.json)")
    calibrate.add_argument(
        "--source", metavar="TEXT", help="what the photos are, for whoever reads the file"
    )
    evaluate = commands.add_parser(
        "evaluate", parents=[common, labelled], help="measure who is known, and which strangers are"
    )
    evaluate.add_argument(
        "--folds", type=_folds, metavar="N", help="decide by calibrations of these people's others"
    )
    evaluate.add_argument(
        "--picture", type=Path, metavar="FILE", help="draw scores and errors to a PNG"
    )
    migrate = commands.add_parser(
        "migrate",
        parents=[common],
        help="make the templates of a gallery anew by another recipe",
        description="Make the templates of a gallery anew, from the crops that were kept, by the "
        "recipe that is configured or the one of --to. The gallery is used as it was until all "
        "are made; what it was made of before is kept until --drop-old. Safe to run again.",
    )
    which = migrate.add_mutually_exclusive_group()
    which.add_argument(
        "--to",
        metavar="MODEL/DETECTOR/PROFILE",
        help="such as Dlib/mmod/accurate or ArcFace/retinaface (what is configured)",
    )
    which.add_argument(
        "--drop-old", action="store_true", help="delete the templates of other recipes for good"
    )
    migrate.add_argument("--all", action="store_true", help="every gallery")

    _add_index(commands, common)

    key = commands.add_parser("key", help="look after the key that faces are sealed with")
    keys = key.add_subparsers(dest="what", required=True, metavar="WHAT")
    new = keys.add_parser(
        "new",
        parents=[scripted],
        help="make a key",
        description="Draw a key and write it to a file that only you can read. FACES_KEY_FILE "
        "names it to the bot. Without it nobody can read the faces that it sealed.",
    )
    new.add_argument("file", metavar="FILE", type=Path)

    commands.add_parser("doctor", parents=[common], help="check every part and say what to do")
    return parser


def _add_index(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    index = commands.add_parser("index", help="look after the indices in Elasticsearch")
    whats = index.add_subparsers(dest="what", required=True, metavar="WHAT")
    whats.add_parser("status", parents=[common], help="how each is, and how fast")
    upgrade = whats.add_parser(
        "upgrade",
        parents=[common],
        help="make the graph that searches of millions need",
        description="Make the graph that searches of millions need, of the index of the "
        "configured model, while it is used. There is no way back in place.",
    )
    upgrade.add_argument("--to", required=True, choices=GRAPHS, help="hnsw, or smaller in memory")
    whats.add_parser("tune", parents=[common], help="measure how widely a graph must be searched")
    kept = whats.add_parser(
        "snapshots",
        parents=[common],
        help="list the snapshots of the indices, or delete those that are too old",
    )
    kept.add_argument(
        "--repository", default="familiar", metavar="NAME", help="where they are (%(default)s)"
    )
    kept.add_argument(
        "--expire",
        action="store_true",
        help="delete those that are, or by tomorrow will be, older than BACKUPS_DAYS",
    )
    whats.add_parser("role", parents=[common], help="print the rights that this program needs")


def _add_transfer(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    common: argparse.ArgumentParser,
    scripted: argparse.ArgumentParser,
) -> None:
    secret = argparse.ArgumentParser(add_help=False)
    secret.add_argument(
        "--passphrase-file",
        type=_readable,
        metavar="FILE",
        help="whose first line is the passphrase; without it, you are asked",
    )
    export = commands.add_parser(
        "export",
        parents=[common, secret],
        help="write everything a gallery holds, as JSON lines",
        description="Write everything a gallery holds: names, templates and crops. Sealed with a "
        "passphrase if --encrypt or --passphrase-file is given.",
    )
    export.add_argument("file", metavar="FILE", type=Path, help="- is standard output")
    export.add_argument("--encrypt", action="store_true", help="seal it with a passphrase")
    restore = commands.add_parser(
        "restore",
        parents=[scripted, secret],
        help="put an export into a gallery",
        description="Put what `export` wrote into a gallery, of whichever store. The file is read "
        "to its end first: nothing changes if it is damaged. Safe to run again.",
    )
    restore.add_argument("file", metavar="FILE", type=_file)
    restore.add_argument("--gallery", metavar="ID", help="where to (the gallery that was exported)")


def _readable(text: str) -> Path:
    """Take a file or a pipe, such as a password manager writes to."""
    path = Path(text)
    if not path.exists() or path.is_dir():
        raise argparse.ArgumentTypeError("no such file")
    return path


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError("no such file")
    return path


def _add_identify(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], scripted: argparse.ArgumentParser
) -> None:
    identify = commands.add_parser("identify", parents=[scripted], help="say who is in photos")
    whose = identify.add_mutually_exclusive_group()
    _add_gallery(whose)
    whose.add_argument(
        "--all-galleries", action="store_true", help="everybody of the configured model"
    )
    identify.add_argument(
        "--exact",
        action="store_true",
        help="compare with every template, whatever the index, once all photos are read: for when "
        "a miss is not acceptable",
    )
    identify.add_argument("photos", metavar="PHOTO", nargs="+", type=Path, help=PICTURE_FOLDER)
    identify.add_argument(
        "--top", type=_from_one, default=5, metavar="N", help="people a face (%(default)s)"
    )
    identify.add_argument(
        "--annotate", type=Path, metavar="DIR", help="write pictures with boxes and candidates"
    )


def _add_gallery(options: argparse._ActionsContainer) -> None:
    options.add_argument(
        "--gallery", default=DEFAULT_GALLERY, metavar="ID", help="whose people (%(default)s)"
    )


def _from_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("counts from 1")
    return number


def _folds(text: str) -> int:
    number = int(text)
    if number < LEAST_FOLDS:
        raise argparse.ArgumentTypeError(f"at least {LEAST_FOLDS}, so that two can be left out")
    return number


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError("no such folder")
    return path
