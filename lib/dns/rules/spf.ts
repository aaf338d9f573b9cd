// Rules for SPF (RFC 7208) at every name that publishes it: the domain itself, MAIL FROM, and extra TXT records that begin with
// v=spf1. The lookups inside other people's included records are not known here; verify looks them up.

import { canonicalName } from "../canonical";
import { suggestion } from "../finding";
import { nameFault } from "../names";
import { isPlainName } from "../text/domain-spec";
import { lookupCounter, lookupTerms, nextName, SPF_LOOKUP_LIMIT, SPF_VOID_LIMIT } from "../text/spf";
import { formatTerm, isSpf, type SpfRecord, type SpfTerm } from "../text/spf-parser";
import { loopTerm, openTerms } from "../text/spf-reach";
import { type CheckFacts, type CheckRule, type ParsedText, recordList, recordProblem } from "./rule";

/** §3.4: an answer should fit into 512 bytes. This leaves space for the names in it. */
const SIZE_LIMIT = 450;
/** RFC 6761 §6.2, §6.4 and RFC 9476: these names never exist. */
const NOWHERE = /(?:^|\.)(?:test|invalid|localhost|alt)$/;

export const SPF_CHECKS: readonly CheckRule[] = [
  {
    id: "spf-syntax",
    severity: "error",
    reference: "RFC 7208 §4.5, §4.6, §12",
    summary: "An SPF record follows the grammar; with one mistake receivers refuse the whole record.",
    check: perSpf(({ problems }) =>
      problems.map((fault) => `${fault.startsWith("the ") ? "is refused, " : ""}${fault}: correct it`),
    ),
  },
  {
    id: "spf-one",
    severity: "error",
    reference: "RFC 7208 §3.2, §4.5",
    summary: "A name has one SPF record.",
    check: ({ spf }) =>
      [...spf].flatMap(([name, all]) => {
        const records = all.filter(({ text }) => isSpf(text)).map(({ record }) => record);
        const last = records.at(-1);
        if (last === undefined || records.length === 1) return [];
        const message = `spf of "${name}" has ${records.length} records, which receivers treat as an error: merge ${recordList(records)}`;
        return [recordProblem(last, message)];
      }),
  },
  {
    id: "spf-lookups",
    severity: "error",
    reference: "RFC 7208 §4.6.4",
    summary: "An SPF record looks at most 10 names up, counted through the records that are known here.",
    check: (facts) => {
      const count = lookupCounter((name) => facts.spf.get(name)?.[0]?.parsed.terms);
      return perSpf(({ terms }, { record }) => {
        const lookups = count(terms);
        if (lookups === Number.POSITIVE_INFINITY || loopTerm(terms, record.name) !== undefined)
          return ["includes itself, through others or directly: drop the include"];
        if (lookups <= SPF_LOOKUP_LIMIT) return [];
        return [`needs ${lookups} dns lookups, the limit is ${SPF_LOOKUP_LIMIT}: drop an include`];
      })(facts);
    },
  },
  {
    id: "spf-void",
    severity: "error",
    reference: "RFC 7208 §4.6.4, §4.8; RFC 6761",
    summary:
      "At most 2 terms of an SPF record name what cannot exist, counted through the records that are known here.",
    check: (facts) =>
      perSpf(({ terms }) => {
        const voids = voidTerms(terms, (name) => facts.spf.get(name)?.[0]?.parsed.terms);
        if (voids.length <= SPF_VOID_LIMIT) return [];
        return [
          `looks ${voids.length} names up in vain, the limit is ${SPF_VOID_LIMIT}: drop ${voids.map(formatTerm).join(", ")}`,
        ];
      })(facts),
  },
  {
    id: "spf-target",
    severity: "warning",
    reference: "RFC 7208 §4.8, RFC 1035 §2.3.4",
    summary: "The terms of an SPF record name what can be looked up.",
    check: perSpf(({ terms }) =>
      terms.flatMap((term) => {
        const fault = voidFault(term);
        return fault === undefined ? [] : [`has the term "${formatTerm(term)}", its name ${fault}: correct or drop it`];
      }),
    ),
  },
  {
    id: "spf-pass-all",
    severity: "warning",
    reference: "RFC 7208 §5.1, §11.4",
    summary:
      "An SPF record does not let everybody send: with +all, half of all addresses, or a name that is always found.",
    check: perSpf(({ terms }) => {
      const open = openTerms(terms);
      const [all] = open.filter((term) => /^\+?all$/.test(term));
      if (all !== undefined) return [`ends in "${all}", which lets anybody send: write "~all" or "-all"`];
      return open.length === 0 ? [] : [`has "${open.join(" ")}", which lets anybody send: name those who do`];
    }),
  },
  {
    id: "spf-ptr",
    severity: "warning",
    reference: "RFC 7208 §5.5: ptr should not be published",
    summary: "An SPF record has no ptr.",
    check: perSpf(({ terms }) =>
      terms.some(({ kind, name }) => kind === "mechanism" && name === "ptr")
        ? ['has the mechanism "ptr", which is slow and which many receivers skip: write ip4, ip6 or a instead']
        : [],
    ),
  },
  {
    id: "spf-end",
    severity: "warning",
    reference: "RFC 7208 §4.7, §5.1, §6.1",
    summary: "An SPF record ends in all, or in redirect without all, and nothing follows all.",
    check: perSpf(({ terms, problems }) => {
      const all = terms.findIndex(({ kind, name }) => kind === "mechanism" && name === "all");
      const redirect = terms.some(({ kind, name }) => kind === "modifier" && name === "redirect");
      if (all === -1) return redirect || problems.length > 0 ? [] : ['ends in neither all nor redirect: add "~all"'];
      const unread = terms.slice(all + 1).filter(({ kind }) => kind === "mechanism");
      return [
        ...(redirect ? ['has a redirect beside "all", which receivers ignore: drop one of them'] : []),
        ...unread.map((term) => `has "${formatTerm(term)}" after "all", where nobody reads it: move it before`),
      ];
    }),
  },
  {
    id: "spf-modifier",
    severity: "warning",
    reference: "RFC 7208 §6: unknown modifiers are ignored",
    summary: "The modifiers of an SPF record are redirect and exp.",
    check: perSpf(({ terms }) =>
      terms
        .filter(({ kind, name }) => kind === "modifier" && name !== "redirect" && name !== "exp")
        .map((term) => {
          const { name, value } = term;
          const isMechanism = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"].includes(name);
          const hint = isMechanism ? `: write "${name}:${value}"` : suggestion(name, ["redirect", "exp"], ": drop it");
          return `has the unknown modifier "${formatTerm(term)}", which receivers ignore${hint}`;
        }),
    ),
  },
  {
    id: "spf-size",
    severity: "warning",
    reference: "RFC 7208 §3.4",
    summary: "An SPF record has at most 450 bytes.",
    check: perSpf((_, { text }) => {
      const size = Buffer.byteLength(text);
      return size > SIZE_LIMIT
        ? [`has ${size} bytes, answers should keep to ${SIZE_LIMIT}: drop terms or include a second record`]
        : [];
    }),
  },
];

