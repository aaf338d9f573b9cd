// Internals of the emulator that this repository uses beside its face: its resource types, for tests that compare their calls and
// values. They are not published, and may change at any time; what other programs may use is in index.ts and commands.ts.
export { PROVIDERS } from "../src/providers";
export { awsCloudfrontDistributionData } from "../src/resources/aws/cloudfront-distribution-data";
export { normalizedJson } from "../src/resources/aws/policy-json";
export { awsSesv2EmailIdentity } from "../src/resources/aws/sesv2-email-identity";
export { awsSesv2EmailIdentityMailFromAttributes } from "../src/resources/aws/sesv2-email-identity-mail-from-attributes";
export { cloudflareDnsRecord } from "../src/resources/cloudflare/dns-record";
