// aws_sesv2_email_identity_mail_from_attributes of provider 6.25.0:
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/sesv2/email_identity_mail_from_attributes.go

import { error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import type { ObjectValue } from "../../protocol/value";
import derived from "../../schemas/aws-sesv2-email-identity-mail-from-attributes.json";
import { getIdentity, putMailFrom } from "../../services/aws/ses-identities";
import type { SesIdentity } from "../../world/entities";
import { ifFound, unlessGone } from "../found";
import { type Context, Refusal, type ResourceType } from "../resource-type";
import { planSdk } from "../sdk-plan";
import { identityKey } from "./account";
import { diagnoseSes, importedState, planRegion, textOf } from "./region";

const BEHAVIORS = ["USE_DEFAULT_VALUE", "REJECT_MESSAGE"];

export const awsSesv2EmailIdentityMailFromAttributes: ResourceType = {
  name: "aws_sesv2_email_identity_mail_from_attributes",
  schema: overlaySchema(derived),

  subject: ({ email_identity, id }) => textOf(email_identity) || textOf(id),

  validate({ behavior_on_mx_failure: behavior }) {
    if (typeof behavior !== "string" || BEHAVIORS.includes(behavior)) return [];
    const list = BEHAVIORS.map((one) => `"${one}"`).join(" ");
    const summary = `expected behavior_on_mx_failure to be one of [${list}], got ${behavior}`;
    return [error(summary, "", ["behavior_on_mx_failure"])];
  },

  plan(context, request) {
    const rules = { forceNew: ["email_identity"], defaults: { behavior_on_mx_failure: "USE_DEFAULT_VALUE" } };
    return planRegion(context, planSdk(request, rules), request.prior);
  },

  create(context, planned) {
    write(context, textOf(planned.email_identity), planned, "creating");
    return toState(readBack(context, textOf(planned.email_identity), planned), planned);
  },

  read: (context, state) =>
    ifFound("NotFoundException", () => toState(readBack(context, textOf(state.id), state), state)),

  update(context, prior, planned) {
    write(context, textOf(prior.id), planned, "updating");
    return toState(readBack(context, textOf(prior.id), planned), planned);
  },

  delete(context, prior) {
    unlessGone("NotFoundException", () =>
      putMailFrom(context.world, identityKey(context, prior, textOf(prior.id)), null),
    );
  },

  importState: importedState,

  diagnose(operation, value, failure) {
    const call = operation === "read" ? "GetEmailIdentity" : "PutEmailIdentityMailFromAttributes";
    return diagnoseSes("Email Identity Mail From Attributes", call, operation, this.subject(value), failure);
  },
};

function write(context: Context, name: string, planned: ObjectValue, action: string): void {
  const domain = textOf(planned.mail_from_domain) || null;
  const behavior = textOf(planned.behavior_on_mx_failure);
  if (domain === null && behavior === "REJECT_MESSAGE") {
    const reason = "mail from domain is required if behavior on MX failure is REJECT_MESSAGE";
    throw new Refusal(
      error(`${action} AWS SESv2 (Simple Email V2) Email Identity Mail From Attributes (${name}): ${reason}`),
    );
  }
  putMailFrom(context.world, identityKey(context, planned, name), domain, behavior);
}

function readBack(context: Context, name: string, value: ObjectValue): SesIdentity {
  return getIdentity(context.world, identityKey(context, value, name));
}

/** The API returns these attributes for every identity, even if its MAIL FROM was never set. */
function toState({ name, region, mailFrom, behaviorOnMxFailure }: SesIdentity, state: ObjectValue): ObjectValue {
  return {
    ...state,
    id: textOf(state.id) || name,
    region,
    email_identity: textOf(state.email_identity) || name,
    behavior_on_mx_failure: behaviorOnMxFailure,
    mail_from_domain: mailFrom?.domain ?? null,
  };
}
