// Why a server gave no answer.
import type { DnsServer, Failure } from "../answer";
import { formatServer } from "../servers";

export function failureOf(kind: Failure["kind"], text: string, extendedErrors: readonly number[] = []): Failure {
  return { kind, text, extendedErrors };
}

/** The failure of a query that was open when the run was ended. */
export function stoppedFailure(server: DnsServer): Failure {
  return failureOf("timeout", `${formatServer(server)} was not heard: the run was stopped`);
}
