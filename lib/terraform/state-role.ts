// The role with which Terraform accesses the state, if plan and apply have separate ones. The configuration names the plan's role. For an
// apply, init gets another one, which is then stored in `.terraform` and in every saved plan: a plan that was saved with one role cannot
// be applied with the other.
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { isObject } from "../plan/values";
import { refuseLinks } from "./links";
import type { SynthesizedStack } from "./synth";

export interface StateRole {
  readonly arn: string;
  /** The external id of the role's trust policy. @default - none */
  readonly externalId?: string;
}

const FILE = "state-role.tfbackend";

/**
 * The arguments of `terraform init` that set the backend's role. If the backend differs in more than its role, Terraform reports an error as
 * usual; with `-reconfigure` it would silently use the new backend with an empty state.
 * @param dataFolder absolute path of `.terraform`
 */
export async function stateRoleArgs(
  stack: SynthesizedStack,
  { arn, externalId }: StateRole,
  dataFolder: string,
): Promise<readonly string[]> {
  const file = path.join(stack.folder, FILE);
  refuseLinks(stack.folder, file);
  const lines = Object.entries({ role_arn: arn, external_id: externalId }).flatMap(([name, text]) =>
    text === undefined ? [] : [`  ${name} = ${JSON.stringify(text)}\n`],
  );
  await writeFile(file, `assume_role = {\n${lines.join("")}}\n`, { mode: 0o600 });
  const before = backendIn(path.join(dataFolder, "terraform.tfstate"), "backend");
  const wanted = backendIn(stack.json, "terraform");
  const isSame = before !== undefined && canonical(before) === canonical(wanted);
  return [`-backend-config=${file}`, ...(isSame ? ["-reconfigure"] : [])];
}

/** Whether the folder was initialised with this role. */
export function hasStateRole({ arn }: StateRole, dataFolder: string): boolean {
  const { config } = backendIn(path.join(dataFolder, "terraform.tfstate"), "backend") ?? {};
  const role = isObject(config) ? config.assume_role : undefined;
  return isObject(role) && role.role_arn === arn;
}

interface Backend {
  readonly type: unknown;
  readonly config: unknown;
}

/** The backend in `.terraform` or in a stack's JSON. */
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

/** The backend as text, without the role and unset values. */
function canonical(backend: Backend | undefined): string {
  const withoutNulls = (value: unknown): unknown =>
    isObject(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([name, one]) => one !== null && name !== "assume_role")
            .map(([name, one]) => [name, withoutNulls(one)] as const)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value;
  return JSON.stringify(withoutNulls(backend));
}
