// The tests' own reader of GitHub's expressions has to be right, or it proves nothing.
import { evaluate, holds, interpolate } from "./expressions";

const context = { github: { event: { action: "labeled", label: { name: "accept:a" }, pulls: [{ number: 7 }] } } };

test.each([
  ["github.event.action == 'labeled'", true],
  ["github.event.action != 'labeled' || startsWith(github.event.label.name, 'accept:')", true],
  ["!contains(fromJSON('[\"labeled\"]'), github.event.action)", false],
  ["github.event.pulls[0].number", 7],
  ["github.event.pulls[1].number", ""],
  ["github.event.pulls[1] != null", false],
  ["github.event.missing || 'else'", "else"],
  ["github.event.an-input", ""],
  ["'it''s github.event.action'", "it's github.event.action"],
])("%s is %p", (expression, value) => {
  expect(evaluate(expression, context)).toBe(value);
});

test("a text keeps what is not an expression; a lone expression keeps its type", () => {
  expect(interpolate("run ${{ github.event.pulls[0].number }} of ${{ 'x' }}", context)).toBe("run 7 of x");
  expect(interpolate("${{ github.event.pulls[0].number }}", context)).toBe(7);
  expect(holds("${{ !cancelled() }}", context)).toBe(true);
  expect(() => evaluate("secret.KEY", context)).toThrow('"secret.KEY" is in no context');
});
