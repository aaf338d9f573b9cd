// Checks whether a configuration is right, by itself and compared with an earlier one.
import { checkBase } from "../config/base";
import { type Configuration, isReadable } from "../config/configuration";
import { loadConfiguration } from "../config/load";
import type { Finding } from "../dns/finding";
import { type ConfigurationOptions, readConfiguration } from "./configuration";
import type { Place } from "./context";
import { losesState } from "./guards/local-state";

type From = Pick<Place, "cwd" | "env">;

/** Whether a configuration is right. */
export interface ConfigurationCheck {
  readonly config: Configuration;
  /** Of the configuration, of the earlier one if it cannot be read, and of the comparison. */
  readonly findings: readonly Finding[];
  /**
   * no: a rule found an error. unreadable: the configuration or the earlier one cannot be read, so nothing is known about it.
   */
  readonly verdict: "yes" | "no" | "unreadable";
}

export interface CheckRequest extends ConfigurationOptions {
  /** Files of an earlier configuration, to find what is dropped, renamed or moved. @default - nothing is compared */
  readonly base?: readonly string[] | undefined;
}

/** Reads the configuration, and checks it. A file that cannot be read is a finding. */
export function checkFiles(place: From, { base, ...options }: CheckRequest = {}): ConfigurationCheck {
  const before = base && loadConfiguration(base, place.cwd, { imports: false });
  return checkConfiguration(place, readConfiguration(place, options), before);
}

/**
 * Checks a configuration that has been read, and what an earlier one has that it drops, renames or moves.
 * @param base the earlier configuration. @default - nothing is compared
 */
export function checkConfiguration(
  place: Pick<Place, "env">,
  config: Configuration,
  base?: Configuration,
): ConfigurationCheck {
  const unreadable = base === undefined || isReadable(base) ? [] : base.findings;
  const against = base === undefined || unreadable.length > 0 || !isReadable(config) ? [] : checkBase(base, config);
  const findings = [...config.findings, ...unreadable, ...against, ...localState(place, config)];
  if (!isReadable(config) || unreadable.length > 0) return { config, findings, verdict: "unreadable" };
  return { config, findings, verdict: findings.some(({ severity }) => severity === "error") ? "no" : "yes" };
}

/** A pipeline's machine is thrown away, together with a local state. */
function localState(place: Pick<Place, "env">, config: Configuration): Finding[] {
  if (!losesState(place, config)) return [];
  const message = 'state is a local file, and this is CI, which loses it: add "backend" to domains.yaml';
  return [{ source: "check", rule: "local-state", severity: "warning", message }];
}
