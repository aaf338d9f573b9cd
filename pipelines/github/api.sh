# GitHub's API for the scripts beside this file, which source it. It needs curl and jq, GITHUB_TOKEN, GITHUB_API_URL and
# GITHUB_REPOSITORY.
set -euo pipefail
shopt -s inherit_errexit

# api METHOD PATH: one call; a body comes from stdin where the method is not GET.
api() {
  local method=$1 path=$2 body=()
  [[ $method == GET ]] && body=(--retry 3) || body=(--data @-)
  # The token goes by a file: an argument can be read by every process of the machine.
  curl --silent --show-error --fail-with-body --max-time 60 --request "$method" "${body[@]}" \
    --config <(printf 'header = "Authorization: Bearer %s"\n' "$GITHUB_TOKEN") \
    --header "Accept: application/vnd.github+json" --header "X-GitHub-Api-Version: 2022-11-28" \
    "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/$path"
}

# pages PATH [FILTER]: all pages of a list as one array; the filter finds the list in an answer.
pages() {
  local path=$1 filter=${2:-.} page=1 part all='[]'
  [[ $path == *\?* ]] && path+='&' || path+='?'
  while true; do
    part=$(api GET "${path}per_page=100&page=$page" | jq -c "$filter")
    all=$(printf '%s\n%s\n' "$all" "$part" | jq -cs 'add')
    [[ $(jq length <<<"$part") -lt 100 ]] && break
    page=$((page + 1))
  done
  printf '%s\n' "$all"
}

# may_write LOGIN: whether somebody may push to the repository. Who is not a collaborator gets an error, which is a no.
may_write() {
  local permission
  permission=$(api GET "collaborators/$1/permission" 2>/dev/null | jq -r .permission) || return 1
  [[ $permission == admin || $permission == write ]]
}

# sign TEXT: by the key that only the workflows of the default branch get.
sign() {
  # An empty key would be everybody's.
  [[ -n ${MAILZONE_REVIEW_KEY:-} ]] || { say "the secret MAILZONE_REVIEW_KEY is not set in the environment mailzone-review: docs/pipelines-github.md says how"; return 2; }
  printf '%s' "$1" | node -e '
    const text = require("node:fs").readFileSync(0);
    process.stdout.write(require("node:crypto").createHmac("sha256", process.env.MAILZONE_REVIEW_KEY).update(text).digest("hex"));
  '
}

# What is signed: nobody can move digests to another pull request, or another commit of it.
signed_text() {
  printf '%s\n%s\n%s\n%s' "$GITHUB_REPOSITORY" "$1" "$2" "$3"
}

say() {
  printf '%s\n' "$*" >&2
}
