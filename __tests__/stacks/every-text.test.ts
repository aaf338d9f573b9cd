// domains.yaml and imports.yaml are data: whatever a text says, Terraform and CDKTF run nothing of it.
import { stringify } from "yaml";
import { type Configuration, parseConfiguration } from "../../lib/config/configuration";
import { checkPlaces, ENTRY, errors, liveIn, PLACES, synthesise, TEXTS } from "./every-text";

function withDomain(entry: object): Configuration {
  const file = { domains: [{ ...ENTRY, ...entry, protect: false }] };
  return parseConfiguration([{ file: "domains.yaml", text: stringify(file) }]);
}

test("defaults take what a domain takes", () => {
  const names = (start: string) =>
    PLACES.flatMap(({ name }) => (name.startsWith(start) ? [name.slice(start.length)] : []));
  const own = ["domain", "name", "state", "testAddresses", "testAddresses[]"];
  expect(names("defaults.")).toEqual(names("domains[].").filter((name) => !own.includes(name)));
});

test.each(["released", "absent"])("a domain that is %s is data, too, though no rule looks at its name", (state) => {
  const usual = synthesise(withDomain({ domain: "zqzq.example.com", state }));
  for (const text of TEXTS) {
    const config = withDomain({ domain: `${text}.example.com`, state, dmarc: false });
    if (errors(config).length > 0) continue;
    expect({ text, live: liveIn(synthesise(config)) }).toEqual({ text, live: liveIn(usual) });
  }
});

/** One of the texts at every twelfth place, all of them in turn; all at all places are in test:long. */
checkPlaces((place) => (place % 12 === 0 ? [TEXTS[(place / 12) % TEXTS.length]!] : []));
