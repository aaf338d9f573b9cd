// The CDKTF app, run by bin/synth.js: reads domains.yaml, refuses it if it has errors, and synthesises the stacks.
import path from "node:path";
import { backendBlock, stateFolder } from "./lib/config/backend";
import { validDomains } from "./lib/config/configuration";
import { loadConfiguration, splitConfigNames } from "./lib/config/load";
import { systemFault } from "./lib/config/system-fault";
import { escapeInvisibleInLines } from "./lib/dns/text/escape";
import { MailApp } from "./lib/stacks/mail-app";
import { UserError } from "./lib/user-error";

try {
  const { MAILZONE_CONFIG = "domains.yaml", MAILZONE_IMPORTS, MAILZONE_SANDBOX: emulator } = process.env;
  const imports = MAILZONE_IMPORTS !== "no";
  const config = loadConfiguration(splitConfigNames(MAILZONE_CONFIG), process.cwd(), { imports });
  const domains = validDomains(config);
  new MailApp({
    domains,
    imports: config.imports,
    providers: config.providers,
    fastSynth: true,
    stateFolder: emulator ?? path.resolve(stateFolder(config.backend)),
    backend: (stack) => (emulator === undefined ? backendBlock(config.backend, stack) : undefined),
  }).synth();
} catch (error) {
  const fault = error instanceof UserError ? error.message : systemFault(error);
  if (fault === undefined) throw error;
  console.error(escapeInvisibleInLines(fault));
  process.exitCode = 2;
}
