// The CDKTF app, run by bin/synth.js: read domains.yaml, refuse what is wrong, synthesise the rest.
import { ConfigurationError, validDomains } from "./lib/config/configuration";
import { loadConfiguration } from "./lib/config/load";
import { MailApp } from "./lib/stacks/mail-app";

try {
  const { MAILZONE_CONFIG = "domains.yaml", MAILZONE_SANDBOX } = process.env;
  const domains = validDomains(loadConfiguration(MAILZONE_CONFIG));
  new MailApp({ domains, stateFolder: MAILZONE_SANDBOX ?? process.cwd() }).synth();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
