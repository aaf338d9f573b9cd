// What mail servers wrote that ran as Debian 12 packages them, in a network of their own with a DNS of their own: each was handed
// messages by clients that are known, and what is expected is what the client was. "a25.smtp.example.com" and
// "v6.smtp.example.com" lead to their addresses and back, "forged.example.com" does not.
import { isInternal, parseReceived } from "../../../../lib/verify/message/envelope/received";

test.each<[string, string, string]>([
  [
    "Postfix 3.7.11: by its name",
    "from a25.smtp.example.com (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (Postfix) with ESMTP id 17EA51F37\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:32 +0000 (UTC)",
    "198.51.100.25, outside, called a25.smtp.example.com, in DNS a25.smtp.example.com",
  ],
  [
    "Postfix 3.7.11: another name",
    "from other.example.net (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (Postfix) with ESMTP id 246A21F3B\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "198.51.100.25, outside, called other.example.net, in DNS a25.smtp.example.com",
  ],
  [
    "Postfix 3.7.11: TLS",
    "from a25.smtp.example.com (a25.smtp.example.com [198.51.100.25])\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\tkey-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\t(No client certificate requested)\tby mx.example.org (Postfix) with ESMTPS id 2A8671F3D\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "198.51.100.25, outside, called a25.smtp.example.com, in DNS a25.smtp.example.com",
  ],
  [
    "Postfix 3.7.11: no name in DNS",
    "from a25.smtp.example.com (unknown [198.51.100.26])\tby mx.example.org (Postfix) with ESMTP id 44A831F41\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "198.51.100.26, outside, called a25.smtp.example.com",
  ],
  [
    "Postfix 3.7.11: an address for a name, not its own",
    "from [192.0.2.9] (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (Postfix) with ESMTP id 4F5571F47\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "198.51.100.25, outside, in DNS a25.smtp.example.com",
  ],
  [
    "Postfix 3.7.11: a bare address for a name, not its own",
    "from 192.0.2.9 (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (Postfix) with SMTP id 5030E1F49\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "198.51.100.25, outside, in DNS a25.smtp.example.com",
  ],
  [
    "Postfix 3.7.11: a name in DNS that does not lead back",
    "from forged.example.com (unknown [198.51.100.27])\tby mx.example.org (Postfix) with ESMTP id 50FB81F4B\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "198.51.100.27, outside, called forged.example.com",
  ],
  [
    "Postfix 3.7.11: a word for a name",
    "from laptop (unknown [198.51.100.26])\tby mx.example.org (Postfix) with ESMTP id 52A771F4D\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "198.51.100.26, outside",
  ],
  [
    "Postfix 3.7.11: IPv6",
    "from v6.smtp.example.com (v6.smtp.example.com [IPv6:2001:db8::25])\tby mx.example.org (Postfix) with ESMTP id 555081F4F\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "2001:db8::25, outside, called v6.smtp.example.com, in DNS v6.smtp.example.com",
  ],
  [
    "Postfix 3.7.11: IPv6, its address for a name",
    "from [IPv6:2001:db8::26] (unknown [IPv6:2001:db8::26])\tby mx.example.org (Postfix) with ESMTP id 5B1731F53\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "2001:db8::26, outside",
  ],
  [
    "Postfix 3.7.11: the same host",
    "from localhost (localhost [127.0.0.1])\tby mx.example.org (Postfix) with ESMTP id 5FCA41F57\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "127.0.0.1, inside",
  ],
  [
    "Postfix 3.7.11: a comment in its name",
    "from x.example.com??y.example.com?[192.0.2.9]? (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (Postfix) with ESMTP id 6E3811F67\tfor <you@example.org>; Sun,  1 Nov 2026 01:36:33 +0000 (UTC)",
    "198.51.100.25, outside, in DNS a25.smtp.example.com",
  ],
  [
    "Exim 4.96: by its name",
    "from a25.smtp.example.com ([198.51.100.25])\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00000V-02\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "198.51.100.25, outside, called a25.smtp.example.com, in DNS a25.smtp.example.com, from id@mail.example.com",
  ],
  [
    "Exim 4.96: another name",
    "from a25.smtp.example.com ([198.51.100.25] helo=other.example.net)\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00000a-07\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "198.51.100.25, outside, called other.example.net, in DNS a25.smtp.example.com, from id@mail.example.com",
  ],
  [
    "Exim 4.96: TLS",
    "from a25.smtp.example.com ([198.51.100.25])\tby mx.example.org with esmtps  (TLS1.3) tls TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384\t(Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00000d-0J\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "198.51.100.25, outside, called a25.smtp.example.com, in DNS a25.smtp.example.com, from id@mail.example.com",
  ],
  [
    "Exim 4.96: no name in DNS",
    "from [198.51.100.26] (helo=a25.smtp.example.com)\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00000i-0a\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "198.51.100.26, outside, called a25.smtp.example.com, from id@mail.example.com",
  ],
  [
    "Exim 4.96: its address for a name",
    "from [198.51.100.26]\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00000m-0k\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "198.51.100.26, outside, from id@mail.example.com",
  ],
  [
    "Exim 4.96: an address for a name, not its own",
    "from a25.smtp.example.com ([198.51.100.25] helo=[192.0.2.9])\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00000s-1N\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "198.51.100.25, outside, in DNS a25.smtp.example.com, from id@mail.example.com",
  ],
  [
    "Exim 4.96: a name in DNS that does not lead back",
    "from [198.51.100.27] (helo=forged.example.com)\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00000y-1U\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "198.51.100.27, outside, called forged.example.com, from id@mail.example.com",
  ],
  [
    "Exim 4.96: IPv6",
    "from v6.smtp.example.com ([2001:db8::25])\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-000014-1c\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "2001:db8::25, outside, called v6.smtp.example.com, in DNS v6.smtp.example.com, from id@mail.example.com",
  ],
  [
    "Exim 4.96: IPv6, no name in DNS",
    "from [2001:db8::26] (helo=other.example.net)\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-000017-1i\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "2001:db8::26, outside, called other.example.net, from id@mail.example.com",
  ],
  [
    "Exim 4.96: IPv6, its address for a name",
    "from [2001:db8::26]\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00001A-1o\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "2001:db8::26, outside, from id@mail.example.com",
  ],
  [
    "Exim 4.96: the same host",
    "from [127.0.0.1] (helo=localhost)\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00001G-2I\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "127.0.0.1, inside, from id@mail.example.com",
  ],
  [
    "Exim 4.96: a bounce",
    "from a25.smtp.example.com ([198.51.100.25])\tby mx.example.org with esmtp (Exim 4.96)\tid 1xXTr3-00001J-2V\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "198.51.100.25, outside, called a25.smtp.example.com, in DNS a25.smtp.example.com",
  ],
  [
    "Exim 4.96: a comment in its name",
    "from a25.smtp.example.com ([198.51.100.25] helo=x.example.com (y.example.com [192.0.2.9]))\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <id@mail.example.com>)\tid 1xXTr3-00001d-3B\tfor you@example.org;\tSun,  1 Nov 2026 01:37:25 +0000",
    "198.51.100.25, outside, called x.example.com, in DNS a25.smtp.example.com, from id@mail.example.com",
  ],
  [
    "Exim 4.96: a sender that SRS wrote",
    "from a25.smtp.example.com ([198.51.100.25])\tby mx.example.org with esmtp (Exim 4.96)\t(envelope-from <SRS0=ab12=CC=mail.example.com=id@example.net>)\tid 1xXTr4-00001q-0e\tfor you@example.org;\tSun,  1 Nov 2026 01:37:26 +0000",
    "198.51.100.25, outside, called a25.smtp.example.com, in DNS a25.smtp.example.com, from SRS0=ab12=CC=mail.example.com=id@example.net",
  ],
  [
    "OpenSMTPD 6.8.0: by its name",
    "from a25.smtp.example.com (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (OpenSMTPD) with ESMTP id 77682eda\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "198.51.100.25, outside, called a25.smtp.example.com",
  ],
  [
    "OpenSMTPD 6.8.0: another name",
    "from other.example.net (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (OpenSMTPD) with ESMTP id c1e6c08f\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "198.51.100.25, outside, called other.example.net",
  ],
  [
    "OpenSMTPD 6.8.0: no name in DNS",
    "from a25.smtp.example.com (<unknown> [198.51.100.26])\tby mx.example.org (OpenSMTPD) with ESMTP id 8109088c\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "198.51.100.26, outside, called a25.smtp.example.com",
  ],
  [
    "OpenSMTPD 6.8.0: its address for a name",
    "from [198.51.100.26] (<unknown> [198.51.100.26])\tby mx.example.org (OpenSMTPD) with ESMTP id 2e30343e\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "198.51.100.26, outside",
  ],
  [
    "OpenSMTPD 6.8.0: an address for a name, not its own",
    "from [192.0.2.9] (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (OpenSMTPD) with ESMTP id 9ad5fbc2\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "198.51.100.25, outside",
  ],
  [
    "OpenSMTPD 6.8.0: a name in DNS that does not lead back",
    "from forged.example.com (forged.example.com [198.51.100.27])\tby mx.example.org (OpenSMTPD) with ESMTP id 5cc8dcaf\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "198.51.100.27, outside, called forged.example.com",
  ],
  [
    "OpenSMTPD 6.8.0: a word for a name",
    "from laptop (<unknown> [198.51.100.26])\tby mx.example.org (OpenSMTPD) with ESMTP id 2a71110e\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "198.51.100.26, outside",
  ],
  [
    "OpenSMTPD 6.8.0: IPv6",
    "from v6.smtp.example.com (v6.smtp.example.com [2001:db8::25])\tby mx.example.org (OpenSMTPD) with ESMTP id b5ed53dc\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "2001:db8::25, outside, called v6.smtp.example.com",
  ],
  [
    "OpenSMTPD 6.8.0: IPv6, no name in DNS",
    "from other.example.net (<unknown> [2001:db8::26])\tby mx.example.org (OpenSMTPD) with ESMTP id 39066578\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "2001:db8::26, outside, called other.example.net",
  ],
  [
    "OpenSMTPD 6.8.0: the same host",
    "from localhost (localhost [127.0.0.1])\tby mx.example.org (OpenSMTPD) with ESMTP id 6457783b\tfor <you@example.org>;\tSun,  1 Nov 2026 01:37:31 +0000 (UTC)",
    "127.0.0.1, inside",
  ],
  [
    "Sendmail 8.17.1.9: by its name",
    "from a25.smtp.example.com (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZts000052\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "198.51.100.25, outside, called a25.smtp.example.com, in DNS a25.smtp.example.com",
  ],
  [
    "Sendmail 8.17.1.9: another name",
    "from other.example.net (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZI3000054\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "198.51.100.25, outside, called other.example.net, in DNS a25.smtp.example.com",
  ],
  [
    "Sendmail 8.17.1.9: TLS",
    "from a25.smtp.example.com (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTPS id 6AT1dZ8l000055\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO)\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "198.51.100.25, outside, called a25.smtp.example.com, in DNS a25.smtp.example.com",
  ],
  [
    "Sendmail 8.17.1.9: no name in DNS",
    "from a25.smtp.example.com ([198.51.100.26])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZk2000057\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "198.51.100.26, outside, called a25.smtp.example.com",
  ],
  [
    "Sendmail 8.17.1.9: an address for a name, not its own",
    "from [192.0.2.9] (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZpY000060\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "198.51.100.25, outside, in DNS a25.smtp.example.com",
  ],
  [
    "Sendmail 8.17.1.9: a bare address for a name, not its own",
    "from 192.0.2.9 (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (8.17.1.9/8.17.1.9) with SMTP id 6AT1dZIB000061\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "198.51.100.25, outside, in DNS a25.smtp.example.com",
  ],
  [
    "Sendmail 8.17.1.9: a name in DNS that does not lead back",
    "from forged.example.com (forged.example.com [198.51.100.27] (may be forged))\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZij000062\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "198.51.100.27, outside, called forged.example.com",
  ],
  [
    "Sendmail 8.17.1.9: IPv6",
    "from v6.smtp.example.com (v6.smtp.example.com [IPv6:2001:db8:0:0:0:0:0:25])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZJv000064\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "2001:db8::25, outside, called v6.smtp.example.com, in DNS v6.smtp.example.com",
  ],
  [
    "Sendmail 8.17.1.9: IPv6, no name in DNS",
    "from other.example.net ([IPv6:2001:db8:0:0:0:0:0:26])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZ3Q000065\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "2001:db8::26, outside, called other.example.net",
  ],
  [
    "Sendmail 8.17.1.9: IPv6, its address for a name",
    "from [IPv6:2001:db8::26] ([IPv6:2001:db8:0:0:0:0:0:26])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZVA000066\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "2001:db8::26, outside",
  ],
  [
    "Sendmail 8.17.1.9: the same host",
    "from localhost (localhost [127.0.0.1])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZPL000068\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "127.0.0.1, inside",
  ],
  [
    "Sendmail 8.17.1.9: a comment in its name",
    "from x.example.com (a25.smtp.example.com [198.51.100.25])\tby mx.example.org (8.17.1.9/8.17.1.9) with ESMTP id 6AT1dZIO000076\tfor <you@example.org>; Sun,  1 Nov 2026 01:39:35 GMT",
    "198.51.100.25, outside, called x.example.com, in DNS a25.smtp.example.com",
  ],
])("Received of %s", (_, value, expected) => {
  const hop = parseReceived(value);
  if (hop === undefined) throw new Error("nobody handed it over");
  const { ip, helo, reverseName, envelopeFrom } = hop;
  const parts = [
    ip,
    isInternal(hop) ? "inside" : "outside",
    helo === null ? [] : `called ${helo}`,
    reverseName === undefined ? [] : `in DNS ${reverseName}`,
    envelopeFrom === undefined ? [] : `from ${envelopeFrom}`,
  ];
  expect(parts.flat().join(", ")).toBe(expected);
});
