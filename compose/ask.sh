#!/usr/bin/env bash
# Asks the node that it runs on, as the superuser:  /compose/ask.sh GET '/_cat/nodes?v' [JSON]
set -euo pipefail
here=$(dirname "$0")
# shellcheck source=compose/asking.sh
. "$here/asking.sh"

: "${ELASTIC_PASSWORD:?}" "${NODE:=https://localhost:9200}" "${CA_CERT:=config/certificates/ca.crt}"
method=${1:?a method, such as GET} path=${2:?a path, such as /_cluster/health}
as_elastic --fail-with-body --cacert "$CA_CERT" --max-time "${SECONDS_AT_MOST:-60}" --request "$method" \
    ${3:+--header 'Content-Type: application/json' --data-binary "$3"} "$NODE$path"
