// Plans that take a name from mail, publish something beside it, or do nothing of the kind.
import { change, dns, plan, RECORD, reviewed } from "../plans";
import { linesOf, verdictOf } from "./world";

const SHADOWS = `
danger + NS example.com ns.example.net
danger + NS @ ns.example.net
danger + NS mail.example.com ns.example.net
danger + NS MAIL.example.com. ns.example.net
danger + NS mail ns.example.net
danger + NS _dmarc.example.com ns.example.net
danger + NS _domainkey.example.com ns.example.net
danger + NS _domainkey ns.example.net
danger + NS mx.example.com ns.example.net
danger + NS *.example.com ns.example.net
danger + DS mail.example.com data:{"key_tag":1}
danger + DS example.com data:{"key_tag":1}
danger + DNAME example.com example.net
danger + DNAME mail.example.com example.net
danger +@web-x NS mail.example.com ns.example.net
danger +!module.a.cloudflare_dns_record.x NS mail.example.com ns.example.net
danger ~ NS mail.example.com ns1.example.net => NS mail.example.com ns2.example.net
danger ~ NS dev.example.com ns1.example.net => NS mail.example.com ns1.example.net
danger ~ TXT mail.example.com hello => NS mail.example.com ns1.example.net
caution + NS dev.example.com ns.example.net
caution + NS dev ns.example.net
caution + DS dev.example.com data:{"key_tag":1}
caution - NS dev.example.com ns.example.net
danger + CNAME mail.example.com host.example.net
danger +@web-mail CNAME mail.example.com d222222abcdef8.cloudfront.net
danger + CNAME MAIL.Example.com. host.example.net
danger + CNAME mail host.example.net
danger ~ CNAME alias.example.com host.example.net => CNAME mail.example.com host.example.net
danger + TXT alias.example.com v=spf1 -all
danger + MX alias.example.com 10 mx.example.net
danger + CNAME *.example.com host.example.net
danger + CNAME * host.example.net
danger +@web-x CNAME *.example.com d222222abcdef8.cloudfront.net
danger + TXT *.example.com hello
danger + TXT *.mail.example.com v=spf1 -all
danger + MX *.dev.example.com 10 mx.example.net
danger ~ A *.example.com 192.0.2.1 => CNAME *.example.com host.example.net
caution + A *.example.com 192.0.2.1
caution + AAAA *.dev.example.com 2001:db8::1
caution - CNAME *.example.com host.example.net
caution + CNAME example.com host.example.net
caution +@web-X40 CNAME example.com host.example.net
safe +@web-X40 CNAME example.com d222222abcdef8.cloudfront.net
`;

const BESIDE = `
caution + TXT _amazonses.example.com token
caution + TXT _amazonses token
caution + CNAME _amazonses.news.example.com token.example.net
caution - TXT _amazonses.example.com token
caution ~ TXT _amazonses.example.com token => TXT _amazonses.example.com other
caution + TLSA _25._tcp.mx.example.com data:{"usage":3,"selector":1,"matching_type":1,"certificate":"00"}
caution + TLSA _25._tcp data:{"usage":3,"certificate":"00"}
caution ~ TLSA _25._tcp.mx.example.com data:{"usage":3,"certificate":"00"} => TLSA _25._tcp.mx.example.com data:{"usage":3,"certificate":"01"}
caution - TLSA _25._tcp.mx.example.com data:{"usage":3,"certificate":"00"}
caution + TXT _mta-sts.example.com v=STSv1; id=1
caution + CNAME _mta-sts.example.com sts.example.net
caution + CNAME mta-sts.example.com host.example.net
caution + A mta-sts.example.com 192.0.2.1
caution + TXT _smtp._tls.example.com v=TLSRPTv1; rua=mailto:in@reports.example
caution + TXT _smtp._tls.example.com v=TLSRPTv1; rua=https://reports.example/in
caution + CAA example.com data:{"flags":0,"tag":"issue","value":"ca.example.net"}
caution + CAA example.com data:{"flags":0,"tag":"issue","value":";"}
caution + CAA example.com data:{"flags":0,"tag":"issue","value":"amazon.com; accounturi=https://ca.example/1"}
caution + CAA example.com 0 issue "amazon.com; accounturi=https://ca.example/1"
caution + CAA example.com data:{"flags":128,"tag":"tbs","value":"unknown"}
caution + CAA example.com data:{"flags":0,"tag":"issue","value":"ca.example.net"} ;; + CAA example.com data:{"flags":0,"tag":"iodef","value":"mailto:a@amazon.com"}
caution + TYPE15 example.com raw
caution + ALIAS example.com host.example.net
caution + TYPE257 example.com raw
safe + CAA example.com data:{"flags":128,"tag":"issue","value":"amazon.com"}
safe + CAA example.com data:{"flags":0,"tag":"issue","value":"ca.example.net"} ;; + CAA example.com data:{"flags":0,"tag":"issue","value":"amazon.com"}
safe + TXT _smtp._tls.example.com v=TLSRPTv1; rua=mailto:tls@example.com
safe + TXT default._bimi.example.com v=BIMI1; l=https://example.com/a.svg
safe + CAA example.com data:{"flags":0,"tag":"issue","value":"amazon.com"}
safe + CAA example.com 0 issue "amazon.com;"
safe + CAA example.com data:{"flags":0,"tag":"iodef","value":"mailto:a@example.com"}
safe + TLSA _443._tcp.www.example.com data:{"usage":3,"certificate":"00"}
`;

