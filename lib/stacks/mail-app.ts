// The CDKTF app: the domains of the configuration dealt to their stacks.
import { App } from "cdktf";
import type { Domain } from "../dns/domain";
import type { StateProps } from "./backend";
import { withFastSynth } from "./fast-synth";
import type { StackImport } from "./imports";
import { MailStack } from "./mail-stack";

/** The properties of a MailApp. */
export interface MailAppProps extends Omit<StateProps, "outFolder"> {
  /** As validDomains() gives them, of any number of stacks. */
  readonly domains: readonly Domain[];
  /** What exists already and is to be taken over, of all domains. @default - nothing */
  readonly imports?: readonly StackImport[];
  /**
   * Synthesises thousands of records quickly. While stacks are made and synthesised, CDKTF resolves no value that has no token
   * in it and errors of CDKTF have no stack trace; and no stack may refer to another one.
   * @default false
   */
  readonly quick?: boolean;
}

/** A CDKTF app that deals domains to stacks by their `stack`, one MailStack for each. */
export class MailApp extends App {
  readonly #quick: boolean;

  constructor(props: MailAppProps) {
    super();

    const { domains, stateFolder, imports, backend, quick = false } = props;
    this.#quick = quick;
    const stacks = new Map<string, Domain[]>(domains.map(({ stack }) => [stack, []]));
    for (const domain of domains) stacks.get(domain.stack)?.push(domain);
    for (const [name, domains] of [...stacks].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const own = { domains, imports, stateFolder, backend, outFolder: this.outdir };
      if (quick) withFastSynth(() => new IndependentStack(this, name, own));
      else new MailStack(this, name, own);
    }
  }

  override synth(): void {
    if (this.#quick) withFastSynth(() => super.synth());
    else super.synth();
  }
}

/** domains.yaml cannot refer from one stack to another, and CDKTF prepares for nothing else. */
class IndependentStack extends MailStack {
  override prepareStack(): void {
    this.ensureBackendExists();
  }
}
