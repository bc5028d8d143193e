# shellcheck shell=bash
# To be sourced: how the scripts of this folder ask Elasticsearch and Kibana.

# Writes a text as it stands between the double quotes of JSON, and of curl's configuration.
quoted() {
    local text=$1
    if [[ $text == *[[:cntrl:]]* ]]; then
        echo "A password must not hold line breaks or other control characters." >&2
        return 1
    fi
    text=${text//\\/\\\\}
    printf '%s' "${text//\"/\\\"}"
}

# Asks as the superuser. The password is not among the arguments, where every process could read it.
as_elastic() {
    local password
    password=$(quoted "$ELASTIC_PASSWORD")
    curl --silent --show-error --config <(printf 'user = "elastic:%s"\n' "$password") "$@"
}
