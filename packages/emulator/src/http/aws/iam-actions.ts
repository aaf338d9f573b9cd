// IAM's actions, as far as the real provider needs them for roles, managed policies, attachments and OIDC providers:
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
// Which it calls: https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/iam

import { text, texts } from "../../json";
import {
  attachPolicy,
  createEntity,
  deleteEntity,
  deleteRolePolicy,
  detachPolicy,
  findRole,
  getEntity,
  getRole,
  getRolePolicy,
  listRoles,
  type NewEntity,
  putRolePolicy,
  updateEntity,
} from "../../services/aws/iam";
import { partitionOf } from "../../services/aws/partition";
import type { IamDetails, IamEntity } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { IAM_LIMITS } from "../aws-model/limits";
import type { Json } from "../aws-model/schema";
import { iamPage } from "./iam-pages";
import { type Action, actionsOf, type Call } from "./query-action";
import type { Xml } from "./xml";

const ROLE = "aws_iam_role";
const POLICY = "aws_iam_policy";
const OIDC = "aws_iam_openid_connect_provider";
const ATTACHMENT = "aws_iam_role_policy_attachment";
const ROLE_POLICY = "aws_iam_role_policy";
const ALL = { IsTruncated: "false" };
const action = actionsOf({
  namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  sdk: "iam",
  limits: IAM_LIMITS,
});

