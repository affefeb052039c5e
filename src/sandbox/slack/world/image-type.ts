// What kind of picture a file is, which decides whether Slack takes it for an image block.

/** By the bytes: a name says nothing about what is in a file. Null for what is no picture that browsers draw. */
export function imageType(bytes: Buffer): string | null {
  const head = bytes.subarray(0, 12);
  if (head.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png';
  if (head.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'image/jpeg';
  if (/^GIF8[79]a/u.test(head.toString('latin1'))) return 'image/gif';
  if (/^RIFF[^]{4}WEBP/u.test(head.toString('latin1'))) return 'image/webp';
  return isSvg(bytes) ? 'image/svg+xml' : null;
}

function isSvg(bytes: Buffer): boolean {
  const text = bytes
    .subarray(0, 1_024)
    .toString('utf8')
    .replace(/^\uFEFF/u, '');
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/iu.test(text);
}
