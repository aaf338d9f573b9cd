import type { ProjectData } from "../../../lib/app/context";
import { hasNoAccess, sayDiagnostics, sayPlanFaults } from "../../../lib/app/plan/faults";
import type { PlanResult } from "../../../lib/terraform/plan-result";
import { LOCKED } from "../../helpers/fake-terraform";

const failed = (summary: string, detail = ""): PlanResult => ({
  stack: "mailzone",
  status: "failed",
  changed: false,
  outputsChanged: false,
  warnings: [],
  refusals: [],
  counts: { import: 0, add: 0, change: 0, destroy: 0, forget: 0 },
  errors: [{ severity: "error", summary, detail }],
});
const planned: PlanResult = { ...failed("x"), status: "planned", errors: [] };

test.each([
  ["No valid credential sources found", ""],
  ["Failed to query available provider packages", "could not connect to registry.terraform.io"],
  ["unable to list records", "Authentication error (10000)"],
  ["reading state", "dial tcp: lookup state.example.com: no such host"],
])("%s: the real world is out of reach", (summary, detail) => {
  expect(hasNoAccess({ kind: "real" }, [failed(summary, detail)])).toBe(true);
  expect(hasNoAccess({ kind: "sandbox" }, [failed(summary, detail)])).toBe(false);
  expect(hasNoAccess({ kind: "real" }, [failed(summary, detail), planned])).toBe(false);
});

test("other errors, and a missing plan, are not explained", () => {
  expect(hasNoAccess({ kind: "real" }, [failed("Invalid value", "region is none")])).toBe(false);
  expect(hasNoAccess({ kind: "real" }, [])).toBe(false);
});

test("the message about a missing provider says in the emulator where real ones come from", () => {
  const toldIn = (context: Pick<ProjectData, "kind" | "realProviders">) => {
    const said: string[] = [];
    const missing = failed("Failed to resolve provider packages", "no available releases match 5.15.0");
    sayPlanFaults({ ...context, say: (text) => void said.push(text) }, missing, []);
    return said.join("\n").includes("MAILZONE_PROVIDERS=FOLDER");
  };
  expect(toldIn({ kind: "sandbox", realProviders: true })).toBe(true);
  expect(toldIn({ kind: "real" })).toBe(false);
});

test("a lock in the way names the command that removes it, for the same configuration and world", () => {
  const said: string[] = [];
  const context = { kind: "sandbox", config: ["two words.yaml"], say: (text: string) => void said.push(text) } as const;
  sayDiagnostics(context, failed(LOCKED.summary, LOCKED.detail));
  expect(said.at(-1)).toMatch(/or if it is dead, mailzone unlock mailzone --config 'two words\.yaml' --emulated$/);
});
