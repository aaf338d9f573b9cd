// What the sandbox throws at people: one line that says what is wrong and what to do.

export class SandboxError extends Error {
  override readonly name = "SandboxError";
}
