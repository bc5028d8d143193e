#!/usr/bin/env bash
# Makes the cluster's own authority and the certificate of its nodes, once, and the folder for
# snapshots. Run as root in Elasticsearch's image, in its home; safe to run again.
#
#   CERTIFICATES  what the nodes read: their certificate and key
#   AUTHORITY     what everybody reads: the authority's certificate, ca.crt
#   SNAPSHOTS     where the nodes write snapshots
set -euo pipefail

: "${CERTIFICATES:=/certificates}" "${AUTHORITY:=/authority}" "${SNAPSHOTS:=/snapshots}"
names=elasticsearch,elasticsearch-1,elasticsearch-2,elasticsearch-3,localhost
days=3650
nodes=1000 # whom Elasticsearch's image runs as

mkdir -p "$CERTIFICATES" "$AUTHORITY" "$SNAPSHOTS"
if [ ! -f "$CERTIFICATES/node.crt" ]; then
    made=$(mktemp -d)
    trap 'rm -rf "$made"' EXIT
    bin/elasticsearch-certutil ca --silent --pem --days $days --out "$made/ca.zip"
    unzip -q "$made/ca.zip" -d "$made"
    bin/elasticsearch-certutil cert --silent --pem --days $days --out "$made/node.zip" \
        --name node --dns $names --ip 127.0.0.1 \
        --ca-cert "$made/ca/ca.crt" --ca-key "$made/ca/ca.key"
    unzip -q "$made/node.zip" -d "$made"
    # The authority's own key is thrown away with the rest: nobody can make another certificate.
    install -m 644 "$made/ca/ca.crt" "$AUTHORITY/ca.crt"
    install -m 644 "$made/ca/ca.crt" "$CERTIFICATES/ca.crt"
    install -m 440 "$made/node/node.key" "$CERTIFICATES/node.key"
    # Last: as long as it is not there, all is made again.
    install -m 644 "$made/node/node.crt" "$CERTIFICATES/node.crt"
    echo "The certificates are made."
fi
chmod 755 "$CERTIFICATES" "$AUTHORITY"
[ "$(id -u)" != 0 ] || chown "$nodes:0" "$SNAPSHOTS"
