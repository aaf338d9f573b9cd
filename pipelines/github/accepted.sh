#!/usr/bin/env bash
# accepted.sh NUMBER: the labels accept:RULE[@DOMAIN] of a pull request that count, as JSON: [{"accept": …, "by": …}].
# A label counts if somebody with write access set it after the last push: it accepts what was seen, not what comes later.
source "$(dirname "${BASH_SOURCE[0]}")/api.sh"

number=$1
pull=$(api GET "pulls/$number")
labels=$(jq -c '[.labels[].name | select(startswith("accept:"))]' <<<"$pull")
if [[ $labels == '[]' ]]; then
  echo '[]'
  exit 0
fi

# The time of the push is GitHub's own. The dates in a commit are whatever its author wrote.
head=$(jq -r .head.sha <<<"$pull")
ref=$(jq -r '.head.ref | @uri' <<<"$pull")
pushed=$(api GET "activity?ref=refs/heads/$ref&direction=desc&per_page=1" |
  jq -r --arg head "$head" '.[0] | select(.after == $head) | .timestamp')
timeline=$(pages "issues/$number/timeline")

counted='[]'
while IFS= read -r label; do
  read -r at by < <(jq -r --arg name "$label" \
    'map(select(.event == "labeled" and .label.name == $name)) | last | "\(.created_at) \(.actor.login)"' <<<"$timeline")
  if [[ -z $pushed || ! $at > $pushed ]]; then
    say "label \"$label\" does not count, it was set before the last push: take it off and set it again"
  elif ! may_write "$by"; then
    say "label \"$label\" does not count, \"$by\" has no write access"
  else
    counted=$(jq -c --arg accept "${label#accept:}" --arg by "$by" '. + [{accept: $accept, by: $by}]' <<<"$counted")
  fi
done < <(jq -r '.[]' <<<"$labels")
printf '%s\n' "$counted"