/** A rule about each SPF record. Its message continues the text `spf of "example.com" `. */
function perSpf(check: (spf: SpfRecord, published: ParsedText<SpfRecord>) => readonly string[]): CheckRule["check"] {
  return ({ spf }: CheckFacts) =>
    [...spf.values()].flat().flatMap((published) => {
      const { record, parsed } = published;
      return check(parsed, published).map((message) => recordProblem(record, `spf of "${record.name}" ${message}`));
    });
}

/** The terms that name what cannot exist, including those of included records, each time they are reached. */
function voidTerms(
  terms: readonly SpfTerm[],
  termsAt: (name: string) => readonly SpfTerm[] | undefined,
): readonly SpfTerm[] {
  const voids: SpfTerm[] = [];
  // Records that include one another many times have no end. Receivers stop at the limit of lookups.
  let remaining = SPF_LOOKUP_LIMIT;
  const visit = (terms: readonly SpfTerm[]): void => {
    for (const term of lookupTerms(terms)) {
      remaining -= 1;
      if (remaining < 0) return;
      if (voidFault(term) !== undefined) voids.push(term);
      else visit(termsAt(nextName(term) ?? "") ?? []);
    }
  };
  visit(terms);
  return voids;
}

/** Why a term's name can never be found, in words. */
function voidFault({ name, value }: SpfTerm): string | undefined {
  if (value === undefined || !["include", "a", "mx", "exists", "redirect"].includes(name) || !isPlainName(value))
    return undefined;
  const target = canonicalName(value);
  return NOWHERE.test(target) ? "is in a domain that never exists" : nameFault(target);
}
