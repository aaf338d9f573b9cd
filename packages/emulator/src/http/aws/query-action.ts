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
