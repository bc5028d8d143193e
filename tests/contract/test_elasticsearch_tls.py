"""Doors that are locked by certificates: the real server behind a gate that speaks TLS."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.store_errors import AnotherServer, UntrustedStore
from core.stores.elastic import ElasticConnection, ElasticStore
from tests.certificates import Authority
from tests.contract.made_up import MODEL
from tests.elasticsearch_gate import Gate


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("tls") / "ours")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("tls") / "strangers")


async def opened(url: str, ca: Path | None = None, fingerprint: str | None = None) -> str:
    """Open a store and return how it is."""
    connection = ElasticConnection(
        urls=(url,), prefix="test-tls", ca_certs=ca, ca_fingerprint=fingerprint, timeout=60.0
    )
    store = await ElasticStore.open(connection, MODEL)
    try:
        return await store.check()
    finally:
        await store.close()


async def test_the_file_of_the_authority_opens_the_door(
    authority: Authority, elasticsearch_url: str
) -> None:
    async with Gate(elasticsearch_url, authority.certify()) as gate:
        assert "green" in await opened(gate.url, ca=authority.file)


async def test_without_it_the_door_is_not_trusted(
    authority: Authority, stranger: Authority, elasticsearch_url: str
) -> None:
    async with Gate(elasticsearch_url, authority.certify()) as gate:
        for file in (None, stranger.file):
            with pytest.raises(UntrustedStore, match="set ELASTICSEARCH_CA_CERTS to the file of"):
                await opened(gate.url, ca=file)


@pytest.mark.parametrize("colons", [False, True])
async def test_the_authoritys_fingerprint_opens_it_as_well(
    authority: Authority,
    elasticsearch_url: str,
    colons: bool,  # noqa: FBT001 — a case
) -> None:
    fingerprint = authority.fingerprint
    if colons:
        pairs = [fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2)]
        fingerprint = ":".join(pairs).upper()
    async with Gate(elasticsearch_url, authority.certify("another-name")) as gate:
        assert "green" in await opened(gate.url, fingerprint=fingerprint)


async def test_another_authoritys_fingerprint_does_not(
    authority: Authority, stranger: Authority, elasticsearch_url: str
) -> None:
    async with Gate(elasticsearch_url, authority.certify()) as gate:
        with pytest.raises(UntrustedStore, match="has the fingerprint that ELASTICSEARCH_CA_FING"):
            await opened(gate.url, fingerprint=stranger.fingerprint)


async def test_who_shows_our_authority_and_has_no_certificate_of_it_is_not_trusted(
    authority: Authority, stranger: Authority, elasticsearch_url: str
) -> None:
    """A fingerprint is public, and so is the certificate that it is of."""
    shown, key = stranger.certify()
    forged = stranger.folder / "forged.pem"
    forged.write_text(shown.read_text() + authority.file.read_text())
    async with Gate(elasticsearch_url, (forged, key)) as gate:
        with pytest.raises(UntrustedStore, match="set ELASTICSEARCH_CA_FINGERPRINT to that of"):
            await opened(gate.url, fingerprint=authority.fingerprint)


async def test_a_certificate_that_has_expired(authority: Authority, elasticsearch_url: str) -> None:
    async with Gate(elasticsearch_url, authority.certify(days=-1)) as gate:
        with pytest.raises(UntrustedStore, match="has expired: renew it there"):
            await opened(gate.url, ca=authority.file)


async def test_a_certificate_of_another_host(authority: Authority, elasticsearch_url: str) -> None:
    async with Gate(elasticsearch_url, authority.certify("elsewhere")) as gate:
        with pytest.raises(UntrustedStore, match="made for another host name: use in ELASTICS"):
            await opened(gate.url, ca=authority.file)


async def test_a_fingerprint_for_a_door_without_tls(
    authority: Authority, elasticsearch_url: str
) -> None:
    url = elasticsearch_url.replace("http://", "https://")
    with pytest.raises(AnotherServer, match=r"does not speak TLS .* use http://"):
        await opened(url, fingerprint=authority.fingerprint)


async def test_once_it_can_be_trusted_it_is_without_a_new_start(
    authority: Authority, stranger: Authority, elasticsearch_url: str
) -> None:
    async with Gate(elasticsearch_url, stranger.certify()) as gate:
        connection = ElasticConnection(
            urls=(gate.url,), prefix="test-tls", ca_certs=authority.file, timeout=60.0
        )
        store = await ElasticStore.open(connection, MODEL, patient=True)
        with pytest.raises(UntrustedStore):
            await store.check()
        gate.show(authority.certify())
        await store.verify()
        assert "green" in await store.check()
        await store.close()
