#!/usr/bin/env bash
# Gives Kibana the dashboard, where it is not there yet: what people made of theirs is left alone,
# unless OVERWRITE=true.
set -euo pipefail
here=$(dirname "$0")
# shellcheck source=compose/asking.sh
. "$here/asking.sh"

: "${ELASTIC_PASSWORD:?}" "${KIBANA:=http://kibana:5601}"
: "${PREFIX:=familiar}" "${OVERWRITE:=false}" "${PATIENCE:=120}"

objects=$(mktemp --suffix=.ndjson)
trap 'rm -f "$objects"' EXIT
sed "s/\"familiar-events-\*\"/\"$PREFIX-events-*\"/" "$here/kibana/familiar.ndjson" >"$objects"
answer=$(as_elastic --fail-with-body --retry 60 --retry-delay 2 --retry-max-time "$PATIENCE" \
    --retry-connrefused --header 'kbn-xsrf: true' --form "file=@$objects" \
    "$KIBANA/api/saved_objects/_import?overwrite=$OVERWRITE") || {
    echo "Kibana did not take the dashboard: $answer" >&2
    exit 1
}
if [[ $answer == *'"success":true'* ]]; then
    echo "The dashboard is in Kibana: $KIBANA/app/dashboards#/view/familiar"
    exit
fi
complaints=$(grep -o '"error":{"type":"[a-z_]*"' <<<"$answer" | sort -u || true)
if [ "$complaints" = '"error":{"type":"conflict"' ]; then
    echo "The dashboard was there already and is left as it is."
    exit
fi
echo "Kibana did not take the dashboard: $answer" >&2
exit 1
