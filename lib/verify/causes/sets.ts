// The configuration set of a domain: mail that names a set that does not send is refused, and events that are not published reach nobody.
import { type ConfigurationSet, EVENT_TYPES, type EventDestination } from "../../dns/configuration-set";
import type { ConfigurationSetState, EventDestinationState } from "../../ses/set";
import { seenTarget, settingPairs, wantedTarget } from "../../ses/set-differences";
import { quotedList } from "../text";
import { type ObservedEntry, type Problem, problem } from "./problem";

export function checkSet({ domain, identity, set, config }: ObservedEntry): readonly Problem[] {
  const name = config?.configurationSet;
  if (config === undefined || name === undefined || set === undefined) return [];
  const { region, madeSet } = config;
  if (set === null)
    return [
      problem("ses-set-absent", domain, [], {
        message: `SES has no configuration set "${name}" in ${region}, which "${domain}" names: it refuses the domain's mail`,
        fix: madeSet
          ? "run mailzone plan and apply"
          : "make the set, or take configurationSet out of domains.yaml and apply",
      }),
    ];
  const problems: Problem[] = [];
  // Which set an identity of somebody else uses is its owner's choice; senders can name this one.
  if (identity && identity.configurationSet !== name && config.identity !== "existing")
    problems.push(
      problem("ses-set-other", domain, [], {
        message: `SES uses ${identity.configurationSet === null ? "no configuration set" : `the configuration set ${quotedList([identity.configurationSet])}`} for "${domain}", not "${name}"`,
        fix: "run mailzone plan and apply",
      }),
    );
  if (!set.sendingEnabled) {
    const isWanted = madeSet?.sending === false;
    problems.push(
      problem("ses-set-sending-off", domain, [], {
        ...(isWanted && { severity: "warning" as const }),
        message: `the configuration set "${name}" does not send: SES refuses mail from "${domain}"`,
        fix: isWanted
          ? "take sending: false out of domains.yaml and apply, if mail is to go out"
          : "turn its sending on in the SES console, or run mailzone plan and apply",
      }),
    );
  }
  const others = madeSet === undefined ? [] : otherSettings(madeSet, set);
  if (others.length > 0)
    problems.push(
      problem("ses-set-different", domain, [], {
        message: `the configuration set "${name}" in ${region} has other settings than domains.yaml: ${others.join("; ")}`,
        fix: "run mailzone plan and apply, or write what SES has into domains.yaml if that is meant",
      }),
    );
  for (const wanted of madeSet?.events ?? []) {
    const missing = missingEvents(wanted, set.destinations, region);
    if (missing === undefined) continue;
    problems.push(
      problem("ses-events-off", domain, [], {
        message: `events "${wanted.name}" of the configuration set "${name}" ${missing}`,
        fix: "run mailzone plan and apply",
      }),
    );
  }
  return problems;
}

/** `tls is "require", not "optional"`. A set that does not send is a problem of its own, and what SES does not tell is none. */
function otherSettings(wanted: ConfigurationSet, seen: ConfigurationSetState): string[] {
  const ignored = [
    ...(seen.sendingEnabled ? [] : ["sending"]),
    ...(seen.tlsPolicy === undefined ? ["tls"] : []),
    ...(seen.reputationMetrics === undefined ? ["reputationMetrics"] : []),
  ];
  return settingPairs(wanted, seen).flatMap(([setting, is, due]) =>
    is === due || ignored.includes(setting) ? [] : [`${setting} is ${valueText(is)}, not ${valueText(due)}`],
  );
}

function valueText(value: string): string {
  return value === "" ? "not set" : quotedList([value]);
}

/** What is wrong with a destination in SES; undefined if it publishes all that it should. */
function missingEvents(
  wanted: EventDestination,
  seen: readonly EventDestinationState[],
  region: string,
): string | undefined {
  const { name, types, enabled } = wanted;
  if (!enabled) return undefined;
  const found = seen.find((one) => one.name === name);
  if (found === undefined) return "are not in SES";
  if (!found.enabled) return "are switched off in SES";
  const missing = types.filter((type) => !found.types.includes(EVENT_TYPES[type]));
  if (missing.length > 0) return `do not publish ${missing.join(", ")}`;
  const target = seenTarget(found.target);
  // SES does not return its own account id here, so the one in the ARN is used.
  const account = /:(\d{12}):/.exec(target)?.[1] ?? "";
  const due = wantedTarget(wanted, region, account);
  return target === due ? undefined : `go to ${quotedList([target])}, not to ${quotedList([due])}`;
}
