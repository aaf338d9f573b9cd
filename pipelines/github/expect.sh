#!/usr/bin/env bash
# Which digests the merged commit may apply: those of the check run on the approved head of its pull request. Writes `expect`,
# empty where the review changes nothing, and `accept` to GITHUB_OUTPUT; exit 2 where there is no review to be found.
source "$(dirname "${BASH_SOURCE[0]}")/api.sh"

refuse() {
  say "nothing is applied: $*"
  exit 2
}

pull=$(pages "commits/$GITHUB_SHA/pulls" | jq -c --arg sha "$GITHUB_SHA" \
  'map(select(.merged_at != null and .merge_commit_sha == $sha)) | .[0] // empty')
[[ -n $pull ]] || refuse "commit $GITHUB_SHA was not merged by a pull request: run this workflow by hand with the digests of a review"
number=$(jq -r .number <<<"$pull")
head=$(jq -r .head.sha <<<"$pull")
author=$(jq -r .user.login <<<"$pull")

# The last word of each reviewer. A comment takes nothing back.
words=$(pages "pulls/$number/reviews" | jq -c 'map(select(.state != "COMMENTED" and .state != "PENDING")) | group_by(.user.login) | map(last)')
if [[ $(jq 'any(.state == "CHANGES_REQUESTED")' <<<"$words") == true ]]; then
  refuse "a reviewer of pull request $number asked for changes"
fi
approved=""
while IFS= read -r login; do
  if [[ $login != "$author" ]] && may_write "$login"; then approved=$login; fi
done < <(jq -r --arg head "$head" '.[] | select(.state == "APPROVED" and .commit_id == $head) | .user.login' <<<"$words")
[[ -n $approved ]] || refuse "nobody with write access approved the head $head of pull request $number"

# Any workflow of a branch can write a check run of this name. Only the default branch's can sign one.
runs=$(pages "commits/$head/check-runs?check_name=mailzone%20review&filter=all" .check_runs | jq -c 'sort_by(.id) | reverse')
while IFS= read -r text; do
  digests=$(jq -r 'split("```\n") | .[1] | rtrimstr("\n")' <<<"$text")
  signature=$(jq -r 'split("signature: ") | .[1]' <<<"$text")
  if [[ $signature == "$(sign "$(signed_text "$number" "$head" "$digests")")" ]]; then
    expect=$(sed '/^accept:/d' <<<"$digests")
    accept=$(sed -n 's/^accept://p' <<<"$digests")
    printf 'expect<<END_OF_LIST\n%s\nEND_OF_LIST\naccept<<END_OF_LIST\n%s\nEND_OF_LIST\n' "$expect" "$accept" >>"$GITHUB_OUTPUT"
    say "pull request $number, approved by $approved: ${digests:-nothing changes}"
    exit 0
  fi
done < <(jq -c '.[] | .output.text // "" | select(test("^```\n[^`]*```\nsignature: [0-9a-f]{64}$"))' <<<"$runs")
refuse "the head $head of pull request $number has no check run \"mailzone review\" with digests: run its workflow again"
