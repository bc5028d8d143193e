"""The settings of core."""

from pathlib import Path

import pytest

from core.settings import Settings
from core.setup_errors import SettingsError


def test_nothing_set_means_sqlite_and_the_embedded_model() -> None:
    settings = Settings.from_env({})
    assert settings == Settings()
    assert settings.elasticsearch_urls == ()
    assert (settings.model, settings.detector, settings.profile) == ("Dlib", "mmod", "fast")


@pytest.mark.parametrize(("model", "detector"), [("ArcFace", "dlib"), ("dlib", "mmod")])
def test_a_model_alone_goes_with_a_detector_that_needs_no_download(
    model: str, detector: str
) -> None:
    assert Settings.from_env({"MODEL": model}).detector == detector


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert Settings.from_env({"MODEL": " ", "ELASTICSEARCH_URL": "", "FACES_DB": ""}) == Settings()


def test_a_cluster_has_several_hosts() -> None:
    settings = Settings.from_env({"ELASTICSEARCH_URL": "http://a:9200, https://b:9201,"})
    assert settings.elasticsearch_urls == ("http://a:9200", "https://b:9201")


def test_paths_and_names_are_taken_as_given(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("x")
    settings = Settings.from_env(
        {
            "MODEL": "ArcFace",
            "DETECTOR": "retinaface",
            "PROFILE": "Accurate",
            "FACES_DB": "/tmp/x.db",  # noqa: S108 — a name, not a file
            "ELASTICSEARCH_CA_CERTS": str(authority),
            "ELASTICSEARCH_PREFIX": "team-a",
            "ELASTICSEARCH_SHARDS": "3",
            "ELASTICSEARCH_REPLICAS": "0",
            "ELASTICSEARCH_INDEX_TYPE": "INT8_HNSW",
            "SEARCH_RECALL": "0.95",
        }
    )
    assert settings.model == "ArcFace"
    assert settings.detector == "retinaface"
    assert settings.profile == "accurate"
    assert settings.faces_db == Path("/tmp/x.db")  # noqa: S108 — a name, not a file
    assert settings.elasticsearch_ca_certs == authority
    assert settings.elasticsearch_prefix == "team-a"
    assert (settings.elasticsearch_shards, settings.elasticsearch_replicas) == (3, 0)
    assert settings.elasticsearch_index_type == "int8_hnsw"
    assert settings.search_recall == 0.95


@pytest.mark.parametrize(
    ("env", "key"),
    [
        ({"ELASTICSEARCH_URL": "hunter2"}, "ELASTICSEARCH_URL"),
        ({"ELASTICSEARCH_URL": "http://"}, "ELASTICSEARCH_URL"),
        ({"ELASTICSEARCH_URL": "http://hunter2:99999999"}, "ELASTICSEARCH_URL"),
        ({"ELASTICSEARCH_USERNAME": "hunter2"}, "ELASTICSEARCH_PASSWORD"),
        ({"ELASTICSEARCH_PASSWORD": "hunter2"}, "ELASTICSEARCH_USERNAME"),
        (
            {
                "ELASTICSEARCH_API_KEY": "hunter2",
                "ELASTICSEARCH_USERNAME": "hunter2",
                "ELASTICSEARCH_PASSWORD": "hunter2",
            },
            "ELASTICSEARCH_API_KEY",
        ),
        ({"ELASTICSEARCH_CA_CERTS": "hunter2.pem"}, "ELASTICSEARCH_CA_CERTS"),
        ({"PROFILE": "hunter2"}, "PROFILE"),
        ({"ELASTICSEARCH_PREFIX": "Hunter2"}, "ELASTICSEARCH_PREFIX"),
        ({"ELASTICSEARCH_PREFIX": "-hunter2"}, "ELASTICSEARCH_PREFIX"),
        ({"EVENTS_DAYS": "hunter2"}, "EVENTS_DAYS"),
        ({"EVENTS_DAYS": "-1"}, "EVENTS_DAYS"),
        ({"EVENTS_DAYS": "401"}, "EVENTS_DAYS"),
        ({"BACKUPS_DAYS": "hunter2"}, "BACKUPS_DAYS"),
        ({"BACKUPS_DAYS": "1"}, "BACKUPS_DAYS"),
        ({"BACKUPS_DAYS": "3651"}, "BACKUPS_DAYS"),
        ({"ELASTICSEARCH_SHARDS": "hunter2"}, "ELASTICSEARCH_SHARDS"),
        ({"ELASTICSEARCH_SHARDS": "0"}, "ELASTICSEARCH_SHARDS"),
        ({"ELASTICSEARCH_SHARDS": "1025"}, "ELASTICSEARCH_SHARDS"),
        ({"ELASTICSEARCH_REPLICAS": "-1"}, "ELASTICSEARCH_REPLICAS"),
        ({"ELASTICSEARCH_INDEX_TYPE": "hunter2"}, "ELASTICSEARCH_INDEX_TYPE"),
        ({"SEARCH_RECALL": "hunter2"}, "SEARCH_RECALL"),
        ({"SEARCH_RECALL": "nan"}, "SEARCH_RECALL"),
        ({"SEARCH_RECALL": "99"}, "SEARCH_RECALL"),
    ],
)
def test_an_unusable_value_names_the_key_and_never_the_value(env: dict[str, str], key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(env)
    assert caught.value.key == key
    assert key in str(caught.value)
    assert "hunter2" not in str(caught.value).lower()


def test_how_long_backups_live_is_said_or_not() -> None:
    assert Settings.from_env({}).backups_days is None
    assert Settings.from_env({"BACKUPS_DAYS": "30"}).backups_days == 30


def test_secrets_stay_out_of_the_repr() -> None:
    settings = Settings.from_env({"ELASTICSEARCH_API_KEY": "hunter2"})
    assert settings.elasticsearch_api_key == "hunter2"
    assert "hunter2" not in repr(settings)
