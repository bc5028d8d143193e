"""The settings of core as one frozen value, read from environment variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from core.setup_errors import SettingsError

PROFILES = ("fast", "accurate")

INDEX_TYPES = ("flat", "hnsw", "int8_hnsw")

MOST_SHARDS = 1024
"""More an index cannot have, says Elasticsearch."""

LONGEST_EVENTS = 400
"""Days: there is an index a day, and a node of Elasticsearch carries a thousand shards."""

SHORTEST_BACKUPS, LONGEST_BACKUPS = 2, 3650
"""Days: what deletes them runs once a day, so that a shorter promise could not be kept."""

SHA256 = re.compile("[0-9a-fA-F]{2}(:?[0-9a-fA-F]{2}){31}")

WEB_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What core needs to know. Secrets stay out of its repr.

    Attributes:
        model: the recognition model, as deepface names it.
        detector: the face detector, as deepface names it; or "mmod", which goes with Dlib alone and
            is an order of magnitude faster than deepface's way.
        profile: how much is done for a template: "fast" or "accurate". For the detector mmod.
        calibration: a file that `calibrate` wrote; None for what comes with the recipe.
        deepface_home: the folder under which models' weights are kept.
        faces_db: the SQLite file, used when there is no Elasticsearch.
        faces_key_file: the file of the key that faces are sealed with in either store; None: they
            are not.
        elasticsearch_urls: the hosts of one cluster; empty means SQLite.
        elasticsearch_prefix: what the names of our indices begin with.
        elasticsearch_ca_certs: the file of the certificate authority, when it is not a public one.
        elasticsearch_ca_fingerprint: of the authority's certificate, instead of its file: SHA-256
            in hexadecimal digits, with or without colons.
        elasticsearch_shards: of each index of templates that is made from now on.
        elasticsearch_replicas: copies of each shard beside the first, in indices made from now on;
            None: one as soon as there are two nodes.
        elasticsearch_index_type: how templates are searched in indices made from now on.
        search_recall: the share of the best people that a search by `hnsw` or `int8_hnsw` is to
            find, above 0 and below 1.
        events_days: for how many days events are kept, today included; 0 for none.
        backups_days: for how many days exports and snapshots are kept at most; None: nobody says.
    """

    model: str = "Dlib"
    detector: str = "mmod"
    profile: str = "fast"
    calibration: Path | None = None
    deepface_home: Path = Path("data/deepface")
    faces_db: Path = Path("data/faces.db")
    faces_key_file: Path | None = None
    elasticsearch_urls: tuple[str, ...] = ()
    elasticsearch_prefix: str = "familiar"
    elasticsearch_username: str | None = None
    elasticsearch_ca_certs: Path | None = None
    elasticsearch_ca_fingerprint: str | None = None
    elasticsearch_shards: int = 1
    elasticsearch_replicas: int | None = None
    elasticsearch_index_type: str = "flat"
    search_recall: float = 0.99
    elasticsearch_password: str | None = field(default=None, repr=False)
    elasticsearch_api_key: str | None = field(default=None, repr=False)
    events_days: int = 90
    backups_days: int | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read `env`; an absent or empty variable leaves its default.

        Raises:
            SettingsError: a variable cannot be used; names the key, never the value.
        """
        given = {key: value.strip() for key, value in env.items() if value.strip()}
        username = given.get("ELASTICSEARCH_USERNAME")
        password = given.get("ELASTICSEARCH_PASSWORD")
        api_key = given.get("ELASTICSEARCH_API_KEY")
        if bool(username) != bool(password):
            lacking = "ELASTICSEARCH_PASSWORD" if username else "ELASTICSEARCH_USERNAME"
            raise SettingsError(key=lacking, wanted="set, since the other half of the pair is")
        if api_key and username:
            raise SettingsError(
                key="ELASTICSEARCH_API_KEY", wanted="absent when ELASTICSEARCH_USERNAME is set"
            )
        if "ELASTICSEARCH_CA_CERTS" in given and "ELASTICSEARCH_CA_FINGERPRINT" in given:
            raise SettingsError(
                key="ELASTICSEARCH_CA_FINGERPRINT",
                wanted="absent when ELASTICSEARCH_CA_CERTS is set",
            )
        default = cls()
        model = given.get("MODEL", default.model)
        return cls(
            model=model,
            detector=given.get("DETECTOR", _detector(model)),
            profile=_profile(given.get("PROFILE", default.profile)),
            calibration=_file(given, "CALIBRATION"),
            deepface_home=Path(given.get("DEEPFACE_HOME", default.deepface_home)),
            faces_db=Path(given.get("FACES_DB", default.faces_db)),
            # Looked at when it is read: the command that makes it must not be refused.
            faces_key_file=Path(given["FACES_KEY_FILE"]) if "FACES_KEY_FILE" in given else None,
            elasticsearch_urls=_urls(given.get("ELASTICSEARCH_URL", "")),
            elasticsearch_prefix=_prefix(
                given.get("ELASTICSEARCH_PREFIX", default.elasticsearch_prefix)
            ),
            elasticsearch_username=username,
            elasticsearch_ca_certs=_file(given, "ELASTICSEARCH_CA_CERTS"),
            elasticsearch_ca_fingerprint=_fingerprint(given.get("ELASTICSEARCH_CA_FINGERPRINT")),
            elasticsearch_shards=_shards(given.get("ELASTICSEARCH_SHARDS")),
            elasticsearch_replicas=_replicas(given.get("ELASTICSEARCH_REPLICAS")),
            elasticsearch_index_type=_index_type(
                given.get("ELASTICSEARCH_INDEX_TYPE", default.elasticsearch_index_type)
            ),
            search_recall=_recall(given.get("SEARCH_RECALL")),
            elasticsearch_password=password,
            elasticsearch_api_key=api_key,
            events_days=_days(given.get("EVENTS_DAYS", str(default.events_days))),
            backups_days=_backups(given.get("BACKUPS_DAYS")),
        )


def _detector(model: str) -> str:
    """Return the detector that needs no download: dlib's own for any other model than Dlib."""
    default = Settings()
    return default.detector if model.casefold() == default.model.casefold() else "dlib"


