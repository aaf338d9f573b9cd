// How identity, DKIM, MAIL FROM, SPF, DMARC and the website of a domain hang together, as a picture in the page, and below it the names
// of the records that are not live. Marks and words say what is wrong, not colours alone; the text alternative says the same.
import type { Purpose } from "../../dns/kinds/kinds";
import { relativeName } from "../../dns/names";
import type { PageWords } from "../words/page-words";
import { type Html, html } from "./html";
import type { PageDomain, PageRecord, PageStatus } from "./model";

type State = "ok" | "bad" | "unsure" | "none" | "plain";

interface Node {
  readonly title: string;
  readonly state: State;
  readonly text: string;
}

const MARKS: Readonly<Record<State, string>> = { ok: "✓ ", bad: "✗ ", unsure: "… ", none: "", plain: "" };

/** How many records are named, and with how many characters: a DKIM record's host has 43. */
const MOST_NAMED = 6;
const LONGEST_NAME = 44;
const LINE_HEIGHT = 18;
const NODES_HEIGHT = 226;

const WIDTH = 108;
const HEIGHT = 48;
const PLACES = {
  identity: [126, 6],
  dkim: [6, 88],
  mailFrom: [126, 88],
  web: [246, 88],
  dmarc: [6, 170],
  spf: [126, 170],
};
type Place = keyof typeof PLACES;

/** From, to: a domain's website has nothing to do with its mail. */
const LINES: readonly (readonly [Place, Place, string])[] = [
  ["identity", "dkim", "line"],
  ["identity", "mailFrom", "line"],
  ["identity", "web", "line dashed"],
  ["dkim", "dmarc", "line"],
  ["mailFrom", "spf", "line"],
  ["spf", "dmarc", "line"],
];

/** @param id of its title and description, unique in the page */
export function diagram(domain: PageDomain, words: PageWords, id: string): Html {
  const of = (...purposes: readonly Purpose[]) =>
    nodeState(
      domain.records.filter(({ record }) => purposes.includes(record.purpose)),
      words,
    );
  const nodes: Readonly<Record<Place, Node>> = {
    identity: { title: words.nodes.identity, ...identityState(domain, words) },
    dkim: { title: words.nodes.dkim, ...of("dkim") },
    mailFrom: { title: words.nodes.mailFrom, ...of("mail-from-mx") },
    web: { title: words.nodes.web, ...of("web") },
    dmarc: { title: words.nodes.dmarc, ...of("dmarc") },
    spf: { title: words.nodes.spf, ...of("mail-from-spf", "spf") },
  };
  const places = Object.keys(PLACES) as Place[];
  const named = namesOfBroken(domain, words);
  const described = [...places.map((place) => `${nodes[place].title}: ${nodes[place].text}`), ...named].join("; ");
  const height = NODES_HEIGHT + named.length * LINE_HEIGHT;
  return html`<svg class="diagram" viewBox="0 0 360 ${height}" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${words.diagram(domain.domain)}</title><desc id="${id}-d">${described}</desc>
${LINES.map(([from, to, kind]) => line(from, to, kind, nodes[to].state))}
${places.map((place) => box(place, nodes[place]))}
${named.map((text, index) => html`<text x="6" y="${NODES_HEIGHT + 12 + index * LINE_HEIGHT}" class="named">${text}</text>`)}
</svg>`;
}

/** `✗ TXT _dmarc` for each record that is not live; the middle of a long name is left out. */
function namesOfBroken({ records }: PageDomain, words: PageWords): readonly string[] {
  const broken = records.filter(({ status }) => status !== undefined && status.kind !== "live");
  const lines = broken.slice(0, MOST_NAMED).map(({ record, status }) => {
    const name = relativeName(record.name, record.zone);
    const half = (LONGEST_NAME - 1) / 2;
    const short =
      name.length > LONGEST_NAME ? `${name.slice(0, Math.floor(half))}…${name.slice(-Math.ceil(half))}` : name;
    return `${status === undefined ? "" : MARKS[stateOf(status.kind)]}${record.type} ${short}`;
  });
  return broken.length > MOST_NAMED ? [...lines, words.moreRecords(broken.length - MOST_NAMED)] : lines;
}

function box(place: Place, { title, state, text }: Node): Html {
  const [x, y] = PLACES[place] as [number, number];
  return html`<g class="node ${state}"><rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="6"/><text x="${x + WIDTH / 2}" y="${y + 20}" class="title">${title}</text><text x="${x + WIDTH / 2}" y="${y + 38}">${MARKS[state]}${text}</text></g>`;
}

function line(from: Place, to: Place, kind: string, state: State): Html {
  const [x1, y1] = PLACES[from] as [number, number];
  const [x2, y2] = PLACES[to] as [number, number];
  const badClass = state === "bad" ? " bad" : "";
  // Beside each other, or one below the other.
  if (y1 === y2)
    return html`<line class="${kind}${badClass}" x1="${x1}" y1="${y1 + HEIGHT / 2}" x2="${x2 + WIDTH}" y2="${y2 + HEIGHT / 2}"/>`;
  return html`<line class="${kind}${badClass}" x1="${x1 + WIDTH / 2}" y1="${y1 + HEIGHT}" x2="${x2 + WIDTH / 2}" y2="${y2}"/>`;
}

function identityState({ identity }: PageDomain, words: PageWords): Omit<Node, "title"> {
  if (identity === undefined) return { state: "plain", text: words.notAsked };
  return identity.isVerified ? { state: "ok", text: words.verified } : { state: "bad", text: words.notVerified };
}

function nodeState(records: readonly PageRecord[], words: PageWords): Omit<Node, "title"> {
  if (records.length === 0) return { state: "none", text: words.notUsed };
  const kinds = records.flatMap(({ status }) => (status === undefined ? [] : [status.kind]));
  if (kinds.length === 0) return { state: "plain", text: words.recordCount(records.length) };
  const live = kinds.filter((kind) => kind === "live").length;
  const states = kinds.map(stateOf);
  const state = live === kinds.length ? "ok" : states.includes("bad") ? "bad" : "unsure";
  return { state, text: words.liveCount(live, kinds.length) };
}

function stateOf(kind: PageStatus): State {
  if (kind === "live") return "ok";
  return kind === "missing" || kind === "different" ? "bad" : "unsure";
}
