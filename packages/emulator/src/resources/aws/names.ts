// The names that the provider makes where a configuration gives none, or only a prefix: the prefix, the time and a counter.
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/create/naming.go
// https://github.com/hashicorp/terraform-plugin-sdk/blob/v2.38.1/helper/id/id.go
import type { ObjectValue } from "../../protocol/value";
import type { Context } from "../resource-type";
import { textOf } from "./region";

const DEFAULT_PREFIX = "terraform-";

/** Fourteen digits of the time and four of a fraction of its second, then the counter. */
const MADE = /^(.+?)\d{18}[0-9a-f]{8}$/;

/** The planned value with the name that a new resource gets. */
export function withName({ world }: Context, planned: ObjectValue): ObjectValue {
  if (textOf(planned.name) !== "") return planned;
  const { number, change } = world.nextNumber();
  world.commit(change);
  const time = new Date(world.now()).toISOString().replaceAll(/[^\d]/g, "");
  const prefix = textOf(planned.name_prefix) || DEFAULT_PREFIX;
  return { ...planned, name: `${prefix}${time}0${number.toString(16).padStart(8, "0")}` };
}

/** What `name_prefix` reads for a name: its prefix if the provider made it, else nothing. */
export function prefixOf(name: string): string {
  return MADE.exec(name)?.[1] ?? "";
}
