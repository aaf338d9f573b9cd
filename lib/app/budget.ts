// The budget of requests to Cloudflare that a run has.
import { Budget, MAX_BUDGET } from "../cloudflare/budget";
import type { Context } from "./context";
import { Refused } from "./refused";

/** The variable that sets it for every command, such as for jobs that share a token. */
export const BUDGET_VARIABLE = "MAILZONE_BUDGET";

/**
 * The budget of a command.
 * @param requests the most in five minutes, if the command line says it
 * @throws Refused if the variable has no such number
 */
export function budgetOf({ env, clock }: Pick<Context, "env" | "clock">, requests?: number): Budget {
  const text = env[BUDGET_VARIABLE]?.trim() ?? "";
  if (requests !== undefined || text === "") return new Budget({ requests, clock });
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MAX_BUDGET) return new Budget({ requests: number, clock });
  throw new Refused(
    `${BUDGET_VARIABLE} is ${JSON.stringify(text.slice(0, 40))}: write how many requests to Cloudflare may be sent in five minutes, from 1 to ${MAX_BUDGET}`,
  );
}
