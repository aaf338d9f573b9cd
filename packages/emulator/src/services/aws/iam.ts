// The part of IAM that mailzone's roles need: roles, managed policies, attachments and OIDC providers. It refuses what AWS refuses:
// names that exist, policies that are invalid or too long, and principals that do not exist.
import { createHash } from "node:crypto";
import { DEFAULT_ACCOUNT, type IamDetails, type IamEntity } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const QUOTAS = { policy: 6144, trust: 2048, attached: 10, audiences: 100, inline: 10_240 };

export interface IamScope {
  readonly account: string;
  readonly partition: string;
}

export type NewEntity = Pick<IamEntity, "kind" | "name" | "path" | "document" | "audiences"> & {
  readonly details?: IamDetails;
};

/** CreateRole, CreatePolicy, CreateOpenIDConnectProvider. */
export function createEntity(world: World, scope: IamScope, made: NewEntity): IamEntity {
  const { kind, name, path, document, audiences, details = {} } = made;
  world.noteCall(`iam:${CALLS[kind].create}`);
  checkEntity(world, made);
  // Names are unique in an account, whatever their paths.
  if (world.iam.inGroup(`${scope.account}/${kind}`).some((other) => other.name === name)) {
    throw new ApiError(409, "EntityAlreadyExists", `${CALLS[kind].noun} with name ${name} already exists.`);
  }
  const arn = `arn:${scope.partition}:iam::${scope.account}:${kind}${path}${name}`;
  const { number, change } = world.nextNumber();
  const id = createHash("sha256").update(`iam/${number}`).digest("hex").slice(0, 17).toUpperCase();
  const entity: IamEntity = {
    account: scope.account,
    kind,
    arn,
    name,
    path,
    document,
    audiences,
    id,
    made: world.now(),
    attached: [],
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
  world.commit(change, world.iam.put(arn, entity));
  return entity;
}

/** GetRole, GetPolicy, GetOpenIDConnectProvider. */
export function getEntity(world: World, arn: string): IamEntity {
  const entity = world.iam.get(arn);
  if (entity === undefined) throw new ApiError(404, "NoSuchEntity", `${arn} cannot be found.`);
  world.noteCall(`iam:${CALLS[entity.kind].read}`);
  return entity;
}

/** GetRole. */
export function getRole(world: World, account: string, name: string): IamEntity {
  world.noteCall("iam:GetRole");
  return findRole(world, account, name);
}

/** Finds a role by name, because IAM's calls name roles by name and not by ARN. */
export function findRole(world: World, account: string, name: string): IamEntity {
  const role = world.iam.inGroup(`${account}/role`).find((other) => other.name === name);
  if (role === undefined) throw new ApiError(404, "NoSuchEntity", `The role with name ${name} cannot be found.`);
  return role;
}

/** GetAccountAuthorizationDetails: the roles of an account, by name. */
export function listRoles(world: World, account: string): readonly IamEntity[] {
  world.noteCall("iam:GetAccountAuthorizationDetails");
  return [...world.iam.inGroup(`${account}/role`)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** UpdateAssumeRolePolicy, CreatePolicyVersion, AddClientIDToOpenIDConnectProvider. */
export function updateEntity(
  world: World,
  arn: string,
  changed: Partial<Pick<IamEntity, "document" | "audiences" | "details">>,
): IamEntity {
  const old = getEntity(world, arn);
  world.noteCall(`iam:${CALLS[old.kind].update}`);
  const entity = { ...old, ...changed };
  checkEntity(world, entity);
  world.commit(world.iam.put(arn, entity));
  return entity;
}

/** DeleteRole, DeletePolicy, DeleteOpenIDConnectProvider. */
export function deleteEntity(world: World, arn: string): void {
  const { kind, attached, details } = getEntity(world, arn);
  world.noteCall(`iam:${CALLS[kind].remove}`);
  const isInUse = attached.length > 0 || world.iam.values().some((other) => other.attached.includes(arn));
  if (isInUse) throw new ApiError(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
  if (Object.keys(details?.inline ?? {}).length > 0)
    throw new ApiError(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
  world.commit(world.iam.remove(arn));
}

/**
 * Makes the roles that a configuration names, except those that somebody deleted. They trust nobody who could take them on here.
 * @param arns with `*` for the account of commands without a profile
 */
export function ensureRoles(world: World, arns: readonly string[]): void {
  const missing = [...new Set(arns)].flatMap((given): IamEntity[] => {
    const arn = given.replace("::*:", `::${world.profiles.get("default") ?? DEFAULT_ACCOUNT}:`);
    const [, account, path = "/", name] = /^arn:[^:]+:iam::(\d{12}):role(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    const isKnown = world.iam.get(arn) !== undefined || world.deletions.get(`role/${arn}`) !== undefined;
    if (account === undefined || name === undefined || isKnown) return [];
    const document = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
    });
    const id = createHash("sha256").update(arn).digest("hex").slice(0, 17).toUpperCase();
    return [{ account, kind: "role", arn, name, path, document, audiences: [], id, made: world.now(), attached: [] }];
  });
  if (missing.length > 0) world.commit(...missing.map((role) => world.iam.put(role.arn, role)));
}

/** PutRolePolicy. It replaces a policy of the same name. */
export function putRolePolicy(world: World, role: IamEntity, name: string, document: string): void {
  world.noteCall("iam:PutRolePolicy");
  checkPolicyName(name);
  principalsOf(document, "policy");
  const inline = { ...role.details?.inline, [name]: document };
  // IAM does not count white space.
  const size = Object.values(inline).join("").replace(/\s/g, "").length;
  if (size > QUOTAS.inline)
    throw new ApiError(
      409,
      "LimitExceeded",
      `Maximum policy size of ${QUOTAS.inline} bytes exceeded for role ${role.name}`,
    );
  world.commit(world.iam.put(role.arn, { ...role, details: { ...role.details, inline } }));
}

/** GetRolePolicy. */
export function getRolePolicy(world: World, role: IamEntity, name: string): string {
  world.noteCall("iam:GetRolePolicy");
  checkPolicyName(name);
  const document = role.details?.inline?.[name];
  if (document === undefined)
    throw new ApiError(404, "NoSuchEntity", `The role policy with name ${name} cannot be found.`);
  return document;
}

/** DeleteRolePolicy. */
export function deleteRolePolicy(world: World, role: IamEntity, name: string): void {
  world.noteCall("iam:DeleteRolePolicy");
  checkPolicyName(name);
  const { [name]: found, ...inline } = role.details?.inline ?? {};
  if (found === undefined)
    throw new ApiError(404, "NoSuchEntity", `The role policy with name ${name} cannot be found.`);
  world.commit(world.iam.put(role.arn, { ...role, details: { ...role.details, inline } }));
}

function checkPolicyName(name: string): void {
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) throw invalid(`policyName ${name}`);
}

/** AttachRolePolicy. */
export function attachPolicy(world: World, role: IamEntity, policy: string): void {
  world.noteCall("iam:AttachRolePolicy");
  const { kind, account } = getEntity(world, policy);
  if (kind !== "policy" || account !== role.account) {
    throw new ApiError(404, "NoSuchEntity", `Policy ${policy} does not exist or is not attachable.`);
  }
  if (role.attached.length >= QUOTAS.attached) {
    throw new ApiError(409, "LimitExceeded", `Cannot exceed quota for PoliciesPerRole: ${QUOTAS.attached}`);
  }
  world.commit(world.iam.put(role.arn, { ...role, attached: [...new Set([...role.attached, policy])] }));
}

/** DetachRolePolicy. */
export function detachPolicy(world: World, role: IamEntity, policy: string): void {
  world.noteCall("iam:DetachRolePolicy");
  world.commit(world.iam.put(role.arn, { ...role, attached: role.attached.filter((other) => other !== policy) }));
}

const CALLS = {
  role: { noun: "Role", create: "CreateRole", read: "GetRole", update: "UpdateAssumeRolePolicy", remove: "DeleteRole" },
  policy: {
    noun: "A policy",
    create: "CreatePolicy",
    read: "GetPolicy",
    update: "CreatePolicyVersion",
    remove: "DeletePolicy",
  },
  "oidc-provider": {
    noun: "Provider",
    create: "CreateOpenIDConnectProvider",
    read: "GetOpenIDConnectProvider",
    update: "AddClientIDToOpenIDConnectProvider",
    remove: "DeleteOpenIDConnectProvider",
  },
} as const;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html and the pages of the other Create calls. */
function checkEntity(world: World, { kind, name, path, document, audiences }: NewEntity): void {
  if (kind === "oidc-provider") {
    if (audiences.length === 0 || audiences.length > QUOTAS.audiences || /[:*?$\s]/.test(name))
      throw invalid(`url or client ids of ${name}`);
    return;
  }
  if (!/^[\w+=,.@-]+$/.test(name) || name.length > (kind === "role" ? 64 : 128)) throw invalid(`${kind} name ${name}`);
  if (!/^\/(?:[\x21-\x7e]+\/)?$/.test(path) || path.length > 512) throw invalid(`path ${path}`);
  const limit = kind === "role" ? QUOTAS.trust : QUOTAS.policy;
  // IAM does not count white space.
  if (document.replace(/\s/g, "").length > limit) {
    throw new ApiError(
      409,
      "LimitExceeded",
      `Cannot exceed quota for ${kind === "role" ? "ACLSizePerRole" : "PolicySize"}: ${limit}`,
    );
  }
  for (const principal of principalsOf(document, kind)) {
    if (world.iam.get(principal) !== undefined) continue;
    throw malformed(`Invalid principal in policy: "AWS":"${principal}"`);
  }
}

/** The roles that a trust policy names. Refuses a document that is not a policy. */
function principalsOf(document: string, kind: "role" | "policy"): string[] {
  let parsed: { Version?: unknown; Statement?: unknown };
  try {
    parsed = JSON.parse(document);
  } catch {
    throw malformed("This policy contains invalid Json");
  }
  const statements = Array.isArray(parsed.Statement) ? (parsed.Statement as Record<string, unknown>[]) : [];
  if (parsed.Version !== "2012-10-17" || statements.length === 0) throw malformed("Syntax errors in policy.");
  const sids = statements.flatMap(({ Sid }) => Sid ?? []);
  if (new Set(sids).size < sids.length) throw malformed("Statement IDs (SID) in a single policy must be unique.");
  for (const { Sid = "", Effect, Action, Resource, Principal } of statements) {
    if (!/^[A-Za-z0-9]*$/.test(String(Sid))) throw malformed("Statement IDs (SID) must be alpha-numeric.");
    const isRole = kind === "role";
    if (
      Effect !== "Allow" ||
      Action === undefined ||
      (Principal === undefined) === isRole ||
      (Resource !== undefined) === isRole
    ) {
      throw malformed("Syntax errors in policy.");
    }
  }
  return statements.flatMap(({ Principal }) =>
    [(Principal as { AWS?: string | string[] } | undefined)?.AWS ?? []].flat(),
  );
}

function invalid(what: string): ApiError {
  return new ApiError(400, "ValidationError", `The specified value for ${what} is invalid.`);
}

function malformed(message: string): ApiError {
  return new ApiError(400, "MalformedPolicyDocument", message);
}
