// mailzone gateway: runs any command behind the gateway to Cloudflare, such as terraform or cdktf.
import type { Command } from "commander";
import { runBehindGateway } from "../app/run-behind-gateway";
import { type CommonOptions, withBudget } from "./options";
import type { Shell } from "./shell";

export function addGateway(program: Command, shell: Shell, exit: (code: number) => void): void {
  const command = program
    .command("gateway")
    .description("run a command behind a gateway that lists each Cloudflare zone once, within one budget")
    .argument("<command...>", "after --: such as terraform or cdktf, with its arguments");
  withBudget(command);
  command.action(async ([file = "", ...args]: string[], { freshness }: CommonOptions) =>
    exit(await runBehindGateway(shell, { file, args, freshness })),
  );
}
