import { environmentArguments, readCommand } from "../../src/guard/command-line";

const read = (line: string) => {
  const { name, folder, files, backendConfig, operands, isHelp } = readCommand(line.split(" ").filter(Boolean), "/p");
  return [
    name,
    folder,
    ...files.map(({ option, value }) => `${option}>${value}`),
    ...backendConfig,
    ...operands,
    ...(isHelp ? ["?"] : []),
  ].join(" ");
};

test.each([
  ["plan", "plan /p"],
  ["-chdir=a/b plan -out=x", "plan /p/a/b -out>x"],
  ["plan -out x -var a=b -target c", "plan /p -out>x"],
  ["--chdir=a plan", "plan /p"],
  ["plan -chdir=a", "plan /p"],
  ["apply --state=../s -state-out ../t -backup=- plan.bin", "apply /p -state>../s -state-out>../t -backup>- plan.bin"],
  ["apply -auto-approve plan.bin", "apply /p plan.bin"],
  ["apply -parallelism 3 plan.bin", "apply /p plan.bin"],
  ["init -backend-config=path=x -backend-config y", "init /p path=x y"],
  ["-help", " /p ?"],
  ["plan -help", "plan /p ?"],
  ["-version", " /p ?"],
  ["", " /p"],
])("terraform %s", (line, expected) => {
  expect(read(line)).toBe(expected);
});

test("what the environment adds to the command line is read as well", () => {
  const words = environmentArguments({
    TF_CLI_ARGS: "-no-color",
    TF_CLI_ARGS_plan: "-state='/x y' -lock=false",
    OTHER: "-state=z",
  });
  expect(words).toEqual(["-no-color", "-state=/x", "y", "-lock=false"]);
  expect(readCommand(["plan"], "/p", words).files).toEqual([{ option: "-state", value: "/x" }]);
});
