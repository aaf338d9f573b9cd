import { createAcm } from "../acm/acm";
import { createCloudflare } from "../cloudflare/client";
import { createSes } from "../ses/ses";
import { createDns } from "../verify/dns/dns";
import { policyFetch } from "../verify/protocols/mta-sts";
import { tlsProbe } from "../verify/protocols/tls";
import type { Clients } from "./context";

/** The real clients. */
export const CLIENTS: Clients = { createAcm, createSes, createCloudflare, createDns, tlsProbe, policyFetch };
