// Reviews what plans do to mail. It reads plan JSON, and needs no credentials. Only places in files are read from a configuration.
import path from "node:path";
import { isReadable } from "../config/configuration";
import { formatFinding } from "../dns/finding";
import { type Plan, readPlan } from "../plan/plan";
import type { ReportFiles } from "../report/report";
import { readEvidence } from "../review/evidence";
import { type Acceptance, type Review, review } from "../review/review";
import { fromTop } from "./ci/top";
import { type ConfigurationOptions, readConfiguration } from "./configuration";
import type { Context, Place, ProjectData, Reporter } from "./context";
import { sayUnused } from "./guards/acceptance";
import { readNamed } from "./input";
import { preflightsOf, readSavedPlans, type SavedForReview } from "./plan/saved-plans";
import { Refused } from "./refused";

/** Which plans are reviewed, and what is accepted in them. */
export interface ReviewRequest {
  /**
   * Files with what `terraform show -json` prints; `NAME=FILE` names the stack, `-` is stdin. @default - the plans that
   * `mailzone plan` saved
   */
  readonly files?: readonly string[];
  /** Findings that are known and wanted. What meets nothing in the plans is reported. @default - none */
  readonly accept?: readonly Acceptance[];
  /** A file with the JSON of `mailzone reports`, or `-` for stdin. @default - no evidence */
  readonly evidence?: string | undefined;
  /** Who accepts, to be shown. @default - not shown */
  readonly acceptedBy?: string | undefined;
}

/**
 * The review of saved plans, or of plan files. Its digests are what an apply expects.
 * @throws Refused if a file cannot be read, or a saved plan cannot be reviewed; ReviewError for a text that is not a plan;
 * InterruptedError
 */
export async function reviewPlans(
  context: Pick<Context, "cwd" | "interrupts" | "now" | "say" | "stdin"> & ProjectData,
  { files = [], accept = [], acceptedBy, evidence: evidenceFile }: ReviewRequest = {},
): Promise<Review> {
  const saved: readonly SavedForReview[] =
    files.length > 0 ? await readFiles(context, files) : await readSavedPlans(context);
  const plans = saved.map(({ plan }) => plan);
  const evidence = evidenceFile === undefined ? undefined : await evidenceIn(context, evidenceFile);
  const result = review(plans, { accept, preflights: preflightsOf(saved), acceptedBy, evidence });
  sayUnused(context, result);
  return result;
}

async function evidenceIn(context: Pick<Context, "cwd" | "interrupts" | "now" | "stdin">, file: string) {
  const bytes = await readNamed(context, file, "name a file that mailzone reports --format json wrote");
  return readEvidence(bytes.toString(), file === "-" ? "stdin" : file, context.now());
}

/**
 * The files of findings: places in the configuration of the plans, if there is one. There is one for saved plans, and for files if
 * it is named. An error in it is reported; the findings are then about the plans as a whole.
 */
export function reviewPlaces(
  place: Pick<Place, "cwd" | "env"> & Pick<Reporter, "say">,
  { files = [] }: Pick<ReviewRequest, "files">,
  options: ConfigurationOptions,
): ReportFiles {
  const isNamed = options.config !== undefined || (place.env.MAILZONE_CONFIG ?? "") !== "";
  const config = files.length === 0 || isNamed ? readConfiguration(place, options) : undefined;
  if (config !== undefined && !isReadable(config))
    for (const finding of config.findings) place.say(formatFinding(finding));
  const plans = new Map(files.map((argument) => planFile(place, argument)).map(({ stack, file }) => [stack, file]));
  return {
    fromTop: (file) => fromTop(place, file),
    find: config?.placeOf,
    fileOf: ({ stack = "" }) => {
      const file = plans.get(stack) ?? config?.files[0];
      return file === "-" ? undefined : file;
    },
  };
}

interface PlanFile {
  readonly stack: string;
  /** `-` is stdin. */
  readonly file: string;
}

/** The stack of a file: from NAME=FILE, else the folder of a plan.json, else the file's name. */
function planFile({ cwd }: Pick<Place, "cwd">, argument: string): PlanFile {
  if (argument === "-") return { stack: "stdin", file: "-" };
  const [, name, rest] = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)=(.+)$/s.exec(argument) ?? [];
  if (name !== undefined && rest !== undefined) return { stack: name, file: rest };
  const file = path.resolve(cwd, argument);
  const base = path.basename(file);
  const stack = base === "plan.json" ? path.basename(path.dirname(file)) : base.replace(/\.json$/, "");
  return { stack, file: argument };
}

async function readFiles(
  context: Pick<Context, "cwd" | "interrupts" | "stdin">,
  named: readonly string[],
): Promise<readonly { readonly plan: Plan }[]> {
  const files = named.map((argument) => planFile(context, argument));
  const names = files.map(({ stack }) => stack);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Refused(`two plans are called "${twice}": name them with NAME=FILE`);
  const plans: { readonly plan: Plan }[] = [];
  for (const { stack, file } of files) {
    const json = await readNamed(context, file, "write it with terraform show -json PLANFILE");
    plans.push({ plan: readPlan(json, stack) });
  }
  return plans;
}
