// Mail as programs make it and judge it: OpenDKIM signs, a Postfix takes it over with OpenDKIM and OpenDMARC as its milters, and
// what they wrote into the delivered file stands beside what mailzone says of it. Where they differ, the case says why.

import { spawnSync } from "node:child_process";
import path from "node:path";
import type { MessageEvaluation } from "../../lib/verify/message/evaluation";
import { verifyMessage } from "../../lib/verify/message/verify";
import { PYTHON, runPython } from "../helpers/python";
import { BODY, HEADER, signed } from "../verify/message/signature/sign";
import { RECORDS, resolverOf } from "../verify/message/signed";
import type { MailCase } from "./mail/case";
import { AUTHORS, FORGED, INTERNATIONAL, SENDERS, TAGS } from "./mail/judged";
import { RELAYED, SIGNED } from "./mail/made";
import { DNS, type Received, receive, SES, type Sending, whyNoWorld } from "./mail/world";

const CASES: readonly MailCase[] = [
  ...SIGNED,
  ...RELAYED,
  ...SENDERS,
  ...AUTHORS,
  ...FORGED,
  ...INTERNATIONAL,
  ...TAGS,
];
const why = whyNoWorld();
const hasJudges = PYTHON !== undefined && spawnSync(PYTHON, ["-c", "import dkim, nacl, spf"]).status === 0;

function sendingOf(one: MailCase): Sending {
  const { header = HEADER, body = BODY, own, sign = [], after = [], above = [] } = one;
  const plain = Buffer.from([...header, "", body].join("\r\n"), "latin1");
  const message = own === undefined ? plain : signed({ header, body, ...own }).message;
  return {
    message: message.toString("base64"),
    sign,
    after,
    above: Buffer.from(above.map((line) => `${line}\r\n`).join(""), "latin1").toString("base64"),
    ip: one.ip ?? SES,
    helo: one.helo ?? "a25.smtp-out.amazonses.com",
    from: one.from ?? "id@mail.example.com",
    utf8: one.utf8 ?? false,
  };
}

const passing = (dkim: readonly { readonly result: string; readonly domain: string | null }[]) =>
  [...new Set(dkim.filter(({ result }) => result === "pass").map(({ domain }) => domain))].sort().join("+") || "-";

const ours = ({ spf, dkim, dmarc }: MessageEvaluation) => `${spf.result} / ${passing(dkim)} / ${dmarc.result}`;
const theirs = ({ receiver }: MessageEvaluation) =>
  receiver === null ? "nothing" : `${receiver.spf?.result} / ${passing(receiver.dkim)} / ${receiver.dmarc}`;

/** OpenDMARC writes "fail" for whatever SPF says that is neither pass nor none. */
const plainly = (text: string) => text.replace(/^(?:softfail|neutral|permerror)/, "fail");

(why === undefined ? describe : describe.skip)(
  `with OpenDKIM, OpenDMARC and Postfix${why === undefined ? "" : ` (${why})`}`,
  () => {
    let received: Received;
    const proofs: MessageEvaluation[] = [];
    beforeAll(async () => {
      received = await receive(CASES.map(sendingOf));
      for (const index of CASES.keys()) {
        const file = Buffer.from(received.delivered[index] ?? "", "base64");
        proofs.push(await verifyMessage(file, { resolver: resolverOf(DNS), records: RECORDS, now: Date.now() }));
      }
    });

    test("all of it is taken over", () => {
      expect(received.answers.filter(([code]) => code !== 250)).toEqual([]);
    });

    test.each(CASES.map((one, index) => [one.what, index, one] as const))("%s", (_, index, one) => {
      const proof = proofs[index];
      if (proof === undefined) throw new Error("nothing was delivered");
      expect([ours(proof), theirs(proof)]).toEqual([one.right, one.theirs?.[0] ?? plainly(one.right)]);
    });

    (hasJudges ? test : test.skip)(
      "the same before dkimpy and pyspf (skipped without tools/python/requirements.txt)",
      async () => {
        const sent = CASES.map(sendingOf);
        const messages = sent.map(({ ip, helo, from }, index) => ({
          ip,
          helo,
          from,
          message: received.delivered[index],
        }));
        const input = JSON.stringify({ dns: DNS, messages });
        const told = await runPython([path.join(__dirname, "python", "mail_judges.py")], {}, undefined, input);
        expect(told.stderr).toBe("");
        const judged: { dkim: string[]; spf: string }[] = JSON.parse(told.stdout);
        const words = judged.map(({ dkim, spf }) => `${spf} / ${dkim.join("+") || "-"}`);
        const right = CASES.map(({ right: own, python }) => python?.[0] ?? own.replace(/ \/ [a-z]+$/, ""));
        expect(CASES.map(({ what }, index) => [what, words[index]])).toEqual(
          CASES.map(({ what }, index) => [what, right[index]]),
        );
      },
    );
  },
);
