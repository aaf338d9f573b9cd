#!/usr/bin/env bash
# plan.sh STACK…: plans, and leaves the review in review/, all that may leave the job. Plan files hold values in clear.
# Exit 1 where the review has a danger that nobody accepted, 2 where a plan failed.
source "$(dirname "${BASH_SOURCE[0]}")/api.sh"

mkdir -p review
accept=()
if [[ -n ${PULL_NUMBER:-} ]]; then
  counted=$("$(dirname "${BASH_SOURCE[0]}")/accepted.sh" "$PULL_NUMBER")
  while IFS= read -r rule; do accept+=(--accept "$rule"); done < <(jq -r '.[].accept' <<<"$counted")
  [[ ${#accept[@]} -gt 0 ]] && accept+=(--accepted-by "$(jq -r 'map(.by) | unique | join(", ")' <<<"$counted")")
fi

planned=0
npx --no-install mailzone plan "$@" || planned=$?

reviewed=0
if ! npx --no-install mailzone review --format json ${accept[@]+"${accept[@]}"} >review/review.json; then
  # A label that names no rule must not cost the review.
  accept=()
  npx --no-install mailzone review --format json >review/review.json || reviewed=$?
fi
if [[ $reviewed == 0 ]]; then
  npx --no-install mailzone review --format markdown --fail-on danger ${accept[@]+"${accept[@]}"} >review/review.md || reviewed=$?
else
  # Terraform came to no plan at all, so that there is nothing to review: that is said as well.
  printf '%s\n' "$@" | jq -R . | jq -s '{
    format: 1, verdict: "danger", counts: {danger: 1, caution: 0, safe: 0, accepted: 0}, acceptedBy: null,
    stacks: map({stack: ., digest: null, status: "failed", changes: 0}), effects: [], domains: []
  }' >review/review.json
  printf '## mailzone review: the plan failed\n\nNothing is known of: `%s`. The log of the job says why.\n' "$*" >review/review.md
fi
cat review/review.md >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
if [[ $planned != 0 ]]; then exit 2; fi
exit "$reviewed"
