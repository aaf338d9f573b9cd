// What every broken file must get: a good error, and no domains. Shared by the sample in `npm test` and the whole in test:long.
import { isReadable, parseConfiguration } from "../../lib/config/configuration";
import { findingFaults } from "../helpers/finding-faults";
import { HAND_MADE } from "./broken-by-hand";
import { type BrokenFile, mutatedFiles } from "./broken-files";

export const FILES: readonly BrokenFile[] = [...mutatedFiles(), ...HAND_MADE];

/** What is wrong with the answer to a broken file; nothing, if it is a good one. */
export function faults({ title, text, says }: BrokenFile): string[] {
  const { findings, domains, ...config } = parseConfiguration([{ file: "domains.yaml", text }]);
  const errors = findings.filter(({ severity }) => severity === "error");
  const wrong = [
    ...findings.flatMap((finding) => findingFaults(finding, text)),
    errors.length === 0 && "no error",
    isReadable({ findings, domains, ...config }) && "fits the schema",
    domains.length > 0 && "has domains",
    says && !errors.some(({ message }) => says.test(message)) && `does not say ${says}: ${findings[0]?.message}`,
  ];
  return wrong.filter((fault) => fault !== false && fault !== undefined).map((fault) => `${title}: ${fault}`);
}
