// Words that other tools have for what mailzone does, and slips that come near a command.
import { version } from "../../package.json";
import { runInProcess } from "../helpers/in-process";

const mailzone = (...argv: string[]) => runInProcess(argv, { cwd: __dirname });

test.each([
  ["deploy", "apply"],
  ["diff", "plan"],
  ["validate", "check"],
  ["import", "adopt"],
])("%s is answered with %s, and nothing is run", async (word, ours) => {
  expect(await mailzone(word, "--yes")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: `error: mailzone has no command "${word}": run mailzone ${ours}, and mailzone --help lists all\n`,
  });
});

test.each(["destory", "destro", "estroy", "constructor", "toString"])("%s leads nobody to destroy", async (word) => {
  const { code, stderr } = await mailzone(word);
  expect(code).toBe(2);
  expect(stderr).toContain(`error: unknown command '${word}'`);
  expect(stderr).not.toContain("destroy");
});

test("a slip of any other command is still met with it", async () => {
  expect((await mailzone("aply")).stderr).toContain("(Did you mean apply?)");
});

test("--version is the package's", async () => {
  expect(await mailzone("--version")).toMatchObject({ code: 0, stdout: `${version}\n` });
});
