// aws_sesv2_email_identity of provider 6.25.0:
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/sesv2/email_identity.go

import { type Diagnostic, error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import { type ObjectValue, sameValue, type Value } from "../../protocol/value";
import derived from "../../schemas/aws-sesv2-email-identity.json";
import {
  createIdentity,
  type DkimSigning,
  deleteIdentity,
  getIdentity,
  identityArn,
  isEmailAddress,
  putConfigurationSet,
  putDkimSigning,
} from "../../services/aws/ses-identities";
import { putTags } from "../../services/aws/ses-tags";
import type { SesIdentity } from "../../world/entities";
import type { World } from "../../world/world";
import { ifFound, unlessGone } from "../found";
import type { Context, ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { identityKey } from "./account";
import { diagnoseSes, importedState, planRegion, textOf } from "./region";
import { firstOf } from "./sesv2-configuration-set";
import { allTags, planTags, readTags, userTags } from "./tags";

const BLOCK = "dkim_signing_attributes";
const KEY_LENGTHS = ["RSA_1024_BIT", "RSA_2048_BIT"];

export const awsSesv2EmailIdentity: ResourceType = {
  name: "aws_sesv2_email_identity",
  schema: overlaySchema(derived, {
    [BLOCK]: { computed: true },
    [`${BLOCK}.domain_signing_private_key`]: { sensitive: true },
  }),

  subject: ({ email_identity, id }) => textOf(email_identity) || textOf(id),

  validate({ configuration_set_name, [BLOCK]: blocks }) {
    const found: Diagnostic[] = [];
    if (typeof configuration_set_name === "string" && !/^.{1,64}$/.test(configuration_set_name)) {
      const got = configuration_set_name;
      found.push(
        error(`expected length of configuration_set_name to be in the range (1 - 64), got ${got}`, "", [
          "configuration_set_name",
        ]),
      );
    }
    const block = firstOf(blocks);
    return block === undefined ? found : [...found, ...validateDkim(block)];
  },

  plan(context, request) {
    const plan = planRegion(context, planSdk(request, { forceNew: ["email_identity"] }), request.prior);
    return planTags(context, plan, request.prior);
  },

  create(context, planned) {
    const { world } = context;
    const key = identityKey(context, planned, textOf(planned.email_identity));
    const configurationSetName = textOf(planned.configuration_set_name) || null;
    const tags = userTags(allTags(context, planned.tags!));
    createIdentity(world, { ...key, configurationSetName, tags, dkim: signingOf(planned[BLOCK]) });
    return readState(context, { ...planned, id: key.name });
  },

  read: (context, state) => ifFound("NotFoundException", () => readState(context, state)),

  update(context, prior, planned) {
    const { world } = context;
    const key = identityKey(context, planned, textOf(prior.id));
    if (!sameValue(prior.configuration_set_name!, planned.configuration_set_name!)) {
      putConfigurationSet(world, key, textOf(planned.configuration_set_name) || null);
    }
    if (!sameValue(prior[BLOCK]!, planned[BLOCK]!)) putDkimSigning(world, key, signingOf(planned[BLOCK]));
    if (!sameValue(prior.tags_all!, planned.tags_all!)) putTags(world, key, planned.tags_all as Record<string, string>);
    return readState(context, { ...planned, id: prior.id! });
  },

  delete(context, prior) {
    unlessGone("NotFoundException", () => deleteIdentity(context.world, identityKey(context, prior, textOf(prior.id))));
  },

  importState: importedState,

  diagnose(operation, value, failure) {
    const calls = {
      create: "CreateEmailIdentity",
      read: "GetEmailIdentity",
      update: "PutEmailIdentityDkimSigningAttributes",
      delete: "DeleteEmailIdentity",
    };
    return diagnoseSes("Email Identity", calls[operation], operation, this.subject(value), failure);
  },
};

function validateDkim(block: ObjectValue): Diagnostic[] {
  const { next_signing_key_length: length, domain_signing_private_key: key, domain_signing_selector: selector } = block;
  const found: Diagnostic[] = [];
  const at = (name: string) => [BLOCK, 0, name];
  if (typeof length === "string" && !KEY_LENGTHS.includes(length)) {
    const list = KEY_LENGTHS.map((one) => `"${one}"`).join(" ");
    found.push(
      error(
        `expected next_signing_key_length to be one of [${list}], got ${length}`,
        "",
        at("next_signing_key_length"),
      ),
    );
  }
  if (length !== null && (key !== null || selector !== null)) {
    const other = key === null ? "domain_signing_selector" : "domain_signing_private_key";
    const detail = `"${BLOCK}.0.next_signing_key_length": conflicts with ${BLOCK}.0.${other}`;
    found.push(error("Conflicting configuration arguments", detail, at("next_signing_key_length")));
  }
  if ((key === null) !== (selector === null)) {
    const has = key === null ? "selector" : "private_key";
    const detail = `"${BLOCK}.0.domain_signing_${has}": all of \`${BLOCK}.0.domain_signing_private_key,${BLOCK}.0.domain_signing_selector\` must be specified`;
    found.push(error("Missing required argument", detail, at(`domain_signing_${has}`)));
  }
  return found;
}

function signingOf(blocks: Value | undefined): DkimSigning {
  const block = firstOf(blocks) ?? {};
  return {
    privateKey: textOf(block.domain_signing_private_key) || undefined,
    selector: textOf(block.domain_signing_selector) || undefined,
    nextKeyLength: textOf(block.next_signing_key_length) || undefined,
  };
}

function readState(context: Context, state: ObjectValue): ObjectValue {
  const { world } = context;
  const identity = getIdentity(world, identityKey(context, state, textOf(state.id)));
  // The provider reads the tags of every resource that can have tags, even if the configuration sets none.
  world.noteCall("ses:ListTagsForResource");
  return { ...toState(world, identity, state), ...readTags(context, identity, state) };
}

function toState(world: World, identity: SesIdentity, state: ObjectValue): ObjectValue {
  // The API never returns the private key, so the provider keeps the one in the state.
  const kept = firstOf(state[BLOCK]) ?? {};
  return { ...state, id: textOf(state.id), email_identity: textOf(state.id), ...asRead(world, identity, kept) };
}

/** What GetEmailIdentity answers, by the provider's names. @param own the key of one's own, as configured */
export function asRead(world: World, identity: SesIdentity, own: ObjectValue = {}): ObjectValue {
  const { name, region, dkim, verification } = identity;
  return {
    arn: identityArn(identity),
    configuration_set_name: identity.configurationSetName,
    identity_type: isEmailAddress(name) ? "EMAIL_ADDRESS" : "DOMAIN",
    region,
    verification_status: verification,
    verified_for_sending_status: verification === "SUCCESS",
    [BLOCK]: [
      {
        current_signing_key_length: dkim.keyLength ?? "",
        next_signing_key_length: dkim.keyLength ?? "",
        // An address has no keys.
        last_key_generation_timestamp: dkim.keyLength === null ? "" : world.timestamp(dkim.keyMade),
        signing_attributes_origin: dkim.origin,
        status: dkim.status,
        tokens: dkim.tokens,
        domain_signing_private_key: textOf(own.domain_signing_private_key),
        domain_signing_selector: textOf(own.domain_signing_selector),
      },
    ],
  };
}
