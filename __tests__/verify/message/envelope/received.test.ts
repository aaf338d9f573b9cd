// The forms of Received that are known, each from a message or a page that was published; names and addresses are replaced. A
// form that is only assumed is said to be so, and proves nothing.
import { isInternal, parseReceived } from "../../../../lib/verify/message/envelope/received";

const IP = "198.51.100.25";
const SES = "a25.smtp-out.amazonses.com";

interface Form {
  readonly receiver: string;
  /** Where it was published. */
  readonly source: string;
  readonly value: string;
  readonly ip: string | undefined;
  readonly helo: string | null;
  readonly reverseName?: string;
  readonly inside: boolean;
  readonly envelopeFrom?: string;
}

const FORMS: readonly Form[] = [
  {
    receiver: "Gmail",
    source: "linux-mm@kvack.org, 2019-03-08, from SES",
    value: `from ${SES} (${SES}. [${IP}]) by mx.google.com with ESMTPS id 57si108 for <a@example.org> (version=TLS1_2 cipher=ECDHE-RSA-AES128-SHA bits=128/128); Fri, 08 Mar 2019 08:15:47 -0800 (PST)`,
    ip: IP,
    helo: SES,
    reverseName: SES,
    inside: false,
  },
  {
    receiver: "Postfix, TLS and no certificate",
    source: "stable@vger.kernel.org, 2025-01-07, from SES",
    value: `from ${SES} (${SES} [${IP}])\t(using TLSv1.2 with cipher ECDHE-RSA-AES128-SHA256 (128/128 bits))\t(No client certificate requested)\tby smtp.example.org (Postfix) with ESMTPS id AEC2D78F3E\tfor <a@example.org>; Tue,  7 Jan 2025 20:59:43 +0000 (UTC)`,
    ip: IP,
    helo: SES,
    reverseName: SES,
    inside: false,
  },
  {
    receiver: "Postfix, no name in DNS",
    source: "linux-mm@kvack.org, 2014-09-24",
    value: `from gm2.example.com (unknown [${IP}]) by mail.example.org (Postfix) with ESMTP id 0N`,
    ip: IP,
    helo: "gm2.example.com",
    inside: false,
  },
  {
    receiver: "Postfix, IPv6",
    source: "xen-devel@lists.xenproject.org, 2026-03-20",
    value:
      "from imap1.example.com (imap1.example.com [IPv6:2001:db8:b281:104:10:150:64:97]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) by smtp.example.org (Postfix) with ESMTPS id 1",
    ip: "2001:db8:b281:104:10:150:64:97",
    helo: "imap1.example.com",
    reverseName: "imap1.example.com",
    inside: false,
  },
  {
    receiver: "Proton",
    source: "linux-kernel@vger.kernel.org, 2020-09-11",
    value: `from mail-03.example.com (mail-03.example.com [${IP}]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (4096 bits)) (No client certificate requested) by mail-41103.protonmail.ch (Postfix) with ESMTPS id 9C for <a@example.org>; Fri, 11 Sep 2020 13:36:46 +0000 (UTC)`,
    ip: IP,
    helo: "mail-03.example.com",
    reverseName: "mail-03.example.com",
    inside: false,
  },
  {
    receiver: "iCloud, inside",
    source: "linux-kernel@vger.kernel.org, 2025-07-04",
    value:
      "from outbound.pv.icloud.com (unknown [127.0.0.2]) by outbound.pv.icloud.com (Postfix) with ESMTPS id A5E2A18028EC; Fri,  4 Jul 2025 13:28:41 +0000 (UTC)",
    ip: "127.0.0.2",
    helo: "outbound.pv.icloud.com",
    inside: true,
  },
  {
    receiver: "iCloud",
    source: "apparmor@lists.ubuntu.com, 2025-02-21",
    value: `from mail-wm1.example.com (mail-wm1.example.com [${IP}]) by p00-icloudmta-smtpin-us-west-2a-100-percent-35.p00-icloudmta-smtpin-vip.icloud-mail-production.svc.kube.us-west-2a.k8s.cloud.apple.com (Postfix) with ESMTPS id 1; Fri, 21 Feb 2025 16:30:02 +0000 (UTC)`,
    ip: IP,
    helo: "mail-wm1.example.com",
    reverseName: "mail-wm1.example.com",
    inside: false,
  },
  {
    receiver: "iCloud, to its mailboxes",
    source: "a message in a public repository, 2026-07-08",
    value:
      "from p00-icloudmta-smtpin-us-west-2a-60-percent-12 by p129-mailgateway-smtpin-yoxpo (mailgateway 2513B25)\twith SMTP id d573ca8a-bc41-44d4-bd0a-a1855735eb1b\tfor <a@example.org>; Tue, 8 Jul 2026 01:02:03 GMT",
    ip: undefined,
    helo: null,
    inside: true,
  },
  {
    receiver: "Zoho",
    source: "a message in a public repository, 2026-09-21",
    value: `from ${SES} (${SES} [${IP}]) by mx.zohomail.com\twith SMTPS id 17900000000001.1; Mon, 21 Sep 2026 17:41:50 -0700 (PDT)`,
    ip: IP,
    helo: SES,
    reverseName: SES,
    inside: false,
  },
  {
    receiver: "Momentum, with the port in the brackets",
    source: "a message to Zoho in a public repository, 2026-01-24",
    value: `from [192.0.2.9] ([${IP}:50334]) by pc1.example.org (envelope-from <a@example.com>) (ecelerity 3.6.9.48312 r(Core:3.6.9.0)) with ECSTREAM id B5/DA-23978-AFC25796; Sat, 24 Jan 2026 20:35:06 +0000`,
    ip: IP,
    helo: null,
    inside: false,
    envelopeFrom: "a@example.com",
  },
  {
    receiver: "Apple, Oracle Communications Messaging Server",
    source: "qemu-devel@nongnu.org, 2021-09-20",
    value: `from mmp-lapp01.example.com (mmp-lapp01.example.com [${IP}]) by mta-lapp04.corp.example.org (Oracle Communications Messaging Server 8.1.0.9.20210415 64bit (built Apr 15 2021)) with ESMTPS id <0QZR00@mta>; Mon, 20 Sep 2021 21:38:41 -0700 (PDT)`,
    ip: IP,
    helo: "mmp-lapp01.example.com",
    reverseName: "mmp-lapp01.example.com",
    inside: false,
  },
  {
    receiver: "Fastmail, inside",
    source: "git@vger.kernel.org, 2009-03-18",
    value:
      "from heartbeat2.messagingengine.com ([10.202.2.161])  by compute1.internal (MEProxy); Wed, 18 Mar 2009 06:05:43 -0400",
    ip: "10.202.2.161",
    helo: "heartbeat2.messagingengine.com",
    inside: true,
  },
  {
    receiver: "Fastmail",
    source: "git@vger.kernel.org, 2009-03-18",
    value: `from localhost.localdomain (white.example.com [${IP}])\tby mail.messagingengine.com (Postfix) with ESMTPSA id 880AB4CD6C;\tWed, 18 Mar 2009 06:05:42 -0400 (EDT)`,
    ip: IP,
    helo: "localhost.localdomain",
    reverseName: "white.example.com",
    inside: false,
  },
  {
    receiver: "Exim, the client's name is right",
    source: "qemu-devel@nongnu.org, 2021-11-09",
    value: `from ${SES} ([${IP}]:41696) by eggs.example.org with esmtps (TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256) (Exim 4.90_1) (envelope-from <id@mail.example.com>) id 1mkVy3-0001NG-D9 for a@example.org; Tue, 09 Nov 2021 13:35:36 -0500`,
    ip: IP,
    helo: SES,
    reverseName: SES,
    inside: false,
    envelopeFrom: "id@mail.example.com",
  },
  {
    receiver: "Exim, the client says another name",
    source: "xen-devel@lists.xenproject.org, 2020-08-24",
    value: `from all-amaz.example.com ([${IP}] helo=us1-amaz.example.com) by lists.example.org with esmtp (Exim 4.92) (envelope-from <SRS0=G0tX=CC=example.net=a@srs.example.com>) id 1kACJq-0001Dx-ST for a@example.org; Mon, 24 Aug 2020 13:15:26 +0000`,
    ip: IP,
    helo: "us1-amaz.example.com",
    reverseName: "all-amaz.example.com",
    inside: false,
    envelopeFrom: "SRS0=G0tX=CC=example.net=a@srs.example.com",
  },
  {
    receiver: "Exim, inside",
    source: "qemu-devel@nongnu.org, 2022-06-30",
    value:
      "from localhost ([::1]:53268 helo=lists1p.example.org)\tby lists.example.org with esmtp (Exim 4.90_1)\t(envelope-from <list-bounces@example.org>)\tid 1o6seT-0002JR-Fm\tfor a@example.org; Thu, 30 Jun 2022 07:48:05 -0400",
    ip: "::1",
    helo: "lists1p.example.org",
    inside: true,
    envelopeFrom: "list-bounces@example.org",
  },
  {
    receiver: "Exim, IPv6 with a port",
    source: "qemu-devel@nongnu.org, 2022-06-30",
    value:
      "from mail.example.com ([2001:db8:ea00::3]:49585 helo=gandalf.example.com) by eggs.example.org with esmtps (TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256) (Exim 4.90_1) (envelope-from <a@example.com>) id 1o6sIh-0002gM-50",
    ip: "2001:db8:ea00::3",
    helo: "gandalf.example.com",
    reverseName: "mail.example.com",
    inside: false,
    envelopeFrom: "a@example.com",
  },
  {
    receiver: "OpenSMTPD",
    source: "git@vger.kernel.org, 2022-06-20",
    value:
      "from localhost (ncase [10.192.0.11]) by vm-mail.example.org (OpenSMTPD) with ESMTPSA id 686d43cf (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO); Mon, 20 Jun 2022 07:07:25 +0000 (UTC)",
    ip: "10.192.0.11",
    helo: null,
    inside: true,
  },
  {
    receiver: "Sendmail, a name that does not lead back",
    source: "linux-f2fs-devel@lists.sourceforge.net, 2019-06-21",
    value: `from callcc.example.com (guestnat.example.org [${IP}] (may be forged)) (authenticated bits=0) (User authenticated as a@EXAMPLE.ORG) by outgoing.example.org (8.14.7/8.12.4) with ESMTP id x5L0sK0h000800 (version=TLSv1/SSLv3 cipher=DHE-RSA-AES256-GCM-SHA384 bits=256 verify=NOT); Thu, 20 Jun 2019 20:54:21 -0400`,
    ip: IP,
    helo: "callcc.example.com",
    inside: false,
  },
  {
    receiver: "qmail",
    source: "a message to gmx.de, 2014-09-02, in a public repository",
    value: `from unknown (HELO metro.example.com) (a@example.com@${IP})  by 0 with ESMTPA; 2 Sep 2014 09:43:51 -0000`,
    ip: IP,
    helo: "metro.example.com",
    inside: false,
  },
  {
    receiver: "GMX of old, which was qmail",
    source: "git@vger.kernel.org, 2009-11-19",
    value: `from i59.example.com (EHLO home.example.com) [${IP}]  by mail.gmx.net (mp058) with SMTP; 19 Nov 2009 08:42:38 +0100`,
    ip: IP,
    helo: "home.example.com",
    inside: false,
  },
  {
    receiver: "GMX and web.de",
    source: "linux-wireless@vger.kernel.org, 2022-12-05, and gmx's own promotion, 2022-06-30",
    value: `from ${SES} ([${IP}]) by mx-ha.gmx.net (mxgmx103 [212.227.17.5]) with ESMTPS (Nemesis) id 1MeCZ5-1nWyOC0iSF-00bMu8 for <a@gmx.example>; Thu, 30 Jun 2022 12:47:23 +0200`,
    ip: IP,
    helo: SES,
    inside: false,
  },
  {
    receiver: "Yahoo and AOL, inside",
    source: "headers in a public write-up, 2021-06-21 (Yahoo), 2021-12-18 (AOL), 2022-07-09 (Yahoo)",
    value: "from 10.222.142.150 by atlas206.free.mail.ne1.yahoo.com with HTTPS; Mon, 21 Jun 2021 15:36:02 +0000",
    ip: "10.222.142.150",
    helo: null,
    inside: true,
  },
  {
    receiver: "Yahoo and AOL (form assumed)",
    source: "none was found",
    value: `from ${IP} (EHLO ${SES}) by 10.253.233.86 with SMTPs (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256); Sat, 28 Nov 2026 20:00:01 +0000`,
    ip: IP,
    helo: SES,
    inside: false,
  },
  {
    receiver: "Exchange Online, at its border",
    source: "linux-arm-kernel@lists.infradead.org, 2020-05-08",
    value: `from ${SES} (${IP}) by VE1EUR03FT004.mail.protection.outlook.com (10.152.18.1) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.2979.27 via Frontend Transport; Fri, 8 May 2020 09:52:22 +0000`,
    ip: IP,
    helo: SES,
    inside: false,
  },
  {
    receiver: "Exchange Online, inside",
    source: "linux-arm-kernel@lists.infradead.org, 2020-05-08",
    value:
      "from VE1EUR03FT004.eop-EUR03.prod.protection.outlook.com (2603:10a6:20b:92:cafe::21) by AM6PR04CA0018.outlook.office365.com (2603:10a6:20b:92::31) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.2979.27 via Frontend Transport; Fri, 8 May 2020 09:52:22 +0000",
    ip: "2603:10a6:20b:92:cafe::21",
    helo: "VE1EUR03FT004.eop-EUR03.prod.protection.outlook.com",
    inside: true,
  },
  {
    receiver: "Exchange, inside",
    source: "linux-kernel@vger.kernel.org, 2022-09-17",
    value:
      "from ediex02.ad.example.com (203.0.113.80) by ediex01.ad.example.com (203.0.113.81) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.1118.12; Sat, 17 Sep 2022 10:48:31 -0500",
    ip: "203.0.113.80",
    helo: "ediex02.ad.example.com",
    inside: true,
  },
  {
    receiver: "Exchange, from a mailbox",
    source: "a forensic report of headers, 2013-08-14",
    value:
      "from MWEX2.ad.example.com ([169.254.5.159]) by MWEX3.ad.example.com ([203.0.113.206]) with mapi id 14.03.0123.003; Wed, 14 Aug 2013 08:59:28 -0400",
    ip: "169.254.5.159",
    helo: "MWEX2.ad.example.com",
    inside: true,
  },
  {
    receiver: "SES as receiver, and WorkMail",
    source: "an event of SES in a public repository, 2020-05-31",
    value: `from mail-wr1.example.com (mail-wr1.example.com [${IP}]) by inbound-smtp.us-east-1.amazonaws.com with SMTP id a5aeouotrj for a@example.org; Sun, 31 May 2020 13:07:43 +0000 (UTC)`,
    ip: IP,
    helo: "mail-wr1.example.com",
    reverseName: "mail-wr1.example.com",
    inside: false,
  },
  {
    receiver: "Mimecast",
    source: "linux-kernel@vger.kernel.org, 2023-02-14",
    value: `from ${SES} (${SES} [${IP}]) by relay.mimecast.com with ESMTP with STARTTLS (version=TLSv1.3, cipher=TLS_AES_128_GCM_SHA256) id us-mta-73-_Go8Hx0vPgqwuLHD2HVQUg-1; Tue, 14 Feb 2023 17:35:48 -0500`,
    ip: IP,
    helo: SES,
    reverseName: SES,
    inside: false,
  },
  {
    receiver: "Mimecast of old",
    source: "qemu-devel@nongnu.org, 2021-11-09",
    value: `from ${SES} (${SES} [${IP}]) (Using TLS) by relay.mimecast.com with ESMTP id us-mta-283-1; Tue, 09 Nov 2021 13:35:31 -0500`,
    ip: IP,
    helo: SES,
    reverseName: SES,
    inside: false,
  },
  {
    receiver: "Proofpoint",
    source: "linux-ppp@vger.kernel.org, 2026-04-08",
    value: `from ${SES} (${SES} [${IP}])\tby mx0a-00082601.pphosted.com (PPS) with ESMTPS id 4dcmsua2ft-1\t(version=TLSv1.3 cipher=TLS_AES_128_GCM_SHA256 bits=128 verify=NOT)\tfor <a@example.org>; Wed, 08 Apr 2026 03:04:46 -0700 (PDT)`,
    ip: IP,
    helo: SES,
    reverseName: SES,
    inside: false,
  },
  {
    receiver: "Proofpoint, inside",
    source: "kvm@vger.kernel.org, 2022-05-17",
    value:
      "from pps.reinject (localhost [127.0.0.1]) by mx0a-001b2d01.pphosted.com (PPS) with ESMTPS id 3g4be8ruye-1 (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NOT); Tue, 17 May 2022 12:41:09 +0000",
    ip: "127.0.0.1",
    helo: "pps.reinject",
    inside: true,
  },
  {
    receiver: "Barracuda",
    source: "linux-input@vger.kernel.org, 2020-01-09",
    value: `from zotac.example.com (77.dyn.example.com [${IP}]) by relay-b01.example.org with ESMTP id aCZF7qO2B6CDuv2i; Thu, 09 Jan 2020 21:03:35 +0100 (CET)`,
    ip: IP,
    helo: "zotac.example.com",
    reverseName: "77.dyn.example.com",
    inside: false,
  },
  {
    receiver: "IronPort",
    source: "linux-wireless@vger.kernel.org, 2021-11-23",
    value: `from unknown (HELO ironmsg04.example.com) ([${IP}])  by out-01.example.org with ESMTP; 23 Nov 2021 10:52:11 -0800`,
    ip: IP,
    helo: "ironmsg04.example.com",
    inside: false,
  },
  {
    receiver: "Haraka",
    source: "a forensic report of headers, 2013-08-14",
    value: `from ipex1.example.com (ipex1.example.com [${IP} ]) by mta25.example.org (Haraka/2.1.4) with ESMTPS id 7B470838.1 envelope-from <a@example.com> (version=TLSv1/SSLv3 cipher=RC4-SHA verify=OK); Wed, 14 Aug 2013 07:59:30 -0500`,
    ip: IP,
    helo: "ipex1.example.com",
    reverseName: "ipex1.example.com",
    inside: false,
    envelopeFrom: "a@example.com",
  },
  {
    receiver: "Halon",
    source: "xen-devel@lists.xenproject.org, 2025-04-25, from Zoho",
    value: `from sender4.example.com (sender4.example.com [${IP}]) by se1.example.org (Halon) with ESMTPS id 33dc716e-2225-11f0; Sat, 26 Apr 2025 00:32:44 +0200 (CEST)`,
    ip: IP,
    helo: "sender4.example.com",
    reverseName: "sender4.example.com",
    inside: false,
  },
  {
    receiver: "ZMailer",
    source: "linux-kselftest@vger.kernel.org, 2022-02-26",
    value: `from lind.example.com ([${IP}]:56882 "EHLO lindbergh.example.com" rhost-flags-OK-OK-OK-OK) by vger.example.org with ESMTP id S231795AbiBZNaz (ORCPT <rfc822;a@example.org>); Sat, 26 Feb 2022 08:30:55 -0500`,
    ip: IP,
    helo: "lindbergh.example.com",
    reverseName: "lind.example.com",
    inside: false,
  },
  {
    receiver: "a client that says an address",
    source: "cygwin-patches@cygwin.com, 2009-10-06",
    value: `from [192.168.1.3] (user.example.com [${IP}]) \tby mail.example.org (Postfix) with ESMTPSA id 0F58C256B; \tTue,  6 Oct 2009 17:58:27 -0400 (EDT)`,
    ip: IP,
    helo: null,
    reverseName: "user.example.com",
    inside: false,
  },
];

