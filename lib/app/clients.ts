import { createCloudflare } from "../cloudflare/client";
import { createSes } from "../ses/ses";
import { createDns } from "../verify/dns/dns";
import { tlsProbe } from "../verify/protocols/tls";
import type { Clients } from "./context";

/** The real clients. */
export const CLIENTS: Clients = { createSes, createCloudflare, createDns, tlsProbe };
