// The CDKTF app: makes a stack for each group of domains.
import { App } from "cdktf";
import type { ProviderVersions } from "../config/schema/providers";
import type { Domain } from "../dns/domain";
import type { StateProps } from "./backend";
import { withFastSynth } from "./fast-synth";
import type { StackImport } from "./imports";
import { MailStack } from "./mail-stack";

/** The properties of a MailApp. */
export interface MailAppProps extends Omit<StateProps, "outFolder"> {
  /** As validDomains() returns them, of any number of stacks. */
  readonly domains: readonly Domain[];
  /** Existing resources to import, of all domains. @default - nothing */
  readonly imports?: readonly StackImport[];
  /** Versions of the providers, for all stacks. @default - those of the bindings */
  readonly providers?: ProviderVersions | undefined;
  /**
   * Synthesises thousands of records quickly. While stacks are created and synthesised, CDKTF only resolves values that contain a
   * token, its errors have no stack trace, and a stack cannot refer to another one.
   * @default false
   */
  readonly fastSynth?: boolean;
}

/** A CDKTF app with one MailStack for each `stack` of the domains. */
export class MailApp extends App {
  readonly #fastSynth: boolean;

  constructor(props: MailAppProps) {
    super();

    const { domains, stateFolder, imports, backend, providers, fastSynth = false } = props;
    this.#fastSynth = fastSynth;
    const stacks = new Map<string, Domain[]>(domains.map(({ stack }) => [stack, []]));
    for (const domain of domains) stacks.get(domain.stack)?.push(domain);
    for (const [name, domains] of [...stacks].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const own = { domains, imports, stateFolder, backend, providers, outFolder: this.outdir };
      if (fastSynth) withFastSynth(() => new IndependentStack(this, name, own));
      else new MailStack(this, name, own);
    }
  }

  override synth(): void {
    if (this.#fastSynth) withFastSynth(() => super.synth());
    else super.synth();
  }
}

/** prepareStack() of CDKTF only prepares for references between stacks, which domains.yaml cannot have. */
class IndependentStack extends MailStack {
  override prepareStack(): void {
    this.ensureBackendExists();
  }
}
