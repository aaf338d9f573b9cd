// The Sender Rewriting Scheme: a forwarder puts its own domain into the envelope's sender, and the one that was there before it
// (https://www.libsrs2.net/srs/srs.pdf; the forms are as postsrsd 1.10 writes them).

/** The sender before an address was rewritten; undefined where it was not. */
export function senderBeforeSrs(address: string): string | undefined {
  // SRS0=HASH=TIME=DOMAIN=LOCAL@FORWARDER
  const [, domain, local] = /^SRS0[-+=][^=]*=[^=]*=([^=]+)=(.*)@[^@]*$/i.exec(address) ?? [];
  if (domain !== undefined) return `${local}@${domain}`;
  // SRS1=HASH=FIRST=REST@FORWARDER, where SRS0 and REST stood at FIRST.
  const [, first, rest] = /^SRS1[-+=][^=]*=([^=]+)=([-+=].*)@[^@]*$/i.exec(address) ?? [];
  return first === undefined ? undefined : `SRS0${rest}@${first}`;
}
