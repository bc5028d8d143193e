#!/usr/bin/env bash
# Tells whether a node is up and the cluster that it is in can be read and written.
set -euo pipefail
here=$(dirname "$0")
# shellcheck source=compose/asking.sh
. "$here/asking.sh"

: "${ELASTIC_PASSWORD:?}" "${NODE:=https://localhost:9200}" "${CA_CERT:=config/certificates/ca.crt}"
as_elastic --fail --cacert "$CA_CERT" --max-time 9 \
    "$NODE/_cluster/health?wait_for_status=yellow&timeout=5s"
