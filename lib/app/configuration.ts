// The configuration for a command, from the names that were given or from the environment.
import path from "node:path";
import type { Configuration } from "../config/configuration";
import { isThere, type LoadOptions, loadConfiguration, splitConfigNames } from "../config/load";
import { formatFinding } from "../dns/finding";
import { commandLine } from "./command-line";
import type { Place, Reporter } from "./context";
import { projectFolder } from "./project";
import { Refused } from "./refused";

export interface ConfigurationOptions {
  /** Files or folders. @default - the names in MAILZONE_CONFIG, or domains.yaml */
  readonly config?: readonly string[];
}

/**
 * The names of the configuration's files or folders, relative to the working folder, as messages show them.
 * @throws Refused if nobody names one, and both the working folder and the project could be meant
 */
export function configNames(place: From, { config = [] }: ConfigurationOptions = {}): readonly string[] {
  const { cwd, env } = place;
  if (config.length > 0) return config;
  const named = splitConfigNames(env.MAILZONE_CONFIG ?? "");
  if (named.length > 0) return named;
  const usual = path.relative(cwd, path.join(projectFolder(place), USUAL));
  // What the file here has is not all of what the project's state is of: the rest would be destroyed.
  if (usual !== USUAL && isThere(USUAL, cwd))
    throw new Refused(
      `this folder has a ${USUAL}, and its project is "${path.dirname(usual)}": say which is meant, --config ${USUAL} or --config ${usual}`,
    );
  return [usual];
}

/** The configuration that nobody has to name. */
const USUAL = "domains.yaml";

type From = Pick<Place, "cwd" | "root" | "env">;

/** @param what whether imports.yaml is read too and the rules run, which are the defaults */
export function readConfiguration(
  place: From,
  options: ConfigurationOptions = {},
  what: LoadOptions = { imports: true },
): Configuration {
  return loadConfiguration(configNames(place, options), place.cwd, what);
}

/**
 * The configuration, if it has no errors.
 * @throws Refused with a line for each error
 */
export function refuseErrors(place: From, options: ConfigurationOptions = {}, what?: LoadOptions): Configuration {
  const config = readConfiguration(place, options, what);
  const errors = config.findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Refused(errors.map(formatFinding).join("\n"));
  return config;
}

/**
 * The configuration for a comparison with what was applied, if it can be read. What the rules say about the file makes no difference to
 * that, and they take longer than the comparison.
 * @throws Refused with a line for each error
 */
export function readableConfiguration(place: From, options: ConfigurationOptions = {}): Configuration {
  return refuseErrors(place, options, { imports: true, rules: false });
}

/**
 * The configuration, if it has no errors. Of its warnings only their number is reported: check names them.
 * @throws Refused with a line for each error
 */
export function soundConfiguration(
  context: From & Pick<Reporter, "say">,
  options: ConfigurationOptions = {},
): Configuration {
  const config = refuseErrors(context, options);
  const warnings = config.findings.filter(({ severity }) => severity === "warning").length;
  if (warnings > 0) context.say(`${warnings} warning${warnings === 1 ? "" : "s"}: ${commandLine("check", options)}`);
  return config;
}

/** The names of the stacks, sorted in the order in which the app makes them, so that a matrix stays the same when entries move within the file. */
export function allStacks({ domains }: Pick<Configuration, "domains">): readonly string[] {
  return [...new Set(domains.map(({ stack }) => stack))].sort();
}
