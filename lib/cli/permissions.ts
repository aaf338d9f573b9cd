// mailzone permissions: the least that a plan and an apply of this domains.yaml may do in AWS and Cloudflare.
import { type Command, InvalidArgumentError, Option } from "commander";
import { renderMarkdown } from "../permissions/markdown";
import { permissions as permissionsOf } from "../permissions/permissions";
import { renderTerraform } from "../permissions/terraform";
import { type CommonOptions, type FormatOptions, formatOf, soundConfig, withConfig, withFormat } from "./options";
import { EXIT, type Shell } from "./shell";

interface PermissionsOptions extends CommonOptions, FormatOptions<"markdown" | "json" | "terraform"> {
  readonly repository?: string;
  readonly account?: string;
}

export function addPermissions(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("permissions")
    .description("the least that plan and apply need: IAM policies, and Cloudflare token scopes")
    .addOption(
      new Option("--repository <owner/name>", "with trust policies for this repository on GitHub").argParser(
        matching(/^[A-Za-z0-9-]+(?:@\d+)?\/[A-Za-z0-9._-]+(?:@\d+)?$/, "write OWNER/NAME."),
      ),
    )
    .addOption(
      new Option("--account <id>", "the AWS account of the environment's credentials").argParser(
        matching(/^\d{12}$/, "write twelve digits."),
      ),
    );
  withFormat(withConfig(command), ["markdown", "json", "terraform"]);
  command.action((options: PermissionsOptions) => exit(permissions(shell, options)));
}

function permissions(shell: Shell, options: PermissionsOptions): number {
  const { domains, backend } = soundConfig(shell, options);
  const { repository, account } = options;
  const result = permissionsOf({
    domains,
    ...(backend !== undefined && { backend }),
    ...(repository !== undefined && { repository }),
    ...(account !== undefined && { account }),
  });
  const format = formatOf(options);
  if (format === "json") shell.print(JSON.stringify(result, null, 2));
  else shell.print(format === "terraform" ? renderTerraform(result) : renderMarkdown(result));
  return EXIT.yes;
}

function matching(pattern: RegExp, advice: string): (text: string) => string {
  return (text) => {
    if (!pattern.test(text)) throw new InvalidArgumentError(advice);
    return text;
  };
}
