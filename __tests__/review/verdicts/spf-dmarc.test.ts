// Plans that touch SPF and DMARC, and what each has to be called.
import { linesOf, verdictOf } from "./world";

/** Of the text alone: \`FROM => TO\` at the domain itself, or a text that is made there. */
const SPF = `
danger v=spf1 include:_spf.example.net ~all => v=spf1 +all
danger v=spf1 include:_spf.example.net ~all => v=spf1 all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ip4:0.0.0.0/0 ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ip4:192.0.2.1/0 ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ip4:0.0.0.0/1 ip4:128.0.0.0/1 ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ip6:::/0 ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ip6:2000::/3 ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ip6::/0 ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net exists:example.net ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net a/0 ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net mx/0 ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net include:example.com ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net include:%{d} ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 redirect=example.com
danger v=spf1 include:_spf.example.net ~all => v=spf1 ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 ~all include:_spf.example.net
danger v=spf1 include:_spf.example.net ~all => v=spf1 -include:_spf.example.net ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 -ip4:192.0.2.0/24 include:_spf.example.net ~all
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net. ~all include
danger v=spf1 include:_spf.example.net ~all => v=spf1  include:_spf.example.net\t~all
danger v=spf1 include:_spf.example.net ~all => v=spf2 include:_spf.example.net ~all
danger v=spf1 include:_spf.example.net ~all => "v=spf1" "include:_spf.example.net ~all"
danger v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ~all redirect=a redirect=b.example
danger v=spf1 ip4:192.0.2.1 -all => v=spf1 ip4:192.0.2.1/0 -all
danger v=spf1 -ip4:192.0.2.1 a mx ~all => v=spf1 -ip4:192.0.2.1 a ~all
danger v=spf1 mx -ip4:192.0.2.1 a ~all => v=spf1 -ip4:192.0.2.1 mx a ~all
danger v=spf1 include:amazonses.com -all => v=spf1 -all include:amazonses.com
danger v=spf1 include:_spf.example.net ~all => hello
caution v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ?all
caution v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net
caution v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net -all
caution v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ip4:192.0.2.0/24 ~all
caution v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net exists:%{i}.list.example ~all
caution v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net include:%{i}.example.net ~all
caution v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net ip4:0.0.0.0/2 ~all
caution v=spf1 -ip4:192.0.2.1 mx ~all => v=spf1 mx -ip4:192.0.2.1 ~all
caution v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net redirect=example.net
safe v=spf1 include:_spf.example.net ~all => V=SPF1 Include:_SPF.example.net ~ALL
safe v=spf1 include:_spf.example.net ~all => v=spf1   include:_spf.example.net   ~all
safe v=spf1 include:_spf.example.net ~all => v=spf1 +include:_spf.example.net ~all
safe v=spf1 include:_spf.example.net ~all => "v=spf1 include:_spf" ".example.net ~all"
safe v=spf1 include:_spf.example.net ~all => raw:v=spf1 include:_spf.example.net ~all
safe v=spf1 include:_spf.example.net ~all => "v=spf1 include:_spf.example.net ~\\097ll"
safe v=spf1 a mx ~all => v=spf1 mx a ~all
safe v=spf1 include:_spf.example.net ~all => v=spf1 include:_spf.example.net. ~all
safe v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all => v=spf1 ip4:192.0.2.77/24 ip6:2001:DB8:0::1/32 ~all
safe v=spf1 ip4:192.0.2.1 a/32//128 ~all => v=spf1 ip4:192.0.2.1/32 a ~all
danger v=spf1 ip4:192.0.2.0/24 ~all => v=spf1 ip4:192.0.2.0/25 ~all
danger v=spf1 ip4:192.0.2.1 ~all => v=spf1 ip4:192.0.2.2 ~all
danger raw:v\\061spf1 +all
danger "v=spf1 +all
danger   "v=spf1 +all"
danger v=spf1 +all
danger v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all
danger v=spf1 -ip4:192.0.2.1 a ~all
danger v=spf1 incldue:_spf.example.net ~all
caution v=spf1 -all
caution v=spf1 redirect=_spf.example.net
caution v=spf1 include:amazonses.com ~all
`;

