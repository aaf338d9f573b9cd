// The process `mailzone`: reads its arguments and sets its exit code.
import { run } from "./program";
import { processShell } from "./shell";

// On Node 20 every run of AWS's SDK warns about versions of next year. Our version is pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const shell = processShell();

run(process.argv.slice(2), shell).then((code) => {
  process.exitCode = shell.codeOf(code);
});
