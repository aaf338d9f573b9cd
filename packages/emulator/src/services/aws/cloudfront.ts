// CloudFront's distributions, as far as a web record needs them: an id and its domain name.
import { createHash } from "node:crypto";
import type { CloudFrontDistribution } from "../../world/entities";
import { ApiError } from "../../world/faults";
import type { World } from "../../world/world";
import { partitionOf } from "./partition";

/** Makes the distributions that a configuration names, except those that somebody deleted. */
export function ensureDistributions(world: World, ids: readonly string[]): void {
  const missing = [...new Set(ids)].filter(
    (id) => world.distributions.get(id) === undefined && world.deletions.get(`distribution/${id}`) === undefined,
  );
  if (missing.length > 0)
    world.commit(...missing.map((id) => world.distributions.put(id, { id, domainName: domainName(id) })));
}

/** What is the same in every distribution, and so never a change in a plan. */
export const DISTRIBUTION = {
  etag: "ESANDBOX",
  enabled: true,
  /** Milliseconds since 1970. */
  lastModified: Date.UTC(2026, 0, 1),
  status: "Deployed",
  webAclId: "",
} as const;

/** The ARN as it is in the partition of a region. */
export function distributionArn(region: string, account: string, id: string): string {
  return `arn:${partitionOf(region)}:cloudfront::${account}:distribution/${id}`;
}

/** GetDistribution. */
export function getDistribution(world: World, id: string): CloudFrontDistribution {
  // The provider also asks for the tags.
  for (const action of ["GetDistribution", "ListTagsForResource"]) world.noteCall(`cloudfront:${action}`);
  const distribution = world.distributions.get(id);
  if (distribution === undefined) {
    throw new ApiError(404, "NoSuchDistribution", "The specified distribution does not exist.");
  }
  return distribution;
}

/** DeleteDistribution. */
export function deleteDistribution(world: World, id: string): void {
  getDistribution(world, id);
  world.commit(world.distributions.remove(id), world.deletions.put(`distribution/${id}`, true));
}

/** 14 characters before `.cloudfront.net`, as in CloudFront. An id has the same domain name in every emulator. */
function domainName(id: string): string {
  const digits = [...createHash("sha256").update(`distribution/${id}`).digest()].map((byte) =>
    (byte % 36).toString(36),
  );
  return `sandbox${digits.slice(0, 7).join("")}.cloudfront.net`;
}
