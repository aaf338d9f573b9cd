// The Sender Rewriting Scheme: a forwarder puts its own domain into the envelope's sender and keeps the original address in it
// (https://www.libsrs2.net/srs/srs.pdf; the forms are as postsrsd 1.10 writes them).

/** The sender before the address was rewritten; undefined if it was not. */
export function senderBeforeSrs(address: string): string | undefined {
  // SRS0=HASH=TIME=DOMAIN=LOCAL@FORWARDER
  const [, domain, local] = /^SRS0[-+=][^=]*=[^=]*=([^=]+)=(.*)@[^@]*$/i.exec(address) ?? [];
  if (domain !== undefined) return `${local}@${domain}`;
  // SRS1=HASH=FIRST=REST@FORWARDER, made from SRS0REST@FIRST.
  const [, first, rest] = /^SRS1[-+=][^=]*=([^=]+)=([-+=].*)@[^@]*$/i.exec(address) ?? [];
  return first === undefined ? undefined : `SRS0${rest}@${first}`;
}