test.each(FORMS.map((form) => [form.receiver, form] as const))("%s", (_, { value, inside, ...form }) => {
  const hop = parseReceived(value);
  expect({
    ip: hop?.ip,
    helo: hop?.helo,
    reverseName: hop?.reverseName,
    envelopeFrom: hop?.envelopeFrom,
    inside: hop === undefined || isInternal(hop),
  }).toEqual({
    ip: form.ip,
    helo: form.helo,
    reverseName: form.reverseName,
    envelopeFrom: form.envelopeFrom,
    inside,
  });
});

test("fields without a hand-over", () => {
  const values = [
    "by 2002:a05:6a10:8a4d:0:0:0:0 with SMTP id x; Mon, 1 Jan 2024 00:00:00 -0800 (PST)", // Gmail
    "by mx.zohomail.com with SMTPS id 1745620352081239.8; Fri, 25 Apr 2025 15:32:32 -0700 (PDT)", // Zoho
    "(qmail 24207 invoked by alias); 16 Jun 2005 18:53:40 -0000",
    "(majordomo@vger.kernel.org) by vger.kernel.org via listexpand id S1",
    "\tby mail (OpenSMTPD) with ESMTPSA id 78e0e40f (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO); Wed, 17 Jun 2026 06:40:35 +0000 (UTC)",
    "",
  ];
  expect(values.map((value) => parseReceived(value.trim()))).toEqual(values.map(() => undefined));
});

test("the name that a client gives does not make it internal", () => {
  const hops = [
    `from mx.example.org ([${IP}]) by mx.example.org with ESMTP id 1`,
    `from mx.example.org (unknown [${IP}]) by mx.example.org (Postfix) with ESMTP id 1`,
    `from mx.example.org (mx.example.org [${IP}] (may be forged)) by mx.example.org (8.17.1/8.17.1) with ESMTP id 1`,
    `from mx.example.org (${IP}) by mx.example.org (203.0.113.1) with Microsoft SMTP Server id 1`,
  ].map(parseReceived);
  expect(hops.map((hop) => hop !== undefined && isInternal(hop))).toEqual([false, false, false, false]);
});

test("a field of a megabyte takes no time", () => {
  for (const value of [
    "from a (".repeat(200_000),
    `from a ${"[".repeat(1_000_000)}`,
    `from a (b ${"helo=".repeat(200_000)}`,
  ])
    expect(parseReceived(value)?.ip).toBeUndefined();
});
