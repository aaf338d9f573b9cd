// A folder per scenario: plan.json by the real terraform in the emulator, review.md beside it. `node bin/run.js
// scripts/review-goldens.ts` makes both again.
import fs from "node:fs";
import path from "node:path";
import { readPlan } from "../../lib/plan/plan";
import { readEvidence } from "../../lib/review/evidence";
import { renderMarkdown } from "../../lib/review/render/markdown";
import { type Review, review } from "../../lib/review/review";
import { RULES } from "../../lib/review/rules/rules";
import { renderReviewRulesPage } from "../../scripts/review-rules-page";
import { EVIDENCE_NOW, SCENARIOS } from "../../scripts/review-scenarios";

const GOLDENS = path.join(__dirname, "goldens");
const names = SCENARIOS.map(({ name }) => name);
const read = (name: string, file: string) => fs.readFileSync(path.join(GOLDENS, name, file), "utf8");
const reviewOf = (name: string): Review => {
  const { evidence } = SCENARIOS.find((scenario) => scenario.name === name) ?? {};
  const options = evidence === undefined ? {} : { evidence: readEvidence(evidence, name, EVIDENCE_NOW) };
  return review([readPlan(read(name, "plan.json"), "mailzone")], options);
};

test("there is a golden per scenario, and no other", () => {
  expect(fs.readdirSync(GOLDENS).sort()).toEqual([...names].sort());
  expect(names.length).toBeGreaterThanOrEqual(25);
});

test.each(names)("%s", (name) => {
  expect(renderMarkdown(reviewOf(name))).toBe(read(name, "review.md"));
});

test("every danger is among them", () => {
  const seen = new Set(names.flatMap((name) => reviewOf(name).effects.map(({ rule }) => rule)));
  const dangers = RULES.filter(({ risk }) => risk === "danger").map(({ id }) => id);
  expect(dangers.filter((id) => !seen.has(id))).toEqual([]);
});

test("they hold no place of the machine they were made on, and no secret", () => {
  for (const name of names) {
    for (const file of ["plan.json", "review.md"])
      expect(read(name, file)).not.toMatch(/\/(?:tmp|home|root|work|Users)\/|not-a-real/);
    expect(read(name, "review.md")).not.toContain("hidden@example.com");
  }
});

test("docs/review-rules.md is up to date: npm run docs writes it", () => {
  expect(fs.readFileSync("docs/review-rules.md", "utf8")).toBe(renderReviewRulesPage());
});
