// The commands that messages suggest, as a person types them in a shell: for the same world and the same configuration.
import { shellWord } from "../terraform/process/shell-word";
import type { ProjectData } from "./context";

/** `mailzone plan`, with the options that the next command needs as well. */
export function commandLine(
  words: string,
  { kind, realProviders, config = [] }: Partial<Pick<ProjectData, "kind" | "realProviders" | "config">>,
): string {
  const providers = realProviders && /^(plan|apply|destroy)\b/.test(words) ? " --providers real" : "";
  const emulated = kind === "sandbox" ? ` --emulated${providers}` : "";
  return `mailzone ${words}${configWords(config)}${emulated}`;
}

/** ` --config prod.yaml`, as it was typed; nothing if it was not. */
function configWords(config: readonly string[]): string {
  return config.map((name) => ` --config ${shellWord(name)}`).join("");
}

export { shellWord };
