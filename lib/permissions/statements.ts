// The IAM statements for what a role does with its domains.
import type { RolePurpose } from "../dns/account-roles";
import type { Domain } from "../dns/domain";
import { hasIdentity, makesIdentity } from "../dns/has-identity";
import { CERTIFICATE_REGION } from "../dns/kinds/certificate";
import { madeSets } from "../dns/made-sets";
import { partitionOf } from "../dns/regions";
import { sendersOf } from "../dns/sending";
import { testAddressesOf } from "../dns/test-addresses";
import {
  LIST_CERTIFICATES,
  PASS_ROLE,
  READ_ACCOUNT,
  READ_CERTIFICATE,
  READ_DISTRIBUTION,
  READ_IDENTITY,
  READ_SENDER,
  READ_SET,
  READ_TOPIC,
  REQUEST_CERTIFICATE,
  WITH_CONFIGURATION_SET,
  WRITE_CERTIFICATE,
  WRITE_IDENTITY,
  WRITE_SENDER,
  WRITE_SET,
  WRITE_TOPIC,
} from "./actions";
import { allow, escapePattern, type Statement } from "./policy";

export interface StatementsProps {
  /** Twelve digits, or `*`. */
  readonly account: string;
  readonly partition: string;
  readonly purpose: RolePurpose;
}

export function domainStatements(domains: readonly Domain[], props: StatementsProps): Statement[] {
  const { account, partition, purpose } = props;
  const arn = ({ region }: Domain, kind: string, name: string) =>
    `arn:${partitionOf(region)}:ses:${region}:${account}:${kind}/${escapePattern(name)}`;
  const identity = (domain: Domain) => arn(domain, "identity", domain.domain);
  const addresses = (domains: readonly Domain[]) =>
    testAddressesOf(domains).map(({ address, domain }) => arn(domain, "identity", address));
  const senders = domains.filter(hasIdentity);
  // verify looks whether SES still has the identity of a domain without mail, where the others have theirs.
  const withoutMail = domains
    .filter((domain) => !hasIdentity(domain))
    .flatMap((domain) => [...new Set(senders.map(({ region }) => region))].map((region) => ({ ...domain, region })));
  // For a released entry Terraform writes nothing: it only forgets the resources.
  const written = domains.filter(({ state }) => state !== "released");
  // An identity of somebody else is only read.
  const ours = written.filter(makesIdentity);
  const sets = ours.flatMap((domain) =>
    domain.configurationSet === undefined ? [] : [arn(domain, "configuration-set", domain.configurationSet)],
  );
  const ofMade = (kind: (domain: Domain & Pick<Required<Domain>, "madeSet">) => readonly string[]) => ({
    read: madeSets(domains).flatMap(kind),
    written: madeSets(written).flatMap(kind),
  });
  const made = ofMade((domain) => [arn(domain, "configuration-set", domain.madeSet.name)]);
  // verify looks at sets that exist already, too.
  const named = domains.flatMap((domain) =>
    domain.configurationSet === undefined ? [] : [arn(domain, "configuration-set", domain.configurationSet)],
  );
  const topics = ofMade(({ region, madeSet: { events } }) =>
    events.flatMap(({ target }) =>
      target.kind === "topic"
        ? [`arn:${partitionOf(region)}:sns:${region}:${account}:${escapePattern(target.topic.name)}`]
        : [],
    ),
  );
  const senderRoles = (domains: readonly Domain[]) => sendersOf(domains).map(({ role }) => escapePattern(role));
  const streamRoles = ofMade(({ madeSet: { events } }) =>
    events.flatMap(({ target }) => (target.kind === "firehose" ? [escapePattern(target.role)] : [])),
  );
  const distributions = written.flatMap(({ web }) =>
    web.flatMap(({ distribution }) =>
      distribution === undefined
        ? []
        : [`arn:${partition}:cloudfront::${account}:distribution/${escapePattern(distribution)}`],
    ),
  );
  // A certificate's ARN is not known before it is requested, so all of the account are meant, in the one region.
  const certificates = (all: readonly Domain[]) =>
    all.some(({ certificate }) => certificate !== undefined)
      ? [`arn:${partition}:acm:${CERTIFICATE_REGION}:${account}:certificate/*`]
      : [];
  const isApply = purpose === "apply";
  return [
    allow("ReadIdentities", READ_IDENTITY, [...[...senders, ...withoutMail].map(identity), ...addresses(domains)]),
    allow("ReadAccount", READ_ACCOUNT, senders.length === 0 ? [] : ["*"]),
    isApply ? allow("WriteIdentities", WRITE_IDENTITY, [...ours.map(identity), ...addresses(written)]) : undefined,
    isApply ? allow("ConfigurationSets", WITH_CONFIGURATION_SET, sets) : undefined,
    allow("ReadSets", READ_SET, named),
    isApply ? allow("WriteSets", WRITE_SET, made.written) : undefined,
    allow("ReadTopics", READ_TOPIC, topics.read),
    isApply ? allow("WriteTopics", WRITE_TOPIC, topics.written) : undefined,
    isApply ? allow("PassStreamRoles", PASS_ROLE, streamRoles.written) : undefined,
    allow("ReadSenders", READ_SENDER, senderRoles(domains)),
    isApply ? allow("WriteSenders", WRITE_SENDER, senderRoles(written)) : undefined,
    allow("ReadCertificates", READ_CERTIFICATE, certificates(domains)),
    allow("ListCertificates", LIST_CERTIFICATES, certificates(domains).length === 0 ? [] : ["*"]),
    isApply ? allow("WriteCertificates", WRITE_CERTIFICATE, certificates(written)) : undefined,
    isApply ? requestCertificates(written) : undefined,
    allow("ReadDistributions", READ_DISTRIBUTION, distributions),
  ].filter((one) => one !== undefined);
}

/** IAM takes no resource for a request; what it is for is limited by its method and region. */
function requestCertificates(written: readonly Domain[]): Statement | undefined {
  if (!written.some(({ certificate }) => certificate !== undefined)) return undefined;
  const Condition = { StringEquals: { "acm:ValidationMethod": "DNS", "aws:RequestedRegion": CERTIFICATE_REGION } };
  const statement = allow("RequestCertificates", REQUEST_CERTIFICATE, ["*"]);
  return statement && { ...statement, Condition };
}
