// Test addresses: SES verifies each once its owner has opened the link in SES's mail.
import { quotedList } from "../text";
import { type ObservedEntry, type Problem, problem } from "./problem";

export function checkTestAddresses({
  domain,
  config,
  testAddresses = [],
  production = false,
}: ObservedEntry): readonly Problem[] {
  const where = `SES in ${config?.region ?? ""}`;
  return testAddresses.flatMap(({ address, found }) => {
    const subject = `the test address ${quotedList([address])} of "${domain}"`;
    if (found === null)
      return problem("ses-address-absent", domain, [], {
        message: `${where} does not have ${subject}`,
        fix: "run mailzone plan and apply; if it was applied, these credentials lead to another account",
      });
    // Out of the sandbox SES sends to every address, so nobody needs to open the link.
    if (found.verifiedForSending || production) return [];
    return problem("ses-address-unverified", domain, [], {
      message: `${where} has not verified ${subject}: in its sandbox it does not send from or to it`,
      fix: "open the link in the mail that SES sent there; it works for 24 hours, and the SES console sends another one",
    });
  });
}
