// STS: the identity of the caller. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
import type { World } from "../../world/world";

export interface CallerOptions {
  readonly account: string;
  /** Such as `aws-cn`. @default "aws" */
  readonly partition?: string;
  /** The name of the role that was assumed. @default - none: the emulator's user */
  readonly role?: string;
}

export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** GetCallerIdentity. */
export function callerIdentity(world: World, { account, partition = "aws", role }: CallerOptions): CallerIdentity {
  world.noteCall("sts:GetCallerIdentity");
  if (role === undefined) {
    return { account, arn: `arn:${partition}:iam::${account}:user/sandbox`, userId: "AIDASANDBOX" };
  }
  const session = "emulator";
  const arn = `arn:${partition}:sts::${account}:assumed-role/${role}/${session}`;
  return { account, arn, userId: `AROASANDBOX:${session}` };
}
