// Whole files that people write and that are not taken: each has one answer, at the place of the mistake, that says what to write.
import type { Case } from "./field-forms";

/** Whole files; a `+` marks those that begin with the zone. */
export const WHOLE: readonly Case[] = [
  [
    "domain: example.com\naws: { region: us-east-1 }\n",
    '1:1 the file has "domain" at its top: write "domains:", below it "  - domain: example.com", and its settings below that, aligned with "domain"',
  ],
  [
    "domains:\n  example.com:\n    aws: { region: us-east-1 }\n",
    '+4:3 "domains" is a map: write a list, "- domain: example.com" in place of "example.com:", with its settings below, aligned with "domain"',
  ],
  [
    "domains:\n  example.com:\n",
    '+4:3 "domains" is a map: write a list, "- domain: example.com" in place of "example.com:", with its settings below, aligned with "domain"',
  ],
  [
    "domains:\n  - example.com\n  - example.org\n",
    '+4:5 domain 1 of the list is "example.com": write "- domain: example.com", with its settings below, aligned with "domain", and so for 1 more',
  ],
  [
    "defaults: { aws: { region: us-east-1 } }\ndomains:\n  - example.com\n",
    '+5:5 domain 1 of the list is "example.com": write "- domain: example.com", with its settings below, aligned with "domain"',
  ],
  [
    "domains: example.com\n",
    '+3:10 "domains" is a text: write a list, "  - domain: example.com" in the next line, with its settings below',
  ],
  [
    "domains:\n  domain: example.com\n  aws: { region: us-east-1 }\n",
    '+4:3 "domains" is a map: write a hyphen before it, "- domain: example.com"',
  ],
  [
    "- domain: example.com\n  aws: { region: us-east-1 }\n",
    '1:1 the file is a list: write "domains:" in a line above it',
  ],
  [
    "domains:\n  - example.com:\n      aws: { region: us-east-1 }\n",
    '+4:5 domain 1 of the list has its name as a key: write "- domain: example.com" in place of "example.com:", and its settings aligned with "domain"',
  ],
  [
    "domains:\n  - name: example.com\n    aws: { region: us-east-1 }\n",
    '+4:5 "example.com" has "name" and no "domain": write "domain: example.com"',
  ],
  [
    "domains:\n  - domain: example.com\n    region: us-east-1\n",
    '+5:5 unknown key "region" in "example.com": write aws: {region: us-east-1}',
  ],
  [
    "domains:\n  - domain: example.com\n    aws: us-east-1\n",
    '+5:10 "aws" of "example.com" is "us-east-1": write {region: us-east-1}',
  ],
  [
    "domains:\n  - domain: example.com\n    aws: { region: us-east-1a }\n",
    '+5:20 "aws.region" of "example.com" is "us-east-1a": write us-east-1',
  ],
  [
    "domains:\n  - domain: example.com\n    aws: { region: [us-east-1] }\n",
    '+5:20 "aws.region" of "example.com" is a list: write one entry for each region, with a "name" of its own',
  ],
  [
    "domains:\n  - domain: example.com\n    aws: { region: US-EAST-1 }\n",
    '+5:20 "aws.region" of "example.com" is "US-EAST-1": write us-east-1',
  ],
  [
    "zones:\n  example.com: example.com\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '2:16 zone "example.com" is a name, "example.com": write the zone\'s id, the 32 hexadecimal digits on the zone\'s overview page, or null to have it looked up',
  ],
  [
    "zones:\n  - example.com\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '2:3 "zones" is a list: write a map, {example.com: <zone id>}',
  ],
  [
    "zones:\n  - name: example.com\n    id: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '2:3 "zones" is a list: write a map, {example.com: 0123456789abcdef0123456789abcdef}',
  ],
  [
    "zones:\n  example.com: { id: 0123456789abcdef0123456789abcdef }\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '2:16 zone "example.com" is a map: write 0123456789abcdef0123456789abcdef behind its name',
  ],
  [
    "zones:\n  0123456789abcdef0123456789abcdef: example.com\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '2:37 zone "0123456789abcdef0123456789abcdef" has name and id exchanged: write example.com: 0123456789abcdef0123456789abcdef',
  ],
  [
    "zones: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '1:8 "zones" is an id alone: write {example.com: 0123456789abcdef0123456789abcdef}, with your zone\'s name',
  ],
  [
    "zones: example.com\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '1:8 "zones" is no map: write {example.com: <zone id>}',
  ],
  [
    "zone: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '1:1 unknown key "zone" in the file: write zones: {example.com: 0123456789abcdef0123456789abcdef} at the top of the file, with the zone\'s name',
  ],
  [
    "domains:\n  - domain: example.com\n    zone: example.com\n    aws: { region: us-east-1 }\n",
    '3:5 unknown key "zone" in "example.com": write zones: {example.com: <zone id>} at the top of the file',
  ],
  [
    "domains:\n  - domain: example.com\n    zone: 0123456789abcdef0123456789abcdef\n    aws: { region: us-east-1 }\n",
    '3:5 unknown key "zone" in "example.com": write zones: {example.com: 0123456789abcdef0123456789abcdef} at the top of the file, with the zone\'s name',
  ],
  [
    "domains:\n  - domain: example.com\n    zoneId: 0123456789abcdef0123456789abcdef\n    aws: { region: us-east-1 }\n",
    '3:5 unknown key "zoneId" in "example.com": write zones: {example.com: 0123456789abcdef0123456789abcdef} at the top of the file, with the zone\'s name',
  ],
  [
    "zones:\n  example.com:0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '2:3 "zones" has no blank after the colon: write "example.com: 0123456789abcdef0123456789abcdef"',
  ],
  [
    "zones:\n  example.com: “0123456789abcdef0123456789abcdef”\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '2:16 zone "example.com" is "“0123456789abcdef0123456789abcdef”", in which “ ” are no quotes of YAML: write "0123456789abcdef0123456789abcdef"',
  ],
  [
    "zones:\n  example.com: 0123456789ABCDEF0123456789ABCDEF\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '2:16 zone "example.com" is in capitals: write 0123456789abcdef0123456789abcdef',
  ],
  [
    "zones:\n  https://example.com: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '2:3 zone "https://example.com" has the label "https://example", which is not of letters, digits and inner hyphens',
  ],
  [
    "domains：\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '+3:8 "：" is no colon: write ":" and a blank after the key',
  ],
  [
    "domains:\n  - domain： example.com\n    aws: { region: us-east-1 }\n",
    '+4:11 "：" is no colon: write ":" and a blank after the key',
  ],
  [
    "ｄｏｍａｉｎｓ:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    '+3:1 unknown key "ｄｏｍａｉｎｓ" in the file: in it there are full-width characters: write domains',
  ],
  [
    "domains:\n　- domain: example.com\n    aws: { region: us-east-1 }\n",
    "+4:1 U+3000 stands in the indentation and is no blank: use the space bar",
  ],
  [
    "domains:\n  - domain: ｅｘａｍｐｌｅ．ｃｏｍ\n    aws: { region: us-east-1 }\n",
    '2:13 "domain" of "ｅｘａｍｐｌｅ．ｃｏｍ" is "ｅｘａｍｐｌｅ．ｃｏｍ", in which there are full-width characters: write "example.com"',
  ],
  [
    "domains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n",
    "+4:1 U+00A0 stands in the indentation and is no blank: use the space bar",
  ],
  [
    "domains:\n  - domain: “example.com”\n    aws: { region: us-east-1 }\n",
    '2:13 "“example.com”" has “ ” in it, which are no quotes here: leave them out',
  ],
  [
    "domains:\n  – domain: example.com\n    aws: { region: us-east-1 }\n",
    '+4:3 "–" is no hyphen: begin an item of a list with "-" and a blank',
  ],
  [
    "domains:\n  - domain: example.com\n    aws: { region: us–east–1 }\n",
    '+5:20 "aws.region" of "example.com" is "us–east–1", in which "–" (U+2013) is another character than it seems: write "us-east-1"',
  ],
  ["domains:\n\t- domain: example.com\n", "+4:1 a tab is used for indentation: use spaces"],
  [
    "domains:\n  - domain = example.com\n",
    '+4:5 domain 1 of the list is "domain = example.com": write "- domain: example.com", with its settings below, aligned with "domain"',
  ],
  [
    "domains:\n  - domain:example.com\n    aws: { region: us-east-1 }\n",
    '+4:5 no blank stands after the colon of "domain": add one',
  ],
  [
    "domains:\n  - domain: https://example.com/\n    aws: { region: us-east-1 }\n",
    '2:13 "domain" of "https://example.com/" is "https://example.com/": write the domain alone, example.com',
  ],
  [
    "domains:\n  - domain: info@example.com\n    aws: { region: us-east-1 }\n",
    '2:13 "domain" of "info@example.com" is "info@example.com": write the domain alone, example.com',
  ],
  [
    "domains:\n  - domain: '*.example.com'\n    aws: { region: us-east-1 }\n",
    '2:13 "domain" of "*.example.com" is a wildcard: write example.com, an identity holds for its subdomains too',
  ],
  [
    "domains:\n  - domain: [example.com, example.org]\n    aws: { region: us-east-1 }\n",
    '2:13 "domain" of domain 1 of the list is a list: write one entry for each, "- domain: …"',
  ],
  [
    "domains:\n  - domain: example.com\n    aws: { region: us-east-1, allowedAccountIds: 111122223333 }\n",
    '3:50 "aws.allowedAccountIds" of "example.com" is no list: write ["111122223333"]',
  ],
  [
    "domains:\n  - domain: example.com\n    aws: { region: us-east-1, allowedAccountIds: '111122223333' }\n",
    '3:50 "aws.allowedAccountIds" of "example.com" is no list: write ["111122223333"]',
  ],
  [
    "domains:\n  - domain: example.com\n    aws: { region: us-east-1, account: '111122223333' }\n",
    '3:31 unknown key "account" in "aws" of "example.com": write aws: {allowedAccountIds: ["111122223333"]}',
  ],
  [
    "backend: s3\nzones:\n  example.com: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n    \n",
    '1:10 "backend" is "s3": write {type: s3, bucket: …, region: …}',
  ],
  [
    "backend:\n  s3: { bucket: b, region: us-east-1 }\nzones:\n  example.com: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n    \n",
    '2:3 "backend" has "s3" as a key: write "type: s3", and its settings beside it',
  ],
  [
    "// mailzone\nzones:\n  example.com: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n    \n",
    '1:1 "//" begins no comment: write "#"',
  ],
  [
    "version: 1\nzones:\n  example.com: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n    aws: { region: us-east-1 }\n    \n",
    '1:1 unknown key "version" in the file: leave it out, the file has no version',
  ],
  [
    "aws: { region: us-east-1 }\nzones:\n  example.com: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n",
    '1:1 unknown key "aws" in the file: write it below "defaults", for all domains, or below one of the domains',
  ],
  [
    "region: us-east-1\nzones:\n  example.com: 0123456789abcdef0123456789abcdef\ndomains:\n  - domain: example.com\n",
    '1:1 unknown key "region" in the file: write defaults: {aws: {region: us-east-1}}, or aws below one domain',
  ],
  [
    "domains:\n  - domain: example.com\n  aws:\n    region: us-east-1\n",
    "+5:1 the indentation fits nothing above it: align the line with its neighbours",
  ],
  [
    "domains:\n  - domain: example.com\n    aws:\n    region: us-east-1\n",
    '+5:9 "aws" of "example.com" is empty, and "region" stands beside it: indent it by two more blanks',
  ],
  [
    "domains:\n- domain: example.com\naws:\n  region: us-east-1\n",
    '+5:1 unknown key "aws" in the file: write it below "defaults", for all domains, or below one of the domains',
  ],
  [
    "domains:\n  domain: example.com\n  aws:\n    region: us-east-1\n",
    '+4:3 "domains" is a map: write a hyphen before it, "- domain: example.com"',
  ],
];
