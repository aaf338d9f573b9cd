// The variables and labels that the workflows use.
// https://docs.github.com/en/rest/actions/variables, https://docs.github.com/en/rest/issues/labels
import * as z from "zod";
import type { Step, StepStatus } from "../step";
import { DRIFT_LABEL, GITHUB_ENVIRONMENTS, type GitHubContext, SOLE_MAINTAINER } from "./context";

const Labels = z.array(z.object({ name: z.string() }));

/** The maximum length of a label's name. */
const MAX_LABEL_LENGTH = 50;

export function variableSteps(context: GitHubContext): Step[] {
  return Object.entries(context.variables).map(([name, value]) => ({
    title: `variable ${name}`,
    how: [`gh variable set ${name} --repo ${context.repository}${value === undefined ? "" : ` --body ${value}`}`],
    check: () => checkVariable(context, name, value),
  }));
}

async function checkVariable(
  { api, path }: GitHubContext,
  name: string,
  value: string | undefined,
): Promise<StepStatus> {
  const found = await api.get(`${path}/actions/variables/${name}`, z.object({ value: z.string() }));
  if (found !== undefined) {
    if (value === undefined || found.value === value) return { state: "done" };
    return { state: "done", note: `it is "${found.value}", and domains.yaml would have "${value}"` };
  }
  if (value === undefined) return { state: "missing", what: "it is not set, and domains.yaml does not tell it" };
  const fix = () => api.send("POST", `${path}/actions/variables`, { name, value });
  return { state: "missing", what: `it is not set: "${value}", says domains.yaml`, fix };
}

/** Only with --sole-maintainer. */
export function soleMaintainerSteps({ api, path, sole, repository }: GitHubContext): Step[] {
  if (sole === undefined) return [];
  const at = `${path}/environments/${GITHUB_ENVIRONMENTS.review.name}/variables`;
  const name = SOLE_MAINTAINER;
  return [
    {
      title: `variable ${name} in "${GITHUB_ENVIRONMENTS.review.name}": ${sole} works alone, and approves by merging`,
      how: [`gh variable set ${name} --repo ${repository} --env ${GITHUB_ENVIRONMENTS.review.name} --body ${sole}`],
      check: async () => {
        const found = await api.get(`${at}/${name}`, z.object({ value: z.string() }));
        if (found?.value === sole) return { state: "done" };
        if (found !== undefined) return { state: "missing", what: `it is "${found.value}": delete it first` };
        return { state: "missing", what: "it is not set", fix: () => api.send("POST", at, { name, value: sole }) };
      },
    },
  ];
}

export function labelStep(context: GitHubContext): Step {
  const { api, path, rules, repository } = context;
  const wanted = [
    { name: DRIFT_LABEL, color: "d93f0b", description: "What is live differs from domains.yaml" },
    ...rules.map((rule) => ({
      name: `accept:${rule}`,
      color: "fbca04",
      description: "Takes this danger of mailzone review as known",
    })),
  ].filter(({ name }) => name.length <= MAX_LABEL_LENGTH);
  return {
    title: `labels: ${DRIFT_LABEL}, and accept:RULE for each danger that can be accepted`,
    how: [`gh label create ${DRIFT_LABEL} --repo ${repository}`, "or: mailzone ci setup"],
    check: async () => {
      const known = (await api.list(`${path}/labels`, Labels)).flat().map(({ name }) => name.toLowerCase());
      const missing = wanted.filter(({ name }) => !known.includes(name.toLowerCase()));
      if (missing.length === 0) return { state: "done" };
      const fix = async () => {
        for (const label of missing) await api.send("POST", `${path}/labels`, label);
      };
      return { state: "missing", what: `${missing.length} of ${wanted.length} are not there`, fix };
    },
  };
}
