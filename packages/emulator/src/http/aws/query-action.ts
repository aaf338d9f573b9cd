// An action of AWS's query protocol.
import type { CallOperation } from "../../world/fault";
import type { World } from "../../world/world";
import type { Limits } from "../aws-model/limits";
import type { Json } from "../aws-model/schema";
import type { Caller } from "./caller";
import type { Xml } from "./xml";

export interface Action {
  readonly namespace: string;
  /** The installed SDK that has the action's model. */
  readonly sdk: "iam" | "ses" | "sns" | "sts";
  /** Those of the service's members. */
  readonly limits: Limits;
  readonly type: string;
  readonly operation: CallOperation;
  /** The form field that names the subject of the call. */
  readonly subjectField: string;
  answer(world: World, caller: Caller, input: Json): Xml;
}

export interface Call {
  readonly world: World;
  readonly caller: Caller;
  /** The form's fields as the model types them, and only those that it knows. */
  readonly input: Json;
}

/**
 * Makes the actions of one service.
 *
 * @returns a function of `about`, which is the operation, the type for faults, and the field that names the subject, and of the
 *   answer, which is undefined where it is empty
 */
export function actionsOf(
  service: Pick<Action, "namespace" | "sdk" | "limits">,
): (about: string, answer: (call: Call) => unknown) => Action {
  return (about, answer) => {
    const [operation, type, subjectField] = about.split(" ") as [CallOperation, string, string];
    return {
      ...service,
      type,
      operation,
      subjectField,
      answer: (world, caller, input) => (answer({ world, caller, input }) ?? {}) as Xml,
    };
  };
}
