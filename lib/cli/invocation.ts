/**
 * How a person calls this program, in a clone and in an installed package. Without `--no-install`, `npx` would download and run
 * any package that somebody has named `mailzone` in the registry.
 */
export const INVOCATION = "npx --no-install mailzone";
