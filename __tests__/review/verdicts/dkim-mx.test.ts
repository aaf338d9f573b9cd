// Plans that touch DKIM and MX, and what each has to be called.
import { linesOf, verdictOf } from "./world";

const KEYS = `
danger + MX x._domainkey.example.com 10 mx.example.net
danger + A aaa._domainkey.example.com 192.0.2.1
danger + TXT aaa._domainkey.example.com v=DKIM1; p=MIGf
danger + CNAME aaa._domainkey.example.com aaa.dkim.example.net
danger + CNAME aaa._domainkey.example.com bbb.dkim.amazonses.com
danger + CNAME aaa._domainkey.example.com aaa.dkim.eu-south-1.amazonses.com
danger + CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com.example.net
danger + CNAME aaa._domainkey.example.com proxied:aaa.dkim.amazonses.com
caution + CNAME ddd._domainkey.example.com ddd.dkim.amazonses.com
caution +@dkim-4 CNAME ddd._domainkey.example.com ddd.dkim.amazonses.com
caution + CNAME aaa._domainkey.example.org aaa.dkim.amazonses.com
caution + CNAME k1._domainkey.example.com dkim.mail.example.net
caution + TXT google._domainkey.example.com v=DKIM1; k=rsa; p=MIGf
caution + TXT google._domainkey.news.example.com v=DKIM1; k=rsa; p=MIGf
caution + TXT GOOGLE._DomainKey.Example.COM. v=DKIM1; k=rsa; p=MIGf
caution + TXT google._domainkey v=DKIM1; k=rsa; p=MIGf
caution + TXT _domainkey.example.com o=-
danger + TXT s9._domainkey.example.com v=DKIM1; p=
danger + TXT s9._domainkey.example.com v=DKIM1;p= ;
danger + TXT s9._domainkey.example.com k=rsa; p=
danger + TXT *._domainkey.example.com v=DKIM1; p=MIGf
danger + CNAME *._domainkey.example.com key.example.net
danger + NS _domainkey.example.com ns.example.net
danger + NS aaa._domainkey.example.com ns.example.net
danger + DNAME _domainkey.example.com example.net
danger - CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com
danger - TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G
caution * CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com
danger ~ CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com => CNAME aaa._domainkey.example.com aaa.dkim.example.net
danger ~ CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com => CNAME bbb._domainkey.example.com bbb.dkim.amazonses.com
danger ~ CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com => CNAME aaa.example.com aaa.dkim.amazonses.com
danger ~ CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com => CNAME aaa._domainkey.example.com proxied:aaa.dkim.amazonses.com
danger ~ CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com => TXT aaa._domainkey.example.com v=DKIM1; p=MIGf
danger ~ CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com => MX example.com 10 mx.example.net
danger ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0H
danger ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=
danger ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=X; p=MIGfMA0G
danger ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s2._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G
danger ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com v=DKIM1; k=rsa; t=s; p=MIGfMA0G
safe ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com "v=DKIM1; k=rsa; p=MIGf" "MA0G"
danger ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com k=rsa; v=DKIM1; p=MIGfMA0G
danger ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com v=DKIM1; k=ed25519; p=MIGfMA0G
safe ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com v=DKIM1; p=MIGfMA0G
safe ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com p=MIGfMA0G
safe ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com raw:v=DKIM1; k=rsa; p=MIGfMA0G
safe ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com v=DKIM1;k=rsa;p=MIGf MA0G
safe ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT s1._domainkey.example.com "v=DKIM1; k=rsa; p=MIGfMA0\\071"
safe ~ TXT s1._domainkey.example.com v=DKIM1; k=rsa; p=MIGfMA0G => TXT S1._domainkey.Example.com. v=DKIM1; k=rsa; p=MIGfMA0G
safe ~ CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com => CNAME aaa._domainkey.example.com AAA.dkim.AmazonSES.com.
safe ~ CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com => CNAME aaa._domainkey aaa.dkim.amazonses.com
safe ~ CNAME aaa._domainkey.example.com proxied:aaa.dkim.amazonses.com => CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com
safe + CNAME aaa._domainkey.example.com aaa.dkim.amazonses.com
safe + CNAME AAA._domainkey.example.com. aaa.dkim.amazonses.com.
`;

