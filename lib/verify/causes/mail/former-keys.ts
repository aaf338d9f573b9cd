// DKIM keys that SES signed with before: their records stay until no mail signed with them is on its way.
import { canonicalName } from "../../../dns/canonical";
import { parseDkimName, parseDkimTarget } from "../../../dns/kinds/dkim";
import { type ObservedEntry, type Problem, problem, withPurpose } from "../problem";

/** Milliseconds. Servers try for four to five days before they give up (RFC 5321 §4.5.4.1); what holds mail back adds to that. */
const ON_ITS_WAY = 7 * 24 * 60 * 60 * 1000;

/** Records of domains.yaml that hold a key of SES which the identity does not have. */
export function checkFormerKeys(entry: ObservedEntry): readonly Problem[] {
  const { identity, domain } = entry;
  if (identity?.dkim.status !== "SUCCESS" || identity.dkim.tokens.length === 0) return [];
  const { tokens, keyMade } = identity.dkim;
  const others = withPurpose(entry, "record")
    .map(({ record }) => record)
    .filter(({ type, name, content }) => {
      const token = parseDkimTarget(canonicalName(content ?? ""))?.token;
      const isKey = type === "CNAME" && parseDkimName(name)?.domain === domain && token !== undefined;
      return isKey && !tokens.includes(token);
    });
  if (others.length === 0) return [];
  const names = others.map(({ name }) => `"${name}"`).join(", ");
  const since = keyMade === null ? "" : `, which has its keys since ${day(keyMade)}`;
  const from = keyMade === null ? "a week after the change" : `from ${day(keyMade + ON_ITS_WAY)} on`;
  return [
    problem("dkim-key-former", domain, others, {
      message: `${names} ${others.length === 1 ? "leads to a key" : "lead to keys"} that SES in ${identity.region} does not sign with${since}`,
      fix: `take ${others.length === 1 ? "it" : "them"} out of records ${from}, when no mail signed with a former key is on its way; leave a key that another account signs with`,
    }),
  ];
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
