// openssl makes the certificates of tests: Node.js itself cannot.
import { execFileSync } from "node:child_process";

const hasOpenssl = (() => {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** A test that is left out where openssl is not installed. */
export const testWithOpenssl = hasOpenssl ? test : test.skip;
