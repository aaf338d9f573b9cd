// Reading and deleting what may be gone: the provider then takes it out of the state.
import type { ObjectValue } from "../protocol/value";
import { ApiError } from "../world/faults";

/** The state that is read, or null where the service answers with the code. */
export function ifFound(code: string, read: () => ObjectValue | null): { readonly state: ObjectValue | null } {
  try {
    return { state: read() };
  } catch (caught) {
    if (isNotFound(caught, code)) return { state: null };
    throw caught;
  }
}

/** Deletes something; if the service answers with the code, it is gone already. */
export function unlessGone(code: string, remove: () => void): void {
  try {
    remove();
  } catch (caught) {
    if (!isNotFound(caught, code)) throw caught;
  }
}

/** @param code the service's, such as `ResourceNotFoundException` */
export function isNotFound(caught: unknown, code: string): boolean {
  return caught instanceof ApiError && caught.code === code;
}
