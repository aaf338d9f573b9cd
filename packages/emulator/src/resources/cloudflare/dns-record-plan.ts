// How cloudflare_dns_record changes its plans so that values filled in by the API do not show as differences:
// https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/dns_record/resource.go#L268
import { Dynamic, isObject, type ObjectValue, sameSet, sameValue, UNKNOWN, type Value } from "../../protocol/value";

/** The provider's own changes to a plan, in the provider's order. */
export function modifyPlan(planned: ObjectValue, prior: ObjectValue | null): ObjectValue {
  const plan: Record<string, Value> = { ...planned };
  if (prior !== null) {
    plan.name = keepName(plan.name!, prior.name!);
    // The provider compares CNAME targets without case, and keeps the state's spelling.
    if (plan.data === null && plan.type === "CNAME" && sameIgnoringCase(plan.content!, prior.content!))
      plan.content = prior.content!;
    plan.data = keepFlags(plan.data!, prior.data!);
    const changed = hasChanges(plan, prior);
    for (const name of ["created_on", "proxiable", "meta"]) if (plan[name] === UNKNOWN) plan[name] = prior[name]!;
    if (plan.modified_on === UNKNOWN && !changed) plan.modified_on = prior.modified_on!;
    if (plan.content === UNKNOWN && plan.data !== null) plan.content = prior.content!;
    if (isEmptySettings(plan.settings!) && !hasSettings(prior.settings!)) plan.settings = prior.settings!;
    else if (plan.settings === UNKNOWN || plan.settings === null) plan.settings = prior.settings!;
    if (plan.tags === UNKNOWN && isEmptySet(prior.tags!)) plan.tags = prior.tags!;
  }
  keepModifiedOn(plan, prior, "comment", plan.comment === null || plan.comment === "");
  keepModifiedOn(plan, prior, "tags", isEmptySet(plan.tags!));
  return plan;
}

/**
 * A relative name means the full name in the state. But any name that is the beginning of the state's name counts as the same, so a
 * rename from `a.b.example.com` to `a.b` plans no change: cloudflare/terraform-provider-cloudflare#6566.
 */
function keepName(planned: Value, prior: Value): Value {
  if (typeof planned !== "string" || typeof prior !== "string") return planned;
  if (planned === "@" && prior !== "@" && prior.includes(".")) return prior;
  return `${prior.replace(/\.$/, "")}`.startsWith(`${planned.replace(/\.$/, "")}.`) ? prior : planned;
}

/** Flags are a number or a string. `0` and `"0"` are equal, and the state's value is kept. */
function keepFlags(planned: Value, prior: Value): Value {
  if (!isObject(planned) || !isObject(prior)) return planned;
  const [wanted, current] = [planned.flags, prior.flags];
  const isSame =
    wanted instanceof Dynamic && current instanceof Dynamic && String(wanted.value) === String(current.value);
  return isSame ? { ...planned, flags: current } : planned;
}

function hasChanges(plan: ObjectValue, prior: ObjectValue): boolean {
  const names = ["name", "type", "ttl", "proxied", "priority", "comment", "data"];
  if (names.some((name) => !sameValue(plan[name]!, prior[name]!))) return true;
  if (plan.data === null && !sameValue(plan.content!, prior.content!)) return true;
  const areTagsEmpty = (plan.tags === UNKNOWN || isEmptySet(plan.tags!)) && isEmptySet(prior.tags!);
  if (!areTagsEmpty && !sameSet(plan.tags!, prior.tags!)) return true;
  if (isEmptySettings(plan.settings!)) return hasSettings(prior.settings!);
  return !isEmptySettings(prior.settings!) && !sameValue(plan.settings!, prior.settings!);
}

/** Without a comment (or tags), the time of its last change is null. If it does not change, neither does the time. */
function keepModifiedOn(
  plan: Record<string, Value>,
  prior: ObjectValue | null,
  name: "comment" | "tags",
  isEmpty: boolean,
): void {
  const time = `${name}_modified_on`;
  if (plan[time] !== UNKNOWN) return;
  if (isEmpty) plan[time] = null;
  else if (prior !== null && sameSet(plan[name]!, prior[name]!)) plan[time] = prior[time]!;
}

function isEmptySet(value: Value): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function isEmptySettings(value: Value): boolean {
  if (!isObject(value)) return true;
  return Object.values(value).every((setting) => setting === null || setting === UNKNOWN);
}

function hasSettings(value: Value): boolean {
  return isObject(value) && Object.values(value).some((setting) => setting === true);
}

function sameIgnoringCase(a: Value, b: Value): boolean {
  return typeof a === "string" && typeof b === "string" && a.toLowerCase() === b.toLowerCase();
}