export const IAM_ACTIONS: Readonly<Record<string, Action>> = {
  CreateRole: action(`create ${ROLE} RoleName`, (call) => {
    const { input } = call;
    const seconds = input.MaxSessionDuration;
    const made = create(call, {
      kind: "role",
      name: text(input.RoleName),
      path: text(input.Path) || "/",
      document: text(input.AssumeRolePolicyDocument),
      audiences: [],
      details: {
        ...described(input),
        ...(seconds === undefined ? {} : { maxSessionDuration: Number(seconds) }),
        ...(input.PermissionsBoundary === undefined ? {} : { boundary: text(input.PermissionsBoundary) }),
      },
    });
    return { Role: roleXml(call.world, made) };
  }),
  GetRole: action(`read ${ROLE} RoleName`, (call) => ({ Role: roleXml(call.world, roleOf(call)) })),
  UpdateAssumeRolePolicy: action(`update ${ROLE} RoleName`, (call) => {
    updateEntity(call.world, roleOf(call).arn, { document: text(call.input.PolicyDocument) });
  }),
  UpdateRole: action(`update ${ROLE} RoleName`, (call) => {
    const { Description, MaxSessionDuration } = call.input;
    change(call.world, roleOf(call), {
      ...(Description === undefined ? {} : { description: text(Description) }),
      ...(MaxSessionDuration === undefined ? {} : { maxSessionDuration: Number(MaxSessionDuration) }),
    });
    return {};
  }),
  UpdateRoleDescription: action(`update ${ROLE} RoleName`, (call) => {
    const role = change(call.world, roleOf(call), { description: text(call.input.Description) });
    return { Role: roleXml(call.world, role) };
  }),
  PutRolePermissionsBoundary: action(`update ${ROLE} RoleName`, (call) => {
    change(call.world, roleOf(call), { boundary: text(call.input.PermissionsBoundary) });
  }),
  DeleteRolePermissionsBoundary: action(`update ${ROLE} RoleName`, (call) => {
    const role = roleOf(call);
    const { boundary: _gone, ...details } = role.details ?? {};
    updateEntity(call.world, role.arn, { details });
  }),
  DeleteRole: action(`delete ${ROLE} RoleName`, (call) => deleteEntity(call.world, roleOf(call).arn)),
  ListRolePolicies: action(`list ${ROLE} RoleName`, (call) => {
    const { items, more } = iamPage(Object.keys(roleOf(call).details?.inline ?? {}).sort(), call.input, (name) => name);
    return { PolicyNames: items, ...more };
  }),
  GetAccountAuthorizationDetails: action(`list ${ROLE} RoleName`, accountDetails),
  PutRolePolicy: action(`create ${ROLE_POLICY} RoleName`, (call) =>
    putRolePolicy(call.world, ownerOf(call), text(call.input.PolicyName), text(call.input.PolicyDocument)),
  ),
  GetRolePolicy: action(`read ${ROLE_POLICY} RoleName`, (call) => {
    const [RoleName, PolicyName] = [text(call.input.RoleName), text(call.input.PolicyName)];
    const PolicyDocument = encoded(getRolePolicy(call.world, ownerOf(call), PolicyName));
    return { RoleName, PolicyName, PolicyDocument };
  }),
  DeleteRolePolicy: action(`delete ${ROLE_POLICY} RoleName`, (call) =>
    deleteRolePolicy(call.world, ownerOf(call), text(call.input.PolicyName)),
  ),
  // There are no instance profiles here.
  ListInstanceProfilesForRole: action(`list ${ROLE} RoleName`, (call) => ({
    ...nothingOf(call),
    InstanceProfiles: [],
    ...ALL,
  })),
  ListAttachedRolePolicies: action(`read ${ATTACHMENT} RoleName`, (call) => {
    const { items, more } = iamPage(attachedXml(roleOf(call)), call.input, ({ PolicyArn }) => PolicyArn);
    return { AttachedPolicies: items, ...more };
  }),
  AttachRolePolicy: action(`create ${ATTACHMENT} RoleName`, (call) =>
    attachPolicy(call.world, roleOf(call), text(call.input.PolicyArn)),
  ),
  DetachRolePolicy: action(`delete ${ATTACHMENT} RoleName`, (call) => {
    const [role, policy] = [roleOf(call), text(call.input.PolicyArn)];
    if (!role.attached.includes(policy)) throw new ApiError(404, "NoSuchEntity", `Policy ${policy} was not found.`);
    detachPolicy(call.world, role, policy);
  }),

  CreatePolicy: action(`create ${POLICY} PolicyName`, (call) => {
    const { input } = call;
    const made = create(call, {
      kind: "policy",
      name: text(input.PolicyName),
      path: text(input.Path) || "/",
      document: text(input.PolicyDocument),
      audiences: [],
      details: described(input),
    });
    return { Policy: policyXml(call.world, made) };
  }),
  GetPolicy: action(`read ${POLICY} PolicyArn`, (call) => ({ Policy: policyXml(call.world, named(call)) })),
  GetPolicyVersion: action(`read ${POLICY} PolicyArn`, (call) => {
    const policy = named(call);
    const number = versionOf(call, policy);
    return {
      PolicyVersion: { Document: encoded(versions(policy)[number] ?? ""), ...versionXml(call.world, policy, number) },
    };
  }),
  ListPolicyVersions: action(`list ${POLICY} PolicyArn`, (call) => {
    const policy = named(call);
    const numbers = Object.keys(versions(policy))
      .map(Number)
      .sort((a, b) => b - a);
    const { items, more } = iamPage(numbers, call.input, (number) => `v${number}`);
    return { Versions: items.map((number) => versionXml(call.world, policy, number)), ...more };
  }),
  CreatePolicyVersion: action(`update ${POLICY} PolicyArn`, (call) => {
    const policy = named(call);
    const all = versions(policy);
    if (Object.keys(all).length >= 5) {
      throw new ApiError(409, "LimitExceeded", "A managed policy can have up to 5 versions. Delete one first.");
    }
    const number = Math.max(...Object.keys(all).map(Number)) + 1;
    const document = text(call.input.PolicyDocument);
    // It is checked as if it were the default, whichever is.
    const isDefault = call.input.SetAsDefault === true;
    updateEntity(call.world, policy.arn, { document });
    const kept = keepVersions(
      call.world,
      policy,
      { ...all, [number]: document },
      isDefault ? number : defaultOf(policy),
    );
    return { PolicyVersion: versionXml(call.world, kept, number) };
  }),
  SetDefaultPolicyVersion: action(`update ${POLICY} PolicyArn`, (call) => {
    const policy = named(call);
    keepVersions(call.world, policy, versions(policy), versionOf(call, policy));
  }),
  DeletePolicyVersion: action(`update ${POLICY} PolicyArn`, (call) => {
    const policy = named(call);
    const number = versionOf(call, policy);
    if (number === defaultOf(policy)) {
      throw new ApiError(409, "DeleteConflict", "Cannot delete the default version of a policy.");
    }
    const { [number]: _gone, ...others } = versions(policy);
    keepVersions(call.world, policy, others, defaultOf(policy));
  }),
  DeletePolicy: action(`delete ${POLICY} PolicyArn`, (call) => {
    const policy = named(call);
    if (Object.keys(versions(policy)).length > 1) {
      const why =
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.";
      throw new ApiError(409, "DeleteConflict", why);
    }
    deleteEntity(call.world, policy.arn);
  }),

  CreateOpenIDConnectProvider: action(`create ${OIDC} Url`, (call) => {
    const { input } = call;
    const thumbprints = texts(input.ThumbprintList);
    const made = create(call, {
      kind: "oidc-provider",
      name: text(input.Url).replace(/^https:\/\//, ""),
      path: "/",
      document: "",
      audiences: texts(input.ClientIDList),
      details: { ...described(input), ...(thumbprints.length === 0 ? {} : { thumbprints }) },
    });
    return { OpenIDConnectProviderArn: made.arn, ...tagsXml(made) };
  }),
  GetOpenIDConnectProvider: action(`read ${OIDC} OpenIDConnectProviderArn`, (call) => {
    const found = named(call);
    return {
      Url: found.name,
      ClientIDList: found.audiences,
      ThumbprintList: found.details?.thumbprints ?? ["0".repeat(40)],
      CreateDate: call.world.timestamp(found.made),
      ...tagsXml(found),
    };
  }),
  UpdateOpenIDConnectProviderThumbprint: action(`update ${OIDC} OpenIDConnectProviderArn`, (call) => {
    change(call.world, named(call), { thumbprints: texts(call.input.ThumbprintList) });
  }),
  AddClientIDToOpenIDConnectProvider: action(`update ${OIDC} OpenIDConnectProviderArn`, (call) => {
    const { arn, audiences } = named(call);
    updateEntity(call.world, arn, { audiences: [...new Set([...audiences, text(call.input.ClientID)])] });
  }),
  RemoveClientIDFromOpenIDConnectProvider: action(`update ${OIDC} OpenIDConnectProviderArn`, (call) => {
    const { arn, audiences } = named(call);
    updateEntity(call.world, arn, { audiences: audiences.filter((one) => one !== text(call.input.ClientID)) });
  }),
  DeleteOpenIDConnectProvider: action(`delete ${OIDC} OpenIDConnectProviderArn`, (call) =>
    deleteEntity(call.world, named(call).arn),
  ),

  ...tagActions("Role", ROLE, "RoleName", roleOf),
  ...tagActions("Policy", POLICY, "PolicyArn", named),
  ...tagActions("OpenIDConnectProvider", OIDC, "OpenIDConnectProviderArn", named),
};

function tagActions(noun: string, type: string, field: string, find: (call: Call) => IamEntity) {
  return {
    [`Tag${noun}`]: action(`update ${type} ${field}`, (call) => {
      const found = find(call);
      change(call.world, found, { tags: { ...found.details?.tags, ...described(call.input).tags } });
    }),
    [`Untag${noun}`]: action(`update ${type} ${field}`, (call) => {
      const found = find(call);
      const keys = texts(call.input.TagKeys);
      const left = Object.entries(found.details?.tags ?? {}).filter(([key]) => !keys.includes(key));
      change(call.world, found, { tags: Object.fromEntries(left) });
    }),
    [`List${noun}Tags`]: action(`read ${type} ${field}`, (call) => {
      const { items, more } = iamPage(tagList(find(call)), call.input, ({ Key }) => Key);
      return { Tags: items, ...more };
    }),
  };
}

function create({ world, caller }: Call, made: NewEntity): IamEntity {
  return createEntity(world, { account: caller.account, partition: partitionOf(caller.region) }, made);
}

function change(world: World, { arn, details }: IamEntity, changed: IamDetails): IamEntity {
  return updateEntity(world, arn, { details: { ...details, ...changed } });
}

function roleOf({ world, caller, input }: Call): IamEntity {
  return getRole(world, caller.account, text(input.RoleName));
}

/** The role of a policy: calls about the policy need no permission to read the role. */
function ownerOf({ world, caller, input }: Call): IamEntity {
  return findRole(world, caller.account, text(input.RoleName));
}

/** @throws ApiError 404 for a role that does not exist */
function nothingOf(call: Call): object {
  roleOf(call);
  return {};
}

function named({ world, input }: Call): IamEntity {
  return getEntity(world, text(input.PolicyArn ?? input.OpenIDConnectProviderArn));
}

function defaultOf({ details }: IamEntity): number {
  return details?.version ?? 1;
}

/** The documents of all versions of a policy, by number. */
function versions(policy: IamEntity): Readonly<Record<number, string>> {
  return { ...policy.details?.otherVersions, [defaultOf(policy)]: policy.document };
}

/** @throws ApiError 404 if the policy has no such version */
function versionOf({ input }: Call, policy: IamEntity): number {
  const number = Number(/^v(\d+)$/.exec(text(input.VersionId))?.[1]);
  if (versions(policy)[number] === undefined) {
    const why = `Policy ${policy.arn} version ${text(input.VersionId)} does not exist or is not attachable.`;
    throw new ApiError(404, "NoSuchEntity", why);
  }
  return number;
}

function keepVersions(
  world: World,
  { arn, details }: IamEntity,
  all: Readonly<Record<number, string>>,
  number: number,
) {
  const { [number]: document = "", ...otherVersions } = all;
  return updateEntity(world, arn, { document, details: { ...details, version: number, otherVersions } });
}

/** Roles only. */
function accountDetails({ world, caller, input }: Call): object {
  if (texts(input.Filter).join() !== "Role")
    throw new ApiError(501, "InvalidAction", "The emulator lists roles only: set Filter to Role.");
  const { items, more } = iamPage(listRoles(world, caller.account), input, ({ name }) => name);
  return { RoleDetailList: items.map((role) => roleDetail(world, role)), ...more };
}

function roleDetail(world: World, role: IamEntity): object {
  const { Description: _, MaxSessionDuration: _seconds, ...shared } = roleXml(world, role) as Record<string, Xml>;
  return {
    ...shared,
    InstanceProfileList: [],
    RolePolicyList: Object.entries(role.details?.inline ?? {}).map(([PolicyName, document]) => {
      return { PolicyName, PolicyDocument: encoded(document) };
    }),
    AttachedManagedPolicies: attachedXml(role),
  };
}

function attachedXml({ attached }: IamEntity) {
  return attached.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn }));
}

