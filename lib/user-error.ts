// The base of every error that whoever runs a command can fix. All else that is thrown is a defect, and is shown with its stack.
import type { Location } from "./dns/finding";
import { escapeInvisible } from "./dns/text/escape";

export interface UserErrorOptions {
  /** The error behind it. @default - none */
  readonly cause?: unknown;
  /** Where in a file. @default - it is about no place in a file */
  readonly place?: Location;
  /** What to do. @default - the text says it */
  readonly fix?: string;
  /** What the command ends with. @default 2 */
  readonly exitCode?: number;
}

/**
 * What a user can fix. Its message is ready to be shown: `domains.yaml:12:7: what is wrong: what to do`, one line without a secret. A
 * room has a subclass only where somebody catches that error and no other.
 */
export class UserError extends Error {
  /** The name of the class, as errors have it. */
  override readonly name: string = "UserError";
  /** Where in a file; undefined where it is about no place in a file. */
  readonly place: Location | undefined;
  /** What to do, which the message ends with; undefined where the text says it. */
  readonly fix: string | undefined;
  /** What the command ends with: 2, there is no answer, unless the error says otherwise. */
  readonly exitCode: number;

  /** @param text what is wrong and what was got: lower case, no full stop */
  constructor(text: string, { place, fix, exitCode = 2, cause }: UserErrorOptions = {}) {
    const at = place === undefined ? "" : `${escapeInvisible(place.file)}:${place.line}:${place.column}: `;
    super(`${at}${text}${fix === undefined ? "" : `: ${fix}`}`, cause === undefined ? undefined : { cause });
    this.place = place;
    this.fix = fix;
    this.exitCode = exitCode;
  }
}
