// Calls of the services that a person makes by hand: a service's error becomes one of the emulator, which says whose it is.
import { EmulatorError } from "../errors";
import { ApiError } from "../world/faults";

/**
 * @param name what the call is about
 * @throws EmulatorError if the service refuses the call
 */
export function callService<T>(service: "Cloudflare" | "SES" | "CloudFront", name: string, call: () => T): T {
  try {
    return call();
  } catch (caught) {
    if (!(caught instanceof ApiError)) throw caught;
    // Names come from anywhere, and the services repeat them.
    const message = caught.message.replace(/\p{Cc}/gu, (sign) => JSON.stringify(sign).slice(1, -1));
    throw new EmulatorError(`${service} refuses ${JSON.stringify(name)}: ${message} (${caught.code})`);
  }
}
