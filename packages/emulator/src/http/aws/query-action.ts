// An action of AWS's query protocol.
import type { CallOperation } from "../../world/fault";
import type { World } from "../../world/world";
import type { Json } from "../aws-model/schema";
import type { Caller } from "./caller";
import type { Xml } from "./xml";

export interface Action {
  readonly namespace: string;
  /** The installed SDK that has the action's model. @default - there is none: requests are not checked by a model */
  readonly sdk?: "ses" | "sts";
  readonly type: string;
  readonly operation: CallOperation;
  /** The form field that names the subject of the call. */
  readonly subjectField: string;
  answer(world: World, caller: Caller, input: Json): Xml;
}

export interface Call {
  readonly world: World;
  readonly caller: Caller;
  /** The form's fields, with lists as arrays and maps as objects. */
  readonly input: Json;
}

/**
 * Makes the actions of one service, without a model.
 *
 * @returns a function of `about`, which is the operation, the type for faults, and the field that names the subject, and of the
 *   answer, which is undefined where it is empty
 */
export function actionsOf(namespace: string): (about: string, answer: (call: Call) => unknown) => Action {
  return (about, answer) => {
    const [operation, type, subjectField] = about.split(" ") as [CallOperation, string, string];
    return {
      namespace,
      type,
      operation,
      subjectField,
      answer: (world, caller, input) => (answer({ world, caller, input }) ?? {}) as Xml,
    };
  };
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}
