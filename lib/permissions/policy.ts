// IAM policy documents, small enough for AWS: a managed policy holds 6,144 characters and a role ten of them.

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const POLICY_LIMIT = 6144;
export const POLICIES_PER_ROLE = 10;

/** Sorted, so that the order of entries in the file does not change a policy. Undefined where it allows nothing. */
export function statement(
  Sid: string,
  actions: readonly string[],
  resources: readonly string[],
): Statement | undefined {
  if (actions.length === 0 || resources.length === 0) return undefined;
  return { Sid, Effect: "Allow", Action: [...new Set(actions)].sort(), Resource: [...new Set(resources)].sort() };
}

/** The statements dealt to as few documents as hold them; a long list of resources is cut into pieces. */
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
      // A resource that is too long by itself goes alone: AWS will say so.
      const taken = rest.slice(0, Math.max(countThatFits(whole, rest, page), 1));
      page.push({ ...whole, Sid: piece === 1 ? whole.Sid : `${whole.Sid}${piece}`, Resource: taken });
      rest = rest.slice(taken.length);
    }
  }
  return pages.map((Statement) => ({ Version: "2012-10-17", Statement }));
}

/** How many of the resources a page has room for, in a statement like this. */
function countThatFits(whole: Statement, resources: readonly string[], Statement: readonly Statement[]): number {
  const used = JSON.stringify({ Version: "2012-10-17", Statement }).length;
  // The comma before the statement, and up to three digits for the piece's number.
  let size = used + JSON.stringify({ ...whole, Resource: [] }).length + 4;
  let count = 0;
  for (const resource of resources) {
    size += JSON.stringify(resource).length + 1;
    if (size > POLICY_LIMIT) break;
    count++;
  }
  return count;
}
