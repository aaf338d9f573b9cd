// The files that take longest begin first, so that none of them runs alone at the end while the other core has nothing to do. Every
// run has the same order; what is not named here comes after, by its path.
const { default: Sequencer } = require("@jest/test-sequencer");

const LONGEST = [
  "long/day-one-to-thirty",
  "long/pipelines-github",
  "long/package",
  "long/examples",
  "long/verify",
  "long/adopt-worlds",
  "long/plan-faults",
  "long/day-one-elsewhere",
  "long/adopt-from-terraform",
  "long/library",
  "long/all-cases",
  "e2e/article",
  "cli/ci/check",
  "verify/causes",
  "verify/independent",
  "e2e/",
];

/** @param file the path of a test file, with slashes */
const place = (file) => {
  const found = LONGEST.findIndex((name) => file.includes(name.endsWith("/") ? `/${name}` : `${name}.test.ts`));
  return found < 0 ? LONGEST.length : found;
};

module.exports = class extends Sequencer {
  sort(tests) {
    const order = ({ path: a }, { path: b }) => place(a) - place(b) || (a < b ? -1 : 1);
    return [...tests].sort(order);
  }
};
module.exports.LONGEST = LONGEST;
