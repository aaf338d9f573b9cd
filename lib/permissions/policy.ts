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
  let room = 0;
  for (const whole of statements) {
    let rest = whole.Resource;
    for (let piece = 1; rest.length > 0; piece++) {
      const fits = countThatFits(whole, rest, room);
      if (fits === 0 && pages.length > 0 && room < roomOf([])) {
        pages.push([]);
        room = roomOf([]);
        piece--;
        continue;
      }
      // A resource that is too long by itself goes alone: AWS will say so.
      const taken = rest.slice(0, Math.max(fits, 1));
      const Sid = piece === 1 ? whole.Sid : `${whole.Sid}${piece}`;
      const page = pages.at(-1) ?? (pages[pages.push([]) - 1] as Statement[]);
      page.push({ ...whole, Sid, Resource: taken });
      room = roomOf(page);
      rest = rest.slice(taken.length);
    }
  }
  return pages.filter((page) => page.length > 0).map((Statement) => ({ Version: "2012-10-17", Statement }));
}

function countThatFits(whole: Statement, resources: readonly string[], room: number): number {
  // Two digits for the piece's number, and the comma before the statement.
  let size = JSON.stringify({ ...whole, Resource: [] }).length + 3;
  let count = 0;
  for (const resource of resources) {
    size += JSON.stringify(resource).length + 1;
    if (size > room) break;
    count++;
  }
  return count;
}

function roomOf(Statement: readonly Statement[]): number {
  return POLICY_LIMIT - JSON.stringify({ Version: "2012-10-17", Statement }).length;
}