const MAIL_FROM = `
danger + TXT mail.example.com v=spf1 -all
danger ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => TXT mail.example.com v=spf1 -all
danger ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => TXT mail.example.com v=spf1 ~all include:amazonses.com
danger ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => TXT post.example.com v=spf1 include:amazonses.com ~all
danger ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => TXT mail.example.com v=spf1 include:amazonses.com.example.net ~all
danger ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => TXT mail.example.com v=spf1 -include:amazonses.com ~all
danger ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => CNAME mail.example.com host.example.net
danger - TXT mail.example.com v=spf1 include:amazonses.com ~all
danger + TXT mail.example.com v=spf1 include:amazonses.com ~all
danger + TXT MAIL v=spf1 -all
caution ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => TXT mail.example.com v=spf1 include:amazonses.com -all
caution ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => TXT mail.example.com v=spf1 include:amazonses.com ip4:192.0.2.1 ~all
caution * TXT mail.example.com v=spf1 include:amazonses.com ~all
safe ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => TXT mail.example.com raw:v=spf1 include:amazonses.com ~all
safe ~ TXT mail.example.com v=spf1 include:amazonses.com ~all => TXT mail v=spf1 include:AmazonSES.com ~all
`;

/** Of the text alone, at _dmarc.example.com. */
const DMARC = `
danger v=DMARC1; p=none => v=DMARC1; p=reject
danger v=DMARC1; p=none => v=DMARC1; P=REJECT
danger v=DMARC1; p=none => v=DMARC1; p=REJECT
danger v=DMARC1; p=none => v=DMARC1; p=reject; t=y
danger v=DMARC1; p=none => v=DMARC1; p=reject; pct=0
danger v=DMARC1; p=none => v=DMARC1; p=none; p=reject
danger v=DMARC1; p=none => v=DMARC1; p=none; sp=reject
danger v=DMARC1; p=none => v=DMARC1; p=none; np=quarantine
danger v=DMARC1; p=none => "v=DMA" "RC1; p=reject"
danger v=DMARC1; p=none => "v=DMARC1; p=\\114eject"
danger v=DMARC1; p=none => v=DMARC1; p=none; oops
danger v=DMARC1; p=none => v=DMARC1; p=\u00a0none
danger v=DMARC1; p=none => v=dmarc1; p=none
danger v=DMARC1; p=none => p=none; v=DMARC1
danger v=DMARC1; p=none => v=DMARC1, p=none
danger v=DMARC1; p=none => v=DMARC1; p=nothing
danger v=DMARC1; p=none => v=DMARC1;; p=none
danger v=DMARC1; p=none => hello
danger v=DMARC1; p=reject; pct=0 => v=DMARC1; p=reject; pct=100
danger v=DMARC1; p=reject; pct=0 => v=DMARC1; p=reject
danger v=DMARC1; p=reject; pct=50 => v=DMARC1; p=reject; pct=51
danger v=DMARC1; p=none; sp=reject; pct=1 => v=DMARC1; p=none; sp=reject; pct=2
danger v=DMARC1; p=reject; t=y => v=DMARC1; p=reject
danger v=DMARC1; p=quarantine; t=y => v=DMARC1; p=reject; t=y
danger v=DMARC1; p=reject => v=DMARC1; p=none
danger v=DMARC1; p=quarantine => v=DMARC1; p=none
danger v=DMARC1; p=quarantine => v=DMARC1; p=quarantine; t=y
danger v=DMARC1; p=reject => v=DMARC1; p=none; rua=mailto:dmarc@example.com
caution v=DMARC1; p=reject => v=DMARC1; p=quarantine
caution v=DMARC1; p=reject => v=DMARC1; p=reject; t=y
caution v=DMARC1; p=reject => v=DMARC1; p=reject; np=none
caution v=DMARC1; p=reject => v=DMARC1; p=reject; sp=none
caution v=DMARC1; p=reject => v=DMARC1; p=reject; psd=y
caution v=DMARC1; p=reject; psd=n => v=DMARC1; p=reject
caution v=DMARC1; p=reject => v=DMARC1; p=reject; pct=50
caution v=DMARC1; p=quarantine; pct=5 => v=DMARC1; p=quarantine
caution v=DMARC1; p=none => v=DMARC1; p=none; rua=https://reports.example/in
caution v=DMARC1; p=none => v=DMARC1; p=none; rua=mailto:in@reports.example
caution v=DMARC1; p=none => v=DMARC1; p=none; ruf=mailto:in@reports.example
caution v=DMARC1; p=none; rua=mailto:a@example.com => v=DMARC1; p=none
caution v=DMARC1; p=none => v=DMARC1; p=none; aspf=s
caution v=DMARC1; p=none => v=DMARC1; p=none; adkim=strict
caution v=DMARC1; p=none; fo=1 => v=DMARC1; p=none
caution v=DMARC1; p=reject => v=DMARC1; p=reject; pct=-1
caution v=DMARC1; p=reject => v=DMARC1; p=reject; pct=all
danger v=DMARC1; p=reject => v=DMARC1; p=reject; T=y
danger v=DMARC1; p=none => v=DMARC1; p=none; SP=reject
danger v=DMARC1; p=none => v=DMARC1; p=none; ASPF=s
danger v=DMARC1; p=none => v=DMARC1; p=quarantine
safe v=DMARC1; p=none => v=DMARC1;p=none;
safe v=DMARC1; p=none => v = DMARC1 ; p = NONE
safe v=DMARC1; p=none => raw:v=DMARC1; p=none
safe v=DMARC1; p=none => "v=DMARC1; " "p=none"
safe v=DMARC1; p=none => v=DMARC1; p=none; sp=none
safe v=DMARC1; p=none => v=DMARC1; p=none; rua=mailto:dmarc@example.com
safe v=DMARC1; p=none; adkim=s => v=DMARC1; p=none
danger v=DMARC1; p=reject
danger v=DMARC1; p=nothing
caution v=DMARC1; p=quarantine
caution v=DMARC1; p=none; psd=n
safe v=DMARC1; p=none
safe v=DMARC1; p=none; rua=mailto:dmarc@example.com
`;

