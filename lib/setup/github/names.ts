// Variables that the workflows read, and labels that they know.
// https://docs.github.com/en/rest/actions/variables, https://docs.github.com/en/rest/issues/labels
import * as z from "zod";
import type { Standing, Step } from "../step";
import { DRIFT_LABEL, ENVIRONMENTS, type GitHubContext, SOLE_MAINTAINER } from "./context";

const Labels = z.array(z.object({ name: z.string() }));

/** The most that a label's name has. */
const LONGEST_LABEL = 50;

export function variableSteps(context: GitHubContext): Step[] {
  return Object.entries(context.variables).map(([name, value]) => ({
    title: `variable ${name}`,
    how: [`gh variable set ${name} --repo ${context.repository}${value === undefined ? "" : ` --body ${value}`}`],
    look: () => lookForVariable(context, name, value),
  }));
}

async function lookForVariable(
  { api, path }: GitHubContext,
  name: string,
  value: string | undefined,
): Promise<Standing> {
  const found = await api.get(`${path}/actions/variables/${name}`, z.object({ value: z.string() }));
  if (found !== undefined) {
    if (value === undefined || found.value === value) return { state: "done" };
    return { state: "done", note: `it is "${found.value}", and domains.yaml would have "${value}"` };
  }
  if (value === undefined) return { state: "missing", what: "it is not set, and domains.yaml does not tell it" };
  const mend = () => api.send("POST", `${path}/actions/variables`, { name, value });
  return { state: "missing", what: `it is not set: "${value}", says domains.yaml`, mend };
}

/** Only where somebody says that they work alone. */
export function soleSteps({ api, path, sole, repository }: GitHubContext): Step[] {
  if (sole === undefined) return [];
  const at = `${path}/environments/${ENVIRONMENTS.review.name}/variables`;
  const name = SOLE_MAINTAINER;
  return [
    {
      title: `variable ${name} in "${ENVIRONMENTS.review.name}": ${sole} works alone, and approves by merging`,
      how: [`gh variable set ${name} --repo ${repository} --env ${ENVIRONMENTS.review.name} --body ${sole}`],
      look: async () => {
        const found = await api.get(`${at}/${name}`, z.object({ value: z.string() }));
        if (found?.value === sole) return { state: "done" };
        if (found !== undefined) return { state: "missing", what: `it is "${found.value}": delete it first` };
        return { state: "missing", what: "it is not set", mend: () => api.send("POST", at, { name, value: sole }) };
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
  ].filter(({ name }) => name.length <= LONGEST_LABEL);
  return {
    title: `labels: ${DRIFT_LABEL}, and accept:RULE for each danger that can be accepted`,
    how: [`gh label create ${DRIFT_LABEL} --repo ${repository}`, "or: mailzone ci setup"],
    look: async () => {
      const known = (await api.list(`${path}/labels`, Labels)).flat().map(({ name }) => name.toLowerCase());
      const missing = wanted.filter(({ name }) => !known.includes(name.toLowerCase()));
      if (missing.length === 0) return { state: "done" };
      const mend = async () => {
        for (const label of missing) await api.send("POST", `${path}/labels`, label);
      };
      return { state: "missing", what: `${missing.length} of ${wanted.length} are not there`, mend };
    },
  };
}
