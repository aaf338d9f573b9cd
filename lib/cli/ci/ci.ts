// mailzone ci: the commands for the workflows of pipelines/. So a repository copies no scripts, and `npm update` brings new
// versions. docs/pipelines.md lists what each command needs.
import type { Command } from "commander";
import type { Shell } from "../shell";
import { addCiApply } from "./apply";
import { addCiApplied, addCiApproved } from "./approved";
import { addCiCheck } from "./check";
import { addCiDrift } from "./drift";
import { addCiPlan } from "./plan";
import { addCiPublish } from "./publish";
import { addCiReports } from "./reports";
import { addCiDoctor, addCiSetup } from "./setup";

export function addCi(program: Command, shell: Shell, exit: (code: number) => void): void {
  const ci = program.command("ci").description("the steps of a pipeline, as the workflows of pipelines/ call them");
  for (const add of [
    addCiCheck,
    addCiPlan,
    addCiPublish,
    addCiApproved,
    addCiApply,
    addCiApplied,
    addCiDrift,
    addCiReports,
    addCiSetup,
    addCiDoctor,
  ])
    add(ci, shell, exit);
}