const DMARC_NAMES = `
danger - TXT _dmarc.example.com v=DMARC1; p=reject; rua=mailto:dmarc@example.com
danger + TXT _dmarc.example.com v=DMARC1; p=none
danger + TXT _dmarc v=DMARC1; p=none
danger + TXT _DMARC.Example.com. v=DMARC1; p=none
danger + TXT _dm\\097rc.example.com v=DMARC1; p=none
danger + TXT _dmarc.news.example.com v=DMARC1; p=reject
danger + TXT *.example.com v=DMARC1; p=reject
danger + CNAME _dmarc.example.com dmarc.example.net
danger + NS _dmarc.example.com ns.example.net
danger ~ TXT _dmarc.example.com v=DMARC1; p=reject; rua=mailto:dmarc@example.com => CNAME _dmarc.example.com proxied:dmarc.example.net
danger ~ TXT _dmarc.example.com v=DMARC1; p=reject; rua=mailto:dmarc@example.com => TXT _dmarc.www.example.com v=DMARC1; p=reject; rua=mailto:dmarc@example.com
caution ~ TXT _dmarc.example.com v=DMARC1; p=reject; rua=mailto:dmarc@example.com => CNAME _dmarc.example.com dmarc.example.net
caution + TXT _dmarc.news.example.com v=DMARC1; p=none
caution + TXT *._report._dmarc.example.com v=DMARC1
caution - TXT example.org._report._dmarc.example.com v=DMARC1
caution * TXT _dmarc.example.com v=DMARC1; p=reject; rua=mailto:dmarc@example.com
safe + TXT example.org._report._dmarc.example.com v=DMARC1
safe + TXT example.org._report._dmarc.example.com v=DMARC1;
safe ~ TXT _dmarc.example.com v=DMARC1; p=reject; rua=mailto:dmarc@example.com => TXT _dmarc v=DMARC1; p=reject; rua=mailto:dmarc@example.com
`;

const at = (name: string, line: string) =>
  line.includes(" => ") ? `~ TXT ${name} ${line.replace(" => ", ` => TXT ${name} `)}` : `+ TXT ${name} ${line}`;

test.each(linesOf(SPF))("%s: %s", (risk, text) => {
  const line = at("example.com", text);
  expect({ line, ...verdictOf(line, { alone: true }) }).toMatchObject({ verdict: risk });
});

test.each(linesOf(DMARC))("%s: %s", (risk, text) => {
  const line = at("_dmarc.example.com", text);
  expect({ line, ...verdictOf(line, { alone: true }) }).toMatchObject({ verdict: risk });
});

test.each(linesOf(MAIL_FROM + DMARC_NAMES))("%s: %s", (risk, line) => {
  expect({ line, ...verdictOf(line) }).toMatchObject({ verdict: risk });
});
