#!/usr/bin/env bash
# publish.sh FOLDER: the reviews that the plan jobs left there become one comment, kept up to date, and a check run with the
# digests. It runs from the default branch and holds what code of the pull request must not have: the right to write checks,
# and the key that signs them. What it reads was made by that code, and is not believed in anything that matters.
here=$(dirname "${BASH_SOURCE[0]}")
source "$here/api.sh"

number=$PULL_NUMBER
pull=$(api GET "pulls/$number")
if [[ $(jq -r .head.sha <<<"$pull") != "$HEAD_SHA" ]]; then
  say "pull request $number has moved on from $HEAD_SHA: its next run publishes"
  exit 0
fi
# A fork's branch has no push times here, and its pull request was not planned.
if [[ $(jq -r .head.repo.full_name <<<"$pull") != "$GITHUB_REPOSITORY" ]]; then exit 0; fi

mapfile -t files < <(find "$1" -name review.json -size -20M | sort)
facts='{"stacks": [], "open": [], "failed": 0, "clashes": 0}'
if [[ ${#files[@]} -gt 0 ]]; then
  counted=$("$here/accepted.sh" "$number")
  # A danger is accepted if the review says so and a label that counts does.
  facts=$(cat "${files[@]}" | jq -cs --argjson counted "$counted" '
    ($counted | map(.accept)) as $accept
    | [.[] | .effects[], (.domains[] | .domain as $domain | .effects[] | . + {domain: $domain})] as $effects
    | {
        stacks: [.[].stacks[]],
        failed: [.[].stacks[] | select(.status != "complete")] | length,
        clashes: [.[].preflight[]?.clashes[]?] | length,
        open: [$effects[] | select(.risk == "danger")
          | select((.accepted and (.rule as $rule | "\(.rule)@\(.domain)" as $one | $accept | any(. == $rule or . == $one))) | not)]
      }')
fi
names=$(jq -r '.stacks | length as $all | [.[].stack] | unique | length == $all' <<<"$facts")
sound=$(jq -r '.stacks | all((.stack | test("^[A-Za-z0-9_.-]+$")) and ((.digest // "v2-") | test("^v[0-9]+-[0-9a-f]*$")))' <<<"$facts")

conclusion=failure
title="mailzone: see the comment"
if [[ ${#files[@]} == 0 ]]; then title="no plan was made"
elif [[ $(jq .failed <<<"$facts") != 0 ]]; then title="a plan failed"
elif [[ $(jq '.open | length' <<<"$facts") != 0 ]]; then title="dangers that nobody accepted: $(jq '.open | length' <<<"$facts")"
elif [[ $(jq .clashes <<<"$facts") != 0 ]]; then title="records stand in the way in the zones: $(jq .clashes <<<"$facts")"
elif [[ $RUN_CONCLUSION != success ]]; then title="a job failed"
elif [[ $names != true || $sound != true ]]; then title="the reviews contradict each other"
else conclusion=success title="reviewed: nothing changes"
fi

# Only a success is signed: without a signature there is nothing to apply.
digests=""
text="No digests: this review does not let anything be applied."
if [[ $conclusion == success ]]; then
  digests=$(jq -r '[.stacks[] | select(.changes > 0) | "\(.stack)=\(.digest)"] | sort | join("\n")' <<<"$facts")
  if [[ -n $digests ]]; then
    title="reviewed, stacks that change: $(wc -l <<<"$digests" | tr -d ' ')"
    # The apply judges its own plan once more, and has to know what was accepted.
    digests+=$(jq -r 'map("\naccept:\(.accept)") | join("")' <<<"$counted")
  fi
  signature=$(sign "$(signed_text "$number" "$HEAD_SHA" "$digests")")
  text=$(printf '```\n%s\n```\nsignature: %s' "$digests" "$signature")
fi

body=$(mktemp)
{
  printf '<!-- mailzone review -->\n'
  if [[ ${#files[@]} == 0 ]]; then
    printf '## mailzone review: no plan was made\n\nCheck or synth failed before: see the run.\n'
  fi
  # Each review gets its share of the 65,536 characters that a comment may have.
  share=$((64000 / (${#files[@]} + 1)))
  for file in ${files[@]+"${files[@]}"}; do
    jq -Rrs --argjson share "$share" '
      if length <= $share then . else .[0:$share] | .[0:(rindex("\n") // length)] + "\n\n(cut: the run has the whole review)\n" end
    ' "${file%.json}.md"
  done
  printf '\n---\n%s: %s. Commit %s, [run](%s).\n' "$conclusion" "$title" "${HEAD_SHA:0:12}" "$RUN_URL"
} >"$body"
cat "$body" >>"$GITHUB_STEP_SUMMARY"

comment=$(pages "issues/$number/comments" | jq -r \
  'map(select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- mailzone review -->")))) | .[0].id // empty')
if [[ -n $comment ]]; then
  jq -Rs '{body: .}' "$body" | api PATCH "issues/comments/$comment" >/dev/null
else
  jq -Rs '{body: .}' "$body" | api POST "issues/$number/comments" >/dev/null
fi

jq -n --arg head "$HEAD_SHA" --arg conclusion "$conclusion" --arg title "$title" --arg text "$text" --arg url "$RUN_URL" '{
  name: "mailzone review", head_sha: $head, status: "completed", conclusion: $conclusion, details_url: $url,
  output: {title: $title, summary: "What was reviewed is what is applied: the digests below say what that is.", text: $text}
}' | api POST check-runs >/dev/null
say "$conclusion: $title"
