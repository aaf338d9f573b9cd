// The line that is redrawn on a terminal: what Terraform does, and beside it what the gateway does.
import { progressText } from "../../lib/app/gateway";
import { watches } from "../../lib/cli/progress";
import type { TerraformEvent } from "../../lib/terraform/command";

/** What the line showed, each text once. */
const drawn: string[] = [];
let isSpinning = false;
jest.mock("ora", () => ({
  __esModule: true,
  default: () => ({
    get isSpinning() {
      return isSpinning;
    },
    set text(text: string) {
      drawn.push(text);
    },
    start: () => {
      isSpinning = true;
    },
    stop: () => {
      isSpinning = false;
    },
  }),
}));

const said: string[] = [];
const shell = (terminal: boolean) => ({
  terminal,
  say: (line: string) => void said.push(line),
  sanitize: (text: string) => text.replaceAll("\u001b", "\\u001b"),
});
beforeEach(() => {
  drawn.length = 0;
  said.length = 0;
});

const event = (rest: Partial<TerraformEvent>): TerraformEvent =>
  ({ stack: "mail", phase: "plan", kind: "started", message: "", ...rest }) as TerraformEvent;
const status = (rest: object) => ({
  received: 1,
  sent: 0,
  listed: 0,
  listing: 0,
  unlisted: 0,
  saved: 0,
  wait: 0,
  waited: 0,
  ...rest,
});

test("zones listed, requests spent and saved, and the wait stand behind what Terraform does", async () => {
  const watch = await watches(shell(true)).watchStacks(2, "");
  // Before Terraform has begun there is no line.
  watch.onGateway?.(progressText(status({ listing: 1 }), 340));
  expect(drawn).toEqual([]);
  watch.onEvent(event({}));
  watch.onGateway?.(progressText(status({ sent: 12, listed: 12, saved: 480 }), 340));
  watch.onGateway?.(progressText(status({ sent: 12, listed: 12, saved: 480 }), 340));
  watch.onGateway?.(progressText(status({ sent: 1000, listed: 40, saved: 1600, wait: 61_200 }), 340));
  watch.onEvent(event({ kind: "finished" }));
  expect(drawn).toEqual([
    "mail: plan (0/2 done)",
    "mail: plan (0/2 done); zone 12 of 340 listed, 12 requests sent, 480 saved",
    "mail: plan (0/2 done); zone 40 of 340 listed, 1000 requests sent, 1600 saved, waits 62 s",
    "done (1/2 done); zone 40 of 340 listed, 1000 requests sent, 1600 saved, waits 62 s",
  ]);
  expect(isSpinning).toBe(true);
  watch.end();
  expect(isSpinning).toBe(false);
  expect(said).toEqual([]);
});

test("a text of Terraform's has no power over the terminal", async () => {
  const watch = await watches(shell(true)).watchStacks(1, "");
  watch.onEvent(event({ stack: "mail\u001b[2J" }));
  watch.end();
  expect(drawn).toEqual(["mail\\u001b[2J: plan"]);
});

test("the gateway draws nothing if every line stays", async () => {
  const watch = await watches(shell(false)).watchStacks(1, "");
  watch.onEvent(event({}));
  expect(watch.onGateway).toBeUndefined();
  expect([said, drawn]).toEqual([["mail: plan"], []]);
});
