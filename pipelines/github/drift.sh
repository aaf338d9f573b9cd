#!/usr/bin/env bash
# Is the world still what was applied? One issue says no, is kept up to date, and closed when all is well again.
source "$(dirname "${BASH_SOURCE[0]}")/api.sh"

report=$(mktemp)
state=clean
code=0
npx --no-install mailzone plan --fail-on-changes || code=$?
if [[ $code == 1 ]]; then
  state=changed
  printf 'The plan of the default branch is not empty: something was changed outside, or never applied.\n\n' >>"$report"
  npx --no-install mailzone review --format markdown >>"$report"
elif [[ $code != 0 ]]; then
  state=failed
  printf 'The plan of the default branch failed: the run says why.\n' >>"$report"
fi

if ! npx --no-install mailzone verify >verify.txt; then
  [[ $state != clean ]] || state=unverified
  # Four spaces make a block of it, whatever is in it.
  { printf '\nNot all of it is live:\n\n'; sed 's/^/    /' verify.txt; } >>"$report"
fi
rm -f verify.txt
[[ -s $report ]] || printf 'No drift: the plan is empty.\n' >>"$report"
cat "$report" >>"$GITHUB_STEP_SUMMARY"

issue=$(pages "issues?labels=mailzone-drift&state=open" |
  jq -r 'map(select(.user.login == "github-actions[bot]" and (has("pull_request") | not))) | .[0].number // empty')
title="mailzone: drift"
if [[ $state == clean ]]; then
  if [[ -n $issue ]]; then
    jq -n --arg url "$RUN_URL" '{body: "Clean again: \($url)"}' | api POST "issues/$issue/comments" >/dev/null
    jq -n '{state: "closed", state_reason: "completed"}' | api PATCH "issues/$issue" >/dev/null
  fi
  exit 0
fi
printf '\n[run](%s)\n' "$RUN_URL" >>"$report"
content=$(jq -Rs --arg title "$title" '{title: $title, body: .[0:65000], labels: ["mailzone-drift"]}' "$report")
if [[ -n $issue ]]; then
  api PATCH "issues/$issue" <<<"$content" >/dev/null
else
  api POST issues <<<"$content" >/dev/null
fi
say "drift: $state"
exit 1
