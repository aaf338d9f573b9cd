// Versions of Terraform's providers other than those that mailzone's bindings were made for.
import * as z from "zod";
import { matching } from "./fields";

const version = (major: number, example: string) =>
  matching(
    new RegExp(`^${major}\\.(0|[1-9]\\d{0,4})\\.(0|[1-9]\\d{0,4})$`),
    `expected a version such as ${example}, of major version ${major}`,
  );

export const providers = z.strictObject({
  aws: version(6, "6.25.0")
    .optional()
    .describe("The version of hashicorp/aws, such as 6.25.0. Default: the one that mailzone was made with."),
  cloudflare: version(5, "5.22.0")
    .optional()
    .describe("The version of cloudflare/cloudflare, such as 5.22.0. Default: the one that mailzone was made with."),
});

export type ProviderVersions = z.infer<typeof providers>;

/**
 * The first and last version that nobody is warned of. Of cloudflare, `npm run test:real` was run with both. Of aws it was run with none
 * yet: the one is that of the binding, whose schema the emulator has. docs/providers.md says when that becomes a range.
 */
export const TESTED_PROVIDERS = {
  aws: ["6.25.0", "6.25.0"],
  cloudflare: ["5.14.0", "5.22.0"],
} as const satisfies Record<keyof ProviderVersions, readonly [first: string, last: string]>;

/** Whether a version is in the range that was tested. */
export function isTested(name: keyof ProviderVersions, given: string): boolean {
  const [first, last] = TESTED_PROVIDERS[name];
  return compareVersions(given, first) >= 0 && compareVersions(given, last) <= 0;
}

/** Negative, 0 or positive, as of numbers. Both are three numbers with dots. */
export function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
