// Who is asked before a lock is taken away, and what is never handed to Terraform.
import { lockWords, refuseUnlock } from "../../lib/app/unlock";

const HELD = {
  id: "d4deefaf-036c",
  path: "state/mail.tfstate",
  operation: "apply",
  who: "root@vm",
  version: "1.11.4",
  created: "2026-01-02 03:04:05 UTC",
};

async function settled(given: { answer?: string; id?: string; held?: object }) {
  const { answer, id, held } = given;
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answer;
  };
  const context = { ask: answer === undefined ? undefined : ask, say: () => {}, label: "", kind: "real" as const };
  const end = await refuseUnlock(context, "mail", { ...HELD, ...held }, id).then(
    () => "taken away",
    ({ message }: Error) => message,
  );
  return [end, asked.length];
}

test.each([
  ["a terminal, and yes", { answer: "yes" }, "taken away", 1],
  ["a terminal, and something else", { answer: "y" }, "the answer was not yes", 1],
  ["no terminal", {}, "if that run is dead, mailzone unlock mail --id d4deefaf-036c", 0],
  ["its id", { id: "d4deefaf-036c" }, "taken away", 0],
  ["another id", { answer: "yes", id: "other" }, "the lock is another by now, d4deefaf-036c", 0],
  ["an id that is an option", { answer: "yes", held: { id: "-lock=false" } }, "not one of Terraform's", 0],
])("with %s", async (_, given, end, asked) => {
  expect(await settled(given)).toEqual([expect.stringContaining(end), asked]);
});

test("what the holder wrote is shown, and no more", () => {
  expect(lockWords(HELD)).toBe(
    'since 2026-01-02 03:04:05 UTC by "root@vm", for an apply (Terraform 1.11.4, lock d4deefaf-036c)',
  );
  expect(lockWords({ ...HELD, who: "a\u001b[2J", operation: "state-rm" })).toContain('by "a␛[2J", for "state-rm"');
});
