// The data source aws_sesv2_email_identity of provider 6.25.0:
// https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/sesv2/email_identity_data_source.go
import { error } from "../../protocol/diagnostic";
import { overlaySchema } from "../../protocol/schema";
import derived from "../../schemas/aws-sesv2-email-identity-data.json";
import { getIdentity } from "../../services/aws/ses-identities";
import type { DataSourceType } from "../resource-type";
import { identityKey } from "./account";
import { diagnoseSes, textOf } from "./region";
import { asRead } from "./sesv2-email-identity";

export const awsSesv2EmailIdentityData: DataSourceType = {
  name: "aws_sesv2_email_identity",
  schema: overlaySchema(derived, { "dkim_signing_attributes.domain_signing_private_key": { sensitive: true } }),

  subject: ({ email_identity }) => textOf(email_identity),

  read(context, config) {
    const name = textOf(config.email_identity);
    const identity = getIdentity(context.world, identityKey(context, config, name));
    context.world.noteCall("ses:ListTagsForResource");
    const tags = Object.fromEntries(Object.entries(identity.tags).filter(([key]) => !key.startsWith("aws:")));
    const set = identity.configurationSetName ?? "";
    return { ...asRead(context.world, identity), configuration_set_name: set, id: name, email_identity: name, tags };
  },

  diagnose(operation, { email_identity }, failure) {
    const id = textOf(email_identity);
    // The provider turns the API's answer into its own "not found".
    if (failure.code === "NotFoundException")
      return error(
        `reading AWS SESv2 (Simple Email V2) Email Identity Data Source (${id}): couldn't find resource (emulated)`,
      );
    return diagnoseSes("Email Identity Data Source", "GetEmailIdentity", operation, id, failure);
  },
};
