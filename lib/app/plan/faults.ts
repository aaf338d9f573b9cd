// What plans and applies reported, and what that means for imports.yaml.
import type { Import } from "../../config/imports";
import { formatFinding } from "../../dns/finding";
import { parseResourceName } from "../../dns/resource-name";
import type { Plan } from "../../plan/plan";
import { changedImports, missingImports, otherImports } from "../../review/imports";
import { formatDiagnostic } from "../../terraform/diagnostics";
import type { PlanResult } from "../../terraform/plan-result";
import { parseStateLock } from "../../terraform/state-lock";
import { commandLine } from "../command-line";
import type { Context, ProjectData, Reporter } from "../context";
import { Refused } from "../refused";
import { lockWords } from "../unlock";

type FaultReporter = Pick<Reporter, "say"> & Pick<ProjectData, "kind" | "config" | "realProviders">;

/** Refuses a plan whose imports found something other than what is wanted, or other than imports.yaml was written for. */
export function inspectImports(imports: readonly Import[]): (plan: Plan) => readonly string[] {
  return ({ changes }) => [...otherImports(changes, imports), ...changedImports(changes, imports)].map(formatFinding);
}

/** What Terraform reported, what that means for imports.yaml, and why a plan is refused that Terraform would apply. */
export function sayPlanFaults(context: FaultReporter, result: PlanResult, imports: readonly Import[]): void {
  sayDiagnostics(context, result);
  for (const finding of missingImports(result.errors, imports)) context.say(formatFinding(finding));
  for (const refusal of result.refusals) context.say(refusal);
  for (const sentence of missingIdentities(result)) context.say(sentence);
  if (context.realProviders && result.errors.some(({ summary }) => NOT_INSTALLED.test(summary))) context.say(MIRROR);
}

/** What it means that the data source of an identity that somebody else owns finds none. */
function missingIdentities({ errors }: Pick<PlanResult, "errors">): string[] {
  return errors.flatMap(({ address, summary }) => {
    const [, name] = /^data\.aws_sesv2_email_identity\.(.+)$/.exec(address ?? "") ?? [];
    const { entry } = parseResourceName(name ?? "") ?? {};
    if (entry === undefined || !/couldn't find resource|NotFoundException/.test(summary)) return [];
    return `"${entry}" has identity: existing, and SES has no such identity in its region: its owner makes it first; or take the setting out, and it is made here`;
  });
}

/** The summary of Terraform, and of OpenTofu, if it does not find a provider, or not in this version. */
const NOT_INSTALLED = /Failed to (?:query available|resolve) provider packages/i;

const MIRROR =
  "real providers come from where Terraform installs them, or from a filesystem mirror: MAILZONE_PROVIDERS=FOLDER (docs/providers.md)";

/** What Terraform and its providers say without credentials, or without a way to the registry, AWS or Cloudflare. */
const NO_ACCESS: readonly RegExp[] = [
  /No valid credential sources/i,
  /failed to refresh cached credentials/i,
  /(?:api_token|api token|CLOUDFLARE_API_TOKEN|Authentication error|Unable to authenticate)/i,
  NOT_INSTALLED,
  /could not connect to registry|no such host|network is unreachable|connection refused|i\/o timeout/i,
];

/** Whether all plans of the real world failed because it cannot be reached from here, or lets nobody in. */
export function hasNoAccess({ kind }: Pick<FaultReporter, "kind">, results: readonly PlanResult[]): boolean {
  const isOutside = ({ status, errors }: PlanResult) =>
    status === "failed" &&
    errors.some(({ summary, detail }) => NO_ACCESS.some((pattern) => pattern.test(`${summary}\n${detail}`)));
  return kind === "real" && results.length > 0 && results.every(isOutside);
}

/** Terraform's own errors and warnings, with the stack's name. */
export function sayDiagnostics(
  context: FaultReporter,
  { stack, errors, warnings }: Pick<PlanResult, "stack" | "errors" | "warnings">,
): void {
  for (const diagnostic of [...warnings, ...errors]) context.say(formatDiagnostic(stack, diagnostic));
  const held = parseStateLock(errors);
  if (held === undefined) return;
  const unlock = commandLine(`unlock ${stack}`, context);
  context.say(
    `stack "${stack}": its state is locked ${lockWords(held)}: wait for that run, by --lock-timeout, or if it is dead, ${unlock}`,
  );
}

/**
 * Reports the problems of the plans.
 * @throws Refused if one failed, except through an interrupt
 */
export function refuseFailedPlans(
  context: FaultReporter & Pick<Context, "interrupts">,
  results: readonly PlanResult[],
  consequence: string,
  imports: readonly Import[] = [],
): void {
  for (const result of results) sayPlanFaults(context, result, imports);
  const failed = results.filter(({ status }) => status !== "planned").map(({ stack }) => `"${stack}"`);
  if (context.interrupts.interrupted || failed.length === 0) return;
  throw new Refused(`${consequence}, the plan of ${failed.join(", ")} failed: fix what it reported`);
}
