// A mirror of HashiCorp's releases on loopback, with a release of its own.
import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { platform, type Release } from "../../../lib/terraform/release/release";
import { zipOf } from "../../files/zip-of";

export interface Mirror {
  readonly url: string;
  readonly release: Release;
  readonly archive: Buffer;
  /** Paths that were asked for. */
  readonly asked: string[];
  stop(): void;
}

export const PROGRAM = "#!/bin/sh\necho Terraform v1.11.4\n";

/** @param answer @default - the archive */
export async function startMirror(
  answer: (response: http.ServerResponse, archive: Buffer, request: http.IncomingMessage) => void = (
    response,
    archive,
  ) => {
    response.setHeader("content-length", archive.length);
    response.end(archive);
  },
  program: string | Buffer = PROGRAM,
): Promise<Mirror> {
  const archive = zipOf({ "LICENSE.txt": "BUSL-1.1", terraform: program }, { stored: true });
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(response, archive, request);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const sum = createHash("sha256").update(archive).digest("hex");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/terraform`,
    release: { version: "1.11.4", sums: { [platform()]: sum } },
    archive,
    asked,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
