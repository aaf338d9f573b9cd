// Writes the review's goldens: `node bin/run.js scripts/review-goldens.ts [--reviews] [NAME…]`, with --reviews only review.md
// from the plans that are there. Each plan.json is what the real terraform
// says in the emulator, without what the review does not read, its ids and times made the same on every run.
import fs from "node:fs";
import path from "node:path";
import { ARTICLE_YAML } from "../__tests__/helpers/project";
import { readPlan } from "../lib/plan/plan";
import { readEvidence } from "../lib/review/evidence";
import { renderMarkdown } from "../lib/review/render/markdown";
import { review } from "../lib/review/review";
import { Project } from "./review-project";
import { EVIDENCE_NOW, type Json, SCENARIOS, type Scenario } from "./review-scenarios";

const GOLDENS = path.join("__tests__", "review", "goldens");
const OUT = [".mailzone", "sandbox", "out", "stacks", "mailzone"];
const CHDIR = `-chdir=${OUT.join("/")}`;

const names = process.argv.slice(3).filter((name) => name !== "--reviews");
const onlyReviews = process.argv.includes("--reviews");
const wanted = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name));

void (async () => {
  const queue = [...wanted];
  const work = async () => {
    for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
      try {
        await write(scenario);
      } catch (error) {
        process.exitCode = 1;
        console.error(`${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  await Promise.all([work(), work()]);
})();

async function write(scenario: Scenario): Promise<void> {
  const folder = path.join(GOLDENS, scenario.name);
  if (onlyReviews) {
    writeReview(scenario, fs.readFileSync(path.join(folder, "plan.json"), "utf8"));
    return;
  }
  const project = new Project(scenario.from ?? ARTICLE_YAML);
  try {
    const text = trimmed(await plan(project, scenario), scenario);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "plan.json"), text);
    writeReview(scenario, text);
  } finally {
    project.remove();
  }
}

function writeReview({ name, evidence }: Scenario, text: string): void {
  const options = evidence === undefined ? {} : { evidence: readEvidence(evidence, name, EVIDENCE_NOW) };
  const markdown = renderMarkdown(review([readPlan(text, "mailzone")], options));
  fs.writeFileSync(path.join(GOLDENS, name, "review.md"), markdown);
  console.log(`${name}: ${markdown.split("\n")[0]}`);
}

async function plan(
  project: Project,
  { from = ARTICLE_YAML, to, start, meanwhile, tweak, args }: Scenario,
): Promise<string> {
  if (from !== null) await project.apply();
  if (start !== undefined) {
    await project.run("plan", "--emulated");
    change(project, start);
    await project.sound("emulator", "--", "terraform", CHDIR, "apply", "-auto-approve", "-input=false");
  }
  await meanwhile?.(project);
  project.write("domains.yaml", to ?? from ?? ARTICLE_YAML);
  await project.run("plan", "--emulated");
  if (tweak === undefined) return project.read(".mailzone", "sandbox", "plans", "mailzone", "plan.json");
  change(project, (stack) => tweak(stack, project));
  await project.sound(
    "emulator",
    "--",
    "terraform",
    CHDIR,
    "plan",
    "-out=review.tfplan",
    "-input=false",
    ...(args ?? []),
  );
  return (await project.sound("emulator", "--", "terraform", CHDIR, "show", "-json", "review.tfplan")).trim();
}

function change(project: Project, edit: (stack: Json) => void): void {
  const file = path.join(...OUT, "cdk.tf.json");
  const stack = JSON.parse(project.read(file));
  edit(stack);
  project.write(file, JSON.stringify(stack));
}

/** What the review reads, and nothing that says where or when it was made. */
function trimmed(text: string, { patch }: Scenario): string {
  const plan = JSON.parse(text) as Json;
  const { format_version, terraform_version, resource_changes, resource_drift, deferred_changes, output_changes } =
    plan;
  const { applyable, complete, errored, configuration, checks } = plan;
  const kept: Json = { format_version, terraform_version, resource_changes, resource_drift, deferred_changes };
  for (const { change, address } of resource_changes ?? []) {
    if (change.actions[0] !== "no-op" || change.importing !== undefined || !address.startsWith("cloudflare")) continue;
    // Of what stays only what it publishes is of use.
    for (const side of ["before", "after"]) change[side] = published(change[side]);
    for (const mask of ["after_unknown", "before_sensitive", "after_sensitive"]) delete change[mask];
  }
  kept.output_changes = Object.fromEntries(
    Object.entries(output_changes ?? {}).map(([name, value]) => [name, { actions: (value as Json).actions }]),
  );
  const resources = (configuration?.root_module?.resources ?? []) as Json[];
  kept.configuration = {
    provider_config: configuration?.provider_config,
    root_module: {
      resources: resources.map(({ address, provider_config_key, provisioners }) => ({
        address,
        provider_config_key,
        provisioners,
      })),
    },
  };
  kept.checks = checks;
  const read = ((plan.prior_state?.values?.root_module?.resources ?? []) as Json[]).filter(
    ({ mode }) => mode === "data",
  );
  if (read.length > 0) kept.prior_state = { values: { root_module: { resources: read } } };
  patch?.(kept);
  return `${normalized(lines({ ...kept, applyable, complete, errored }))}\n`;
}

/** A line per field, and per element of a list: small, and its differences can be read. */
function lines(plan: Json): string {
  const fields = Object.entries(plan).filter(([, value]) => value !== undefined);
  const write = (value: unknown) =>
    Array.isArray(value)
      ? `[\n${value.map((one) => `  ${JSON.stringify(one)}`).join(",\n")}\n]`
      : JSON.stringify(value);
  return `{\n${fields.map(([name, value]) => `${JSON.stringify(name)}: ${write(value)}`).join(",\n")}\n}`;
}

function published({ zone_id, type, name, content, data, priority, ttl, proxied }: Json): Json {
  return { zone_id, type, name, content, data, priority, ttl, proxied };
}

/** Ids and DKIM tokens by the order in which they appear, all times the same. */
function normalized(text: string): string {
  const seen = new Map<string, string>();
  const number = (prefix: string, length: number) => (found: string) => {
    const known = seen.get(found) ?? `${prefix}${String(seen.size + 1).padStart(length - prefix.length, "0")}`;
    seen.set(found, known);
    return known;
  };
  return text
    .replace(/(?<=")(?!0123456789abcdef|f123456789abcdef)[0-9a-f]{32}(?=")/g, number("1d", 32))
    .replace(/(?<=\/)(?!0123456789abcdef)[0-9a-f]{32}(?=")/g, number("1d", 32))
    .replace(/sandbox[a-z0-9]{25}/g, number("sandbox", 32))
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "2026-01-01T00:00:00Z");
}
