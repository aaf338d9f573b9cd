// IAM policy documents within the limits of AWS: a managed policy has at most 6,144 characters, and a role at most ten policies.

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyGrammar {
  readonly Version: "2012-10-17";
}

export interface Statement {
  /** Letters and digits. */
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PolicyDocument extends PolicyGrammar {
  readonly Statement: readonly Statement[];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const POLICY_LIMIT = 6144;
export const POLICIES_PER_ROLE = 10;

/** The names of a role's statements, in the order in which a policy has them. */
const STATEMENT_ORDER = [
  "ReadIdentities",
  "ReadAccount",
  "WriteIdentities",
  "ConfigurationSets",
  "ReadSets",
  "WriteSets",
  "ReadTopics",
  "WriteTopics",
  "PassStreamRoles",
  "ReadSenders",
  "WriteSenders",
  "ReadDistributions",
  "ReadCertificates",
  "ListCertificates",
  "WriteCertificates",
  "RequestCertificates",
  "StateBucket",
  "State",
  "StateLock",
  "StateKey",
  "AssumeRoles",
] as const;

type StatementName = (typeof STATEMENT_ORDER)[number];

/** As statement(), by one of the names above: a new one is put in its place there. */
export function allow(
  name: StatementName,
  actions: readonly string[],
  resources: readonly string[],
): Statement | undefined {
  return statement(name, actions, resources);
}

/** A statement with sorted lists, so that the order of entries does not change a policy. Undefined if it would allow nothing. */
export function statement(
  Sid: string,
  actions: readonly string[],
  resources: readonly string[],
): Statement | undefined {
  if (actions.length === 0 || resources.length === 0) return undefined;
  return { Sid, Effect: "Allow", Action: [...new Set(actions)].sort(), Resource: [...new Set(resources)].sort() };
}

/**
 * A name for the ARN of a resource, with the characters escaped that IAM would read as a pattern or a variable.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function escapePattern(name: string): string {
  return name.replace(/[*?$]/g, "$${$&}");
}

/** Merges statements with the same Sid into one that allows everything they allow. */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const bySid = new Map<string, Statement>();
  for (const one of statements) {
    const known = bySid.get(one.Sid);
    const whole = statement(
      one.Sid,
      [...(known?.Action ?? []), ...one.Action],
      [...(known?.Resource ?? []), ...one.Resource],
    );
    if (whole !== undefined) bySid.set(one.Sid, { ...one, ...whole });
  }
  return [...bySid.values()];
}

/** In the order of their names; what has another name comes last. */
export function sortStatements(statements: readonly Statement[]): Statement[] {
  const order: readonly string[] = STATEMENT_ORDER;
  const rank = ({ Sid }: Statement) => (order.includes(Sid) ? order.indexOf(Sid) : order.length);
  return [...statements].sort((a, b) => rank(a) - rank(b));
}

/** The statements in at most as many documents as a role can have. If there are too many identities, all of a region are allowed. */
export function fittingDocuments(statements: readonly Statement[]): {
  readonly documents: readonly PolicyDocument[];
  readonly isWide: boolean;
} {
  const documents = policyDocuments(statements);
  if (documents.length <= POLICIES_PER_ROLE) return { documents, isWide: false };
  const wide = statements.map((one) => ({
    ...one,
    Resource: [...new Set(one.Resource.map((arn) => arn.replace(/(:ses:.*:identity\/).*/, "$1*")))].sort(),
  }));
  return { documents: policyDocuments(wide), isWide: true };
}

/** Packs the statements into as few documents as possible; a long list of resources is split into several statements. */
export function policyDocuments(statements: readonly Statement[]): PolicyDocument[] {
  const pages: Statement[][] = [];
  for (const whole of statements) {
    let rest = whole.Resource;
    for (let piece = 1; rest.length > 0; piece++) {
      let page = pages.at(-1);
      if (page === undefined || countThatFits(whole, rest, page) === 0) {
        page = [];
        pages.push(page);
      }
      // A resource that is too long by itself gets its own document; AWS will refuse it.
      const taken = rest.slice(0, Math.max(countThatFits(whole, rest, page), 1));
      page.push({ ...whole, Sid: piece === 1 ? whole.Sid : `${whole.Sid}${piece}`, Resource: taken });
      rest = rest.slice(taken.length);
    }
  }
  return pages.map((Statement) => ({ Version: "2012-10-17", Statement }));
}

/** How many of the resources fit into a document, in a statement like `whole`. */
function countThatFits(whole: Statement, resources: readonly string[], Statement: readonly Statement[]): number {
  const used = JSON.stringify({ Version: "2012-10-17", Statement }).length;
  // 4: the comma before the statement, and up to three digits for its number.
  let size = used + JSON.stringify({ ...whole, Resource: [] }).length + 4;
  let count = 0;
  for (const resource of resources) {
    size += JSON.stringify(resource).length + 1;
    if (size > POLICY_LIMIT) break;
    count++;
  }
  return count;
}
