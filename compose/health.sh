#!/usr/bin/env bash
# Tells whether a node is up and the cluster that it is in can be read and written.
set -euo pipefail
SECONDS_AT_MOST=9 exec "$(dirname "$0")/ask.sh" GET '/_cluster/health?wait_for_status=yellow&timeout=5s'
