// What holds of parseConfiguration() for every text: shared by the short run in `npm test` and the long one.
import fc from "fast-check";
import { isReadable, parseConfiguration } from "../../lib/config/configuration";
import { almostYaml, anyYaml, toYaml, validConfiguration } from "./arbitraries";
import { findingFaults } from "./finding-faults";

const parse = (text: string) => parseConfiguration([{ file: "domains.yaml", text }]);

/** It never throws; each finding stands in the file and in our words; what cannot be read gives no domains. */
function answersWell(text: string): boolean {
  const config = parse(text);
  const faults = config.findings.flatMap((finding) => findingFaults(finding, text));
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return isReadable(config) || config.domains.length === 0;
}

export const PROPERTIES: readonly (readonly [sentence: string, property: fc.IRawProperty<unknown>])[] = [
  ["any text gets an answer", fc.property(almostYaml, answersWell) as fc.IRawProperty<unknown>],
  ["any structure gets an answer", fc.property(anyYaml, answersWell) as fc.IRawProperty<unknown>],
  [
    "a file that fits the schema is read",
    fc.property(validConfiguration, (file) => {
      const unfit = parse(toYaml(file)).findings.filter(({ rule }) => rule === "yaml" || rule === "schema");
      if (unfit.length > 0) throw new Error(unfit.map(({ message }) => message).join("\n"));
    }) as fc.IRawProperty<unknown>,
  ],
  [
    "the order of domains changes none of them",
    fc.property(validConfiguration, (file) => {
      const domains = (text: string) =>
        [...parse(text).domains].sort((a, b) => (a.entry < b.entry ? -1 : 1)).map((domain) => JSON.stringify(domain));
      const [some, other] = [file, { ...file, domains: file.domains.toReversed() }].map((it) => domains(toYaml(it)));
      return some?.length === file.domains.length && some.join("\n") === other?.join("\n");
    }) as fc.IRawProperty<unknown>,
  ],
];