const NORMAL = `
safe + TXT example.com google-site-verification=abc
safe + TXT @ MS=ms12345678
safe + TXT _acme-challenge.example.com abc
safe +@web-shop CNAME shop.example.com d222222abcdef8.cloudfront.net
safe + CNAME shop.example.com host.example.net
safe + CNAME _abc.example.com _def.acm-validations.aws
safe + A host.example.com 192.0.2.1
safe + SRV _sip._tcp.example.com data:{"priority":1,"weight":1,"port":5060,"target":"sip.example.net"}
safe + HTTPS www2.example.com data:{"priority":1,"target":".","value":"alpn=h2"}
safe + TXT note.example.com v=spf2 is not spf
safe ~ TXT note.example.com hello => TXT note.example.com raw:hello
safe ~ TXT note.example.com hello => TXT NOTE.example.com. "hel" "lo"
safe ~ CNAME www.example.com d111111abcdef8.cloudfront.net => CNAME www.example.com D111111ABCDEF8.cloudfront.net.
safe ~ CNAME www.example.com d111111abcdef8.cloudfront.net => CNAME www d111111abcdef8.cloudfront.net
safe ~ AAAA host.example.com 2001:db8::1 => AAAA host.example.com 2001:0DB8:0:0::1
safe ~ CAA example.com data:{"flags":0,"tag":"issue","value":"amazon.com"} => CAA example.com data:{"flags":"0","tag":"ISSUE","value":"amazon.com"}
caution ~ CNAME www.example.com d111111abcdef8.cloudfront.net => CNAME www.example.com host.example.net
caution ~ CNAME www.example.com d111111abcdef8.cloudfront.net => CNAME shop.example.com d111111abcdef8.cloudfront.net
caution ~ CNAME www.example.com d111111abcdef8.cloudfront.net => CNAME www.example.com proxied:d111111abcdef8.cloudfront.net
caution - CNAME www.example.com d111111abcdef8.cloudfront.net
caution ~ TXT note.example.com hello => TXT note.example.com bye
caution ~ TXT note.example.com hello => TXT other.example.com hello
caution - TXT note.example.com hello
`;

test.each(linesOf(SHADOWS + BESIDE))("%s: %s", (risk, line) => {
  expect({ line, ...verdictOf(line) }).toMatchObject({ verdict: risk });
});

test.each(linesOf(NORMAL))("%s: %s", (risk, line) => {
  expect({ line, ...verdictOf(line) }).toMatchObject({ verdict: risk });
});

test.each(["CNAME mail.example.com", "CNAME mail", "NS mail.example.com", "NS mail"])(
  "%s, the name that SES would send with, where the plan has nothing else",
  (record) => {
    expect(verdictOf(`+ ${record} host.example.net`, { alone: true }).verdict).toBe("danger");
  },
);

test("a record that changes its name shows both names, and is called what the loss of the old one is", () => {
  const { rules } = verdictOf(
    "~ MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com => MX post.example.com 10 feedback-smtp.us-east-1.amazonses.com",
  );
  expect(rules).toBe("danger mx-changed, danger record-repurposed");
});

test.each([{ after_unknown: { proxied: true } }, { after_sensitive: { proxied: true } }])(
  "whether a DKIM record is proxied is not known: %j",
  (masks) => {
    const side = dns("CNAME", "aaa._domainkey.example.com", "aaa.dkim.amazonses.com");
    expect(reviewed(plan([change(`${RECORD}.example_com__dkim-1`, null, side, masks)])).verdict).toBe("danger");
  },
);
