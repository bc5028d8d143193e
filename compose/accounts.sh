#!/usr/bin/env bash
# Gives Kibana's own user its password, and makes the role and the user that the bot works as: neither
# is the superuser. Safe to run again: it sets what is in .env.
set -euo pipefail
here=$(dirname "$0")
# shellcheck source=compose/asking.sh
. "$here/asking.sh"

: "${ELASTIC_PASSWORD:?}" "${KIBANA_PASSWORD:?}" "${BOT_PASSWORD:?}"
: "${ELASTICSEARCH:=https://elasticsearch:9200}" "${CA_CERT:=/authority/ca.crt}"
: "${PREFIX:=familiar}" "${PATIENCE:=60}"

for name in KIBANA_PASSWORD BOT_PASSWORD; do
    value=${!name}
    if [ "${#value}" -lt 6 ]; then
        echo "$name in .env is too short: Elasticsearch wants at least six characters." >&2
        exit 1
    fi
done

kibana=$(quoted "$KIBANA_PASSWORD")
bot=$(quoted "$BOT_PASSWORD")

# Sends what stands on standard input.
send() {
    as_elastic --fail-with-body --cacert "$CA_CERT" --retry 30 --retry-delay 2 \
        --retry-max-time "$PATIENCE" --retry-connrefused \
        --request "$1" --header 'Content-Type: application/json' --data-binary @- \
        "$ELASTICSEARCH$2"
    echo
}

printf '{"password":"%s"}' "$kibana" |
    send POST /_security/user/kibana_system/_password
sed "s/familiar-/$PREFIX-/g" "$here/role.json" | send PUT /_security/role/familiar
printf '{"password":"%s","roles":["familiar"]}' "$bot" |
    send PUT /_security/user/familiar
