/**
 * How a person calls this program, in a clone and where the package is installed. Without `--no-install`, `npx` would fetch and run
 * whatever package somebody has named `mailzone` in the registry.
 */
export const INVOCATION = "npx --no-install mailzone";
