// What the SDK's model leaves out of AWS's: lengths, patterns, and which enumeration a member has, for the members that the emulator
// reads. A test holds them against AWS's published model (botocore's service-2.json), where that is installed.

export interface Limit {
  readonly min?: number;
  readonly max?: number;
  /** As the model writes it; all of the text must fit. */
  readonly pattern?: string;
  /** The enumeration's name. */
  readonly values?: string;
}

const ORIGIN = { values: "DkimSigningAttributesOrigin" };

/** By the structure's member, whatever structure it is in: no two of those that are read differ. */
export const LIMITS: Readonly<Record<string, Limit>> = {
  EmailIdentity: { min: 1 },
  ResourceArn: { min: 1 },
  DomainSigningSelector: {
    ...{ min: 1, max: 63 },
    pattern: String.raw`^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9]))$`,
  },
  DomainSigningPrivateKey: { min: 1, max: 20_480, pattern: String.raw`^[a-zA-Z0-9+\/]+={0,2}$` },
  NextSigningKeyLength: { values: "DkimSigningKeyLength" },
  DomainSigningAttributesOrigin: ORIGIN,
  SigningAttributesOrigin: ORIGIN,
  BehaviorOnMxFailure: { values: "BehaviorOnMxFailure" },
  Headers: { min: 0, max: 15 },
  // STS. The pattern of RoleArn lets through all that is printed.
  RoleArn: { min: 20, max: 2048 },
  RoleSessionName: { min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` },
  DurationSeconds: { min: 900, max: 43_200 },
};
