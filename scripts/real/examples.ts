// The examples as scenarios: the stacks of each, as mailzone or the example's own app synthesises them.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { PackedProject } from "../../__tests__/helpers/packed-project";
import { DEFAULT_ACCOUNT, type IdentityChange, putEmulatorIdentity } from "../../packages/emulator/commands";
import type { Side } from "./side";
import { again, DESTROY, planAndApply, type Scenario, type Versions, WORLD } from "./steps";
import {
  comparable,
  type SynthesizedJson,
  type SynthesizedStack,
  synthesizeFile,
  synthesizeWith,
  worldIn,
} from "./synthesized";

const EXAMPLES = path.resolve("examples");

/** @param only part of the names of the scenarios that are wanted; empty for all */
export function examples(versions: Versions, only: string): readonly Scenario[] {
  // Synthesising takes seconds. A part of a name that begins with the stack is looked for in all.
  const isWanted = (name: string) => only.includes("(") || `example ${name}`.includes(only);
  return readdirSync(EXAMPLES)
    .filter(isWanted)
    .flatMap((name) => synthesize(name).map((made) => ({ name, ...made })))
    .map(({ name, stack, json }) => ({
      name: `example ${name}${stack === "mailzone" ? "" : ` (${stack})`}`,
      world: { ...WORLD, ...worldIn(json) },
      steps: [
        {
          name: "init",
          async run(side: Side) {
            // What another team has made.
            for (const identity of identitiesIn(json)) await putEmulatorIdentity(side.access, identity);
            side.write(comparable(json, versions));
            await side.init();
          },
        },
        { name: "apply", run: planAndApply },
        again("second plan"),
        again("third plan"),
        DESTROY,
      ],
    }));
}

function synthesize(example: string): SynthesizedStack[] {
  const folder = path.join(EXAMPLES, example);
  return existsSync(path.join(folder, "cdktf.json"))
    ? synthesizeWith((out) => synthesizeApp(example, out))
    : synthesizeFile(path.join(folder, "domains.yaml"));
}

/** A CDKTF app of its own, with mailzone as npm packs it. */
function synthesizeApp(example: string, out: string): void {
  const project = PackedProject.of(example);
  try {
    project.synth(out);
  } finally {
    project.remove();
  }
}

function identitiesIn({ data = {} }: SynthesizedJson): readonly IdentityChange[] {
  return Object.values(data.aws_sesv2_email_identity ?? {}).map(({ email_identity: name, region }) => ({
    account: DEFAULT_ACCOUNT,
    region,
    name,
  }));
}
