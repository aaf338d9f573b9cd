// Internals of the emulator that this repository uses beside its face: its HTTP APIs and what they say of AWS's model, for tests
// with other clients. They are not published, and may change at any time; what other programs may use is in index.ts and
// commands.ts.
export { ACM_CALLS } from "../src/http/aws/acm-api";
export { QUERY_ACTIONS } from "../src/http/aws/query-api";
export { SES_CALLS } from "../src/http/aws/ses-api";
export { ACM_LIMITS, IAM_LIMITS, LIMITS, type Limits, SNS_LIMITS } from "../src/http/aws-model/limits";
export { enumOf, operationOf, type SdkModel } from "../src/http/aws-model/schema";
export { EMULATED_TOKEN, httpEnvironment } from "../src/http/environment";
export { type HttpServer, serveHttp } from "../src/http/server";
