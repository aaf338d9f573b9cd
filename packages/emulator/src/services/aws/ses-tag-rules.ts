// The rules for tags of SES's resources, with the words and in the order that others have seen in SES's answers
// (floci-io/floci#2504, which tried each against AWS). https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Tag.html
import { badRequest } from "../../world/faults";

export interface Tag {
  readonly key: string;
  /** Null if the request has none. */
  readonly value: string | null;
}

const MAX_TAGS = 50;
const ALLOWED = /^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$/u;

/** @throws ApiError if SES would refuse the tags; then none is written */
export function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MAX_TAGS) throw badRequest(`${TOO_MANY} in the request`);
  if (new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw badRequest("Cannot provide multiple tags with the same key");
  }
  if (tags.some(({ key, value }) => value === null || !ALLOWED.test(key) || !ALLOWED.test(value))) {
    throw badRequest(
      "Tags can only contain letters, numbers, spaces, and the following special characters: _ . : / = + - @",
    );
  }
  if (tags.some(({ key }) => /^aws:/i.test(key))) {
    throw badRequest("Caller is an end user and not allowed to mutate system tags");
  }
  const tooLongParts = tags.flatMap(({ key, value }, index) => [
    ...tooLong(value ?? "", 256, `tags.${index + 1}.member.value`),
    ...tooLong(key, 128, `tags.${index + 1}.member.key`),
  ]);
  if (tooLongParts.length > 0) {
    throw badRequest(
      `${tooLongParts.length} validation error${tooLongParts.length === 1 ? "" : "s"} detected: ${tooLongParts.join("; ")}`,
    );
  }
  // SES gives no reason here.
  if (tags.some(({ key }) => key === "")) throw badRequest("");
}

/** `count` is the number of tags after the request: those of the resource and the new ones. */
export function checkTagCount(count: number): void {
  if (count > MAX_TAGS) throw badRequest(`${TOO_MANY} in the request or delete existing tags and retry`);
}

const TOO_MANY = `Maximum of ${MAX_TAGS} user tags are allowed per resource, consider reducing the number of tags`;

function tooLong(text: string, most: number, at: string): string[] {
  if ([...text].length <= most) return [];
  return [`Value at '${at}' failed to satisfy constraint: Member must have length less than or equal to ${most}`];
}