def _profile(text: str) -> str:
    if text.lower() not in PROFILES:
        raise SettingsError(key="PROFILE", wanted=" or ".join(PROFILES))
    return text.lower()


def _urls(text: str) -> tuple[str, ...]:
    urls = tuple(url.strip() for url in text.split(",") if url.strip())
    for url in urls:
        try:
            parts = urlsplit(url)
            usable = parts.scheme in WEB_SCHEMES and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise SettingsError(
                key="ELASTICSEARCH_URL",
                wanted="one or more addresses with commas between, such as http://127.0.0.1:9200",
            )
    return urls


def _prefix(text: str) -> str:
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-")
    if not text[0].isalnum() or set(text) - allowed:
        raise SettingsError(
            key="ELASTICSEARCH_PREFIX", wanted="lower-case letters, digits and dashes"
        )
    return text


def _fingerprint(text: str | None) -> str | None:
    if text is not None and not SHA256.fullmatch(text):
        raise SettingsError(
            key="ELASTICSEARCH_CA_FINGERPRINT",
            wanted="a SHA-256 in 64 hexadecimal digits, with or without colons between",
        )
    return text


def _shards(text: str | None) -> int:
    if text is None:
        return Settings().elasticsearch_shards
    if not text.isdecimal() or not 1 <= int(text) <= MOST_SHARDS:
        raise SettingsError(
            key="ELASTICSEARCH_SHARDS", wanted=f"a whole number from 1 to {MOST_SHARDS}"
        )
    return int(text)


def _replicas(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal():
        raise SettingsError(
            key="ELASTICSEARCH_REPLICAS",
            wanted="a whole number, or empty for one as soon as there are two nodes",
        )
    return int(text)


def _index_type(text: str) -> str:
    if text.lower() not in INDEX_TYPES:
        raise SettingsError(key="ELASTICSEARCH_INDEX_TYPE", wanted=" or ".join(INDEX_TYPES))
    return text.lower()


def _recall(text: str | None) -> float:
    if text is None:
        return Settings().search_recall
    try:
        recall = float(text)
    except ValueError:
        recall = 0.0
    if not 0.0 < recall < 1.0:
        raise SettingsError(key="SEARCH_RECALL", wanted="above 0 and below 1, such as 0.99")
    return recall


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= LONGEST_EVENTS):
        raise SettingsError(key="EVENTS_DAYS", wanted=f"a whole number from 0 to {LONGEST_EVENTS}")
    return int(text)


def _backups(text: str | None) -> int | None:
    if text is None:
        return None
    usable = text.isascii() and text.isdecimal()
    if not usable or not SHORTEST_BACKUPS <= int(text) <= LONGEST_BACKUPS:
        raise SettingsError(
            key="BACKUPS_DAYS",
            wanted=f"a whole number from {SHORTEST_BACKUPS} to {LONGEST_BACKUPS}, or empty",
        )
    return int(text)


def _file(given: Mapping[str, str], key: str) -> Path | None:
    if key not in given:
        return None
    path = Path(given[key])
    if not path.is_file():
        raise SettingsError(key=key, wanted="the path of a file that exists")
    return path
