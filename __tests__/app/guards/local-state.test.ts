// State that is a local file, where the machine is thrown away.
import { losesState, refuseLocalState } from "../../../lib/app/guards/local-state";
import type { Configuration } from "../../../lib/config/configuration";

const backend = (type: string) => ({ backend: { type } }) as Pick<Configuration, "backend">;

test.each([
  ["a file, in CI", {}, { CI: "true" }, true],
  ["a file that is named, in CI", backend("local"), { CI: "1" }, true],
  ["a file, elsewhere", {}, {}, false],
  ["a file, where CI is empty", {}, { CI: "" }, false],
  ["a store, in CI", backend("s3"), { CI: "true" }, false],
])("%s", (_, config, env, loses) => {
  expect(losesState({ env }, config)).toBe(loses);
  const apply = () => refuseLocalState({ env }, config, {});
  if (loses) expect(apply).toThrow("nothing is applied: state is a local file, and this is CI, which loses it");
  else expect(apply).not.toThrow();
});

test("--local-state lets it through, and so does the emulator", () => {
  const shell = { env: { CI: "true" } };
  expect(() => refuseLocalState(shell, {}, { localState: true })).not.toThrow();
  expect(() => refuseLocalState(shell, {}, { emulated: true })).not.toThrow();
});
