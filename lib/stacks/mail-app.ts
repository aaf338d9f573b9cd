// The CDKTF app: the domains of the configuration dealt to their stacks.
import { App } from "cdktf";
import type { Domain } from "../dns/domain";
import { MailStack } from "./mail-stack";

export interface MailAppProps {
  readonly domains: readonly Domain[];
  /** The folder that holds the state files. */
  readonly stateFolder: string;
}

export class MailApp extends App {
  constructor(props: MailAppProps) {
    super();

    const stacks = new Map<string, Domain[]>(props.domains.map(({ stack }) => [stack, []]));
    for (const domain of props.domains) stacks.get(domain.stack)?.push(domain);
    for (const [name, domains] of [...stacks].sort(([a], [b]) => (a < b ? -1 : 1))) {
      new MailStack(this, name, { domains, stateFolder: props.stateFolder, outFolder: this.outdir });
    }
  }
}
