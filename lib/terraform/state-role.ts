// The role by which Terraform reaches the state, where a plan and an apply have one each. The configuration names the plan's; for
// an apply init is told another, which `.terraform` and every plan that is saved then hold: a plan saved with the one cannot be
// applied with the other.
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { isObject } from "../plan/values";
import { refuseLinks } from "./links";
import type { SynthesizedStack } from "./synth";

export interface StateRole {
  readonly arn: string;
  /** What the role's owner asks to be told. @default - nothing */
  readonly externalId?: string;
}

const FILE = "state-role.tfbackend";

/**
 * Arguments of `terraform init` that make it the backend's role. A backend that differs in more than its role is Terraform's error,
 * as ever: with `-reconfigure` it would be taken without a word, and an empty state for the one that is elsewhere.
 * @param dataFolder absolute path of `.terraform`
 */
export async function stateRoleArgs(
  stack: SynthesizedStack,
  { arn, externalId }: StateRole,
  dataFolder: string,
): Promise<readonly string[]> {
  const file = path.join(stack.folder, FILE);
  refuseLinks(stack.folder, file);
  const role = { role_arn: arn, ...(externalId !== undefined && { external_id: externalId }) };
  const lines = Object.entries(role).map(([name, text]) => `  ${name} = ${JSON.stringify(text)}\n`);
  await writeFile(file, `assume_role = {\n${lines.join("")}}\n`, { mode: 0o600 });
  const before = backendIn(path.join(dataFolder, "terraform.tfstate"), "backend");
  const wanted = backendIn(stack.json, "terraform");
  const isSame = before !== undefined && canonical(before) === canonical(wanted);
  return [`-backend-config=${file}`, ...(isSame ? ["-reconfigure"] : [])];
}

/** Whether an init has left this role in the folder. */
export function hasStateRole({ arn }: StateRole, dataFolder: string): boolean {
  const { config } = backendIn(path.join(dataFolder, "terraform.tfstate"), "backend") ?? {};
  const role = isObject(config) ? config.assume_role : undefined;
  return isObject(role) && role.role_arn === arn;
}

interface Backend {
  readonly type: unknown;
  readonly config: unknown;
}

/** What `.terraform` holds of the backend, or a stack's JSON. */
function backendIn(file: string, key: "backend" | "terraform"): Backend | undefined {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
  const found = isObject(read) ? read[key] : undefined;
  if (!isObject(found)) return undefined;
  if (key === "backend") return { type: found.type, config: found.config };
  const [[type, config] = []] = isObject(found.backend) ? Object.entries(found.backend) : [];
  return { type, config };
}

/** Without the role, and without what is null because nobody said it. */
function canonical(backend: Backend | undefined): string {
  const said = (value: unknown): unknown =>
    isObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([name, one]) => one !== null && name !== "assume_role")
            .map(([name, one]) => [name, said(one)] as const)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value;
  return JSON.stringify(said(backend));
}
