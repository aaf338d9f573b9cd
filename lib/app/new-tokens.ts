// SES has made new DKIM tokens, and the zone still has the old ones. Terraform learns the new ones only when it reads the identity again.
import { commandLine } from "./command-line";
import type { ProjectData, Reporter } from "./context";

/** Says what to run now. @param subject with its label, such as `emulated: "example.com" in eu-west-1` */
export function sayNewTokens(
  context: Pick<Reporter, "say"> & Pick<ProjectData, "kind" | "config">,
  subject: string,
): void {
  const [plan, apply] = [commandLine("plan", context), commandLine("apply", context)];
  context.say(`${subject}: SES made new DKIM tokens: run ${plan} and ${apply} now`);
}