const MX = `
danger + MX example.com 10 mx.example.net
danger +@dkim-9 MX example.com 10 mx.example.net
danger +@mail-from-mx MX example.com 10 feedback-smtp.us-east-1.amazonses.com
danger + MX example.com 10 feedback-smtp.us-east-1.amazonses.com
danger +@web-x MX example.com 10 mx.example.net
danger +@spf MX example.com 10 mx.example.net
danger +@dmarc MX example.com 10 mx.example.net
danger +!module.a.cloudflare_dns_record.x["a"] MX example.com 10 mx.example.net
danger +!cloudflare_dns_record.dkim1 MX example.com 10 mx.example.net
danger + MX @ 10 mx.example.net
danger + MX EXAMPLE.com. 10 mx.example.net
danger + mx example.com 10 mx.example.net
danger + MX news.example.com 10 mx.example.net
danger + MX *.example.com 10 mx.example.net
danger + MX example.com 0 .
danger + MX mail.example.com 20 feedback-smtp.us-east-1.amazonses.com
danger + MX mail.example.com 10 mx.example.net
danger - MX example.com 10 mx.example.com
danger - MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com
caution * MX example.com 10 mx.example.com
danger ~ MX example.com 10 mx.example.com => MX example.com 10 feedback-smtp.us-east-1.amazonses.com
danger ~ MX example.com 10 mx.example.com => MX example.com 20 mx.example.com
danger ~ MX example.com 10 mx.example.com => MX news.example.com 10 mx.example.com
danger ~ MX example.com 10 mx.example.com => MX example.com 10 mx.example.com.example.net
danger ~ MX example.com 10 mx.example.com => TXT example.com hello
danger ~ MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com => MX mail.example.com 10 feedback-smtp.eu-west-1.amazonses.com
danger ~ MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com => MX mail.example.com 10 feedback-smtp.us-east-1.amazonaws.com
danger ~ MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com => MX post.example.com 10 feedback-smtp.us-east-1.amazonses.com
danger ~ MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com => MX example.com 10 feedback-smtp.us-east-1.amazonses.com
danger ~ MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com => TXT mail.example.com hello
caution ~ MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com => MX mail.example.com 20 feedback-smtp.us-east-1.amazonses.com
safe ~ MX example.com 10 mx.example.com => MX example.com 10 MX.Example.com.
safe ~ MX example.com 10 mx.example.com => MX Example.COM. 10 mx.example.com
safe ~ MX example.com 10 mx.example.com => MX @ 10 mx.example.com
safe ~ MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com => MX mail 10 feedback-smtp.us-east-1.amazonses.com
safe ~ MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com => MX mail.example.com 10 feedback-smtp.us-east-1.amazonses.com.
danger - A mx.example.com 192.0.2.1
danger ~ A mx.example.com 192.0.2.1 => A mx.example.com 192.0.2.2
danger ~ A mx.example.com 192.0.2.1 => A mx.example.com proxied:192.0.2.1
danger ~ A mx.example.com 192.0.2.1 => CNAME mx.example.com host.example.net
danger ~ A mx.example.com 192.0.2.1 => A mx2.example.com 192.0.2.1
danger + A mx.example.com 192.0.2.2
danger + AAAA mx.example.com 2001:db8::1
danger +@web-mx A MX.example.com. 192.0.2.2
danger + A mx 192.0.2.2
danger + CNAME mx.example.com host.example.net
caution * A mx.example.com 192.0.2.1
safe ~ A mx.example.com 192.0.2.1 => A mx 192.0.2.1
safe + A mx3.example.com 192.0.2.2
safe + AAAA host.example.com 2001:db8::1
caution ~ A host.example.com 192.0.2.1 => A host.example.com 192.0.2.2
`;

test.each(linesOf(KEYS))("%s: %s", (risk, line) => {
  expect({ line, ...verdictOf(line) }).toMatchObject({ verdict: risk });
});

test.each(linesOf(MX))("%s: %s", (risk, line) => {
  expect({ line, ...verdictOf(line) }).toMatchObject({ verdict: risk });
});
