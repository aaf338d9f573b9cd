// A `terraform` that stands still where a test wants it, so that a run can be killed or disturbed at each of its steps. Its plan
// file is the plan's JSON itself, and what it applies it writes down.
import fs from "node:fs";
import { plan, record, txt } from "../review/plans";
import { type Project, until } from "./project";

const SCRIPT = `#!/bin/sh
echo "$1" >> "$STAND_IN/calls"
if [ -e "$STAND_IN/hold-$1" ]; then
  touch "$STAND_IN/reached-$1"
  while [ -e "$STAND_IN/hold-$1" ]; do sleep 0.05; done
fi
for last; do case "$last" in -out=*) out="\${last#-out=}" ;; esac; done
case "$1" in
version) echo "Terraform v1.11.4" ;;
init) mkdir -p .terraform; echo "{}" > .terraform/terraform.tfstate ;;
plan) cat "$STAND_IN/plan.json" > "$out" ;;
show) cat "$last" ;;
state) cat "$STAND_IN/state.json" ;;
apply)
  cat "$last" >> "$STAND_IN/applied"
  echo '{"@level":"info","@message":"done","type":"change_summary","changes":{"add":0,"change":1,"remove":0,"import":0,"operation":"apply"}}'
  ;;
esac
`;

export type Step = "version" | "init" | "plan" | "show" | "state" | "apply";

export class StandIn {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
    fs.mkdirSync(project.path("stand-in"));
    fs.writeFileSync(project.path("stand-in", "terraform"), SCRIPT, { mode: 0o755 });
    this.write("state.json", '{"lineage":"l","serial":1}');
    this.plans(HARMLESS);
    project.env = {
      TERRAFORM_BINARY_NAME: project.path("stand-in", "terraform"),
      STAND_IN: project.path("stand-in"),
      // Nobody listens there.
      CLOUDFLARE_BASE_URL: "http://127.0.0.1:9/client/v4",
    };
  }

  write(name: string, text: string): void {
    fs.writeFileSync(this.#project.path("stand-in", name), text);
  }

  /** What the next plan will be. */
  plans(json: string): void {
    this.write("plan.json", json);
  }

  /** From now on it stands still in this step. */
  hold(step: Step): void {
    fs.rmSync(this.#project.path("stand-in", `reached-${step}`), { force: true });
    this.write(`hold-${step}`, "");
  }

  reached(step: Step): Promise<void> {
    return until(() => fs.existsSync(this.#project.path("stand-in", `reached-${step}`)), `terraform ${step}`);
  }

  release(step: Step): void {
    fs.rmSync(this.#project.path("stand-in", `hold-${step}`), { force: true });
  }

  calls(step: Step): number {
    const calls = this.#project.path("stand-in", "calls");
    if (!fs.existsSync(calls)) return 0;
    return fs
      .readFileSync(calls, "utf8")
      .split("\n")
      .filter((line) => line === step).length;
  }

  /** All plan files that were applied, one after the other. */
  applied(): string {
    const file = this.#project.path("stand-in", "applied");
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  }
}

const dmarc = txt("_dmarc.example.com", "v=DMARC1; p=none;");

/** A record's time to live changes. */
export const HARMLESS = plan([record("dmarc", dmarc, { ...dmarc, ttl: 300 })], { applyable: true, complete: true });

/** DMARC goes. */
export const DANGEROUS = plan([record("dmarc", dmarc, null)], { applyable: true, complete: true });