function roleXml(world: World, { arn, name, path, id, made, document, details = {} }: IamEntity): Xml {
  const { description, maxSessionDuration = 3600, boundary, tags = {} } = details;
  return {
    Path: path,
    RoleName: name,
    RoleId: `AROA${id}`,
    Arn: arn,
    CreateDate: world.timestamp(made),
    AssumeRolePolicyDocument: encoded(document),
    MaxSessionDuration: String(maxSessionDuration),
    ...(description === undefined ? {} : { Description: description }),
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: boundary } }),
    ...tagsXml({ details: { tags } }),
    RoleLastUsed: {},
  };
}

function policyXml(world: World, policy: IamEntity): Xml {
  const { arn, name, path, id, made, details = {} } = policy;
  const attached = world.iam.values().filter((other) => other.attached.includes(arn)).length;
  return {
    PolicyName: name,
    PolicyId: `ANPA${id}`,
    Arn: arn,
    Path: path,
    DefaultVersionId: `v${defaultOf(policy)}`,
    AttachmentCount: String(attached),
    PermissionsBoundaryUsageCount: "0",
    IsAttachable: "true",
    ...(details.description === undefined ? {} : { Description: details.description }),
    CreateDate: world.timestamp(made),
    UpdateDate: world.timestamp(made),
    ...tagsXml(policy),
  };
}

function versionXml(world: World, policy: IamEntity, number: number): { readonly [element: string]: Xml } {
  return {
    VersionId: `v${number}`,
    IsDefaultVersion: String(number === defaultOf(policy)),
    CreateDate: world.timestamp(policy.made),
  };
}

function tagList({ details }: Pick<IamEntity, "details">) {
  return Object.entries(details?.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

/** No element at all without tags, as IAM answers. */
function tagsXml(entity: Pick<IamEntity, "details">): { readonly [element: string]: Xml } {
  const tags = tagList(entity);
  return tags.length === 0 ? {} : { Tags: tags };
}

function described({ Description, Tags }: Json): Pick<IamDetails, "description" | "tags"> {
  const tags = Array.isArray(Tags) ? (Tags as readonly Json[]).map(({ Key, Value }) => [text(Key), text(Value)]) : [];
  return {
    ...(text(Description) === "" ? {} : { description: text(Description) }),
    ...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags) }),
  };
}

/** IAM percent-encodes policies in its answers (RFC 3986), more than encodeURIComponent does. */
function encoded(document: string): string {
  return encodeURIComponent(document).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
