// The terraform or tofu that tests run: what TERRAFORM_BINARY_NAME names, else terraform.
import { locateProgram } from "../../lib/terraform/binary";

export const TERRAFORM = process.env.TERRAFORM_BINARY_NAME || "terraform";

/** For the environments of commands that are made of a few variables. */
export const TERRAFORM_ENV: Readonly<Record<string, string>> = process.env.TERRAFORM_BINARY_NAME
  ? { TERRAFORM_BINARY_NAME: process.env.TERRAFORM_BINARY_NAME }
  : {};

/** Where it is, absolute. */
export function terraformFile(): string {
  const file = locateProgram(TERRAFORM, { env: process.env, cwd: process.cwd() });
  if (file === undefined) throw new Error(`"${TERRAFORM}" was not found: the end-to-end tests run the real one`);
  return file;
}
