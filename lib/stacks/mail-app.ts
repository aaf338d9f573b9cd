// The CDKTF app: the domains of the configuration dealt to their stacks.
import { App } from "cdktf";
import type { BackendBlock } from "../config/backend";
import type { Domain } from "../dns/domain";
import type { StackImport } from "./imports";
import { MailStack } from "./mail-stack";
import { quickly } from "./quick";

export interface MailAppProps {
  readonly domains: readonly Domain[];
  /** What exists already and is to be taken over, of all domains. @default - nothing */
  readonly imports?: readonly StackImport[];
  /** The folder that holds local state files. */
  readonly stateFolder: string;
  /** The backend block of a stack. @default - local state files */
  readonly backend?: (stack: string) => BackendBlock | undefined;
}

export class MailApp extends App {
  constructor(props: MailAppProps) {
    super();

    const { stateFolder, imports = [], backend = () => undefined } = props;
    const stacks = new Map<string, Domain[]>(props.domains.map(({ stack }) => [stack, []]));
    for (const domain of props.domains) stacks.get(domain.stack)?.push(domain);
    for (const [name, domains] of [...stacks].sort(([a], [b]) => (a < b ? -1 : 1))) {
      quickly(
        () => new IndependentStack(this, name, { domains, imports, stateFolder, backend, outFolder: this.outdir }),
      );
    }
  }

  override synth(): void {
    quickly(() => super.synth());
  }
}

/** domains.yaml cannot refer from one stack to another, and CDKTF prepares for nothing else. */
class IndependentStack extends MailStack {
  override prepareStack(): void {}
}
