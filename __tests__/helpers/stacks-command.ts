// mailzone stacks --changed in a checkout, each stack with one domain.
import { addStacks } from "../../lib/cli/stacks";
import type { Checkout } from "./checkout";

/** @param entries by stack, what its entry has besides */
export const stacksYaml = (entries: Readonly<Record<string, string>>): string =>
  [
    "zones: {example.com: 0123456789abcdef0123456789abcdef}",
    "domains:",
    ...Object.entries(entries).map(
      ([stack, more]) => `  - {domain: ${stack}.example.com, stack: ${stack}, aws: {region: us-east-1}${more}}`,
    ),
    "",
  ].join("\n");

export const runStacks = (checkout: Checkout, ...args: string[]) => checkout.run(addStacks, ["stacks", ...args]);

/** The exit code, and the stacks that differ or what is said instead. */
export async function changedStacks(checkout: Checkout, base: string): Promise<[number, unknown]> {
  const { code, out, err } = await runStacks(checkout, "--changed", "--base", base, "--json");
  return [code, code === 0 ? JSON.parse(out) : err.trim()];
}
