// The process `mailzone`: its arguments in, its exit code out.
import { run } from "./program";
import { processShell } from "./shell";

// On Node 20 AWS's SDK warns of next year's versions, on every run; ours is pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const shell = processShell();

run(process.argv.slice(2), shell).then((code) => {
  process.exitCode = shell.codeOf(code);
});
