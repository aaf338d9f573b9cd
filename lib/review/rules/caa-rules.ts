// Rules for CAA records, by which a domain says who may issue certificates for it, and what they do to certificates of the plan.
import { acmRefusal } from "../../dns/caa";
import { canonicalName } from "../../dns/canonical";
import { append } from "../../dns/maps";
import { isWithin } from "../../dns/names";
import { CERTIFICATE } from "../../plan/attributes";
import { isEffective } from "../../plan/change";
import { caaSide } from "../changes/caa";
import { type MailChange, shownName } from "../changes/change";
import { namesOf } from "./certificate-rules";
import { type ReviewFacts, type ReviewRule, statementOf } from "./rule";
import { listed, say } from "./sentence";

export const CAA_RULES: readonly ReviewRule[] = [
  {
    id: "certificate-forbidden",
    risk: "danger",
    when: "A CAA record is deleted, added or changed, and those that remain no longer let Amazon issue a certificate of the plan.",
    why: "ACM cannot issue or renew it, and the website fails when it expires (RFC 8659 §3).",
    check: (facts) => {
      const caa = facts.all.filter((one) => caaSide(one, "before") ?? caaSide(one, "after"));
      const changing = caa.filter(({ resource }) => isEffective(resource) && resource.action !== "forget");
      if (changing.length === 0) return [];
      const [before, after] = [caaNames(caa, "before"), caaNames(caa, "after")];
      const refused = new Map<MailChange, { readonly names: string[]; readonly isLimited: boolean }>();
      for (const name of standingNames(facts)) {
        const refusal = acmRefusal(name, (at) => after.get(at) ?? []);
        if (refusal === undefined || acmRefusal(name, (at) => before.get(at) ?? []) !== undefined) continue;
        for (const change of changing) {
          if (![caaSide(change, "before")?.name, caaSide(change, "after")?.name].some((at) => governs(at, name)))
            continue;
          const known = refused.get(change)?.names ?? [];
          refused.set(change, { names: [...known, name], isLimited: refusal.reason === "limited" });
        }
      }
      return [...refused].flatMap(([change, { names, isLimited }]) =>
        statementOf(
          change,
          isLimited
            ? say`with CAA ${shownName(change)} as planned, Amazon may issue the certificate for ${listed(names)} only under conditions, which cannot be checked`
            : say`with CAA ${shownName(change)} as planned, Amazon may not issue or renew the certificate for ${listed(names)}`,
        ),
      );
    },
  },
];

/** The CAA records of all names, before or after. What Terraform forgets stays. */
function caaNames(changes: readonly MailChange[], when: "before" | "after") {
  const names = new Map<string, { readonly name: string; readonly data: Readonly<Record<string, string>> }[]>();
  for (const change of changes) {
    const { name, tag, value } = caaSide(change, change.resource.action === "forget" ? "before" : when) ?? {};
    if (name !== undefined && tag !== undefined && value !== undefined)
      append(names, name, { name, data: { tag, value } });
  }
  return names;
}

/** The names of certificates that stand afterwards. */
function standingNames({ all }: ReviewFacts): readonly string[] {
  const standing = all.filter(
    ({ resource }) => resource.type === CERTIFICATE && (resource.after !== null || resource.action === "forget"),
  );
  return [...new Set(standing.flatMap((one) => namesOf(one).map(canonicalName)))];
}

/** Whether CAA records at a name count for another one: there, or above it. */
function governs(at: string | undefined, name: string): boolean {
  return at !== undefined && isWithin(name.replace(/^\*\./, ""), at);
}
