import assert from 'node:assert/strict';

/** Name and value of each part, read by the letter of RFC 7578; a part may have nothing but a name. */
export function readMultipart(contentType: string, body: Buffer): [name: string, value: string][] {
  const boundary = /^multipart\/form-data; ?boundary="?([^";]+)"?$/.exec(contentType)?.[1];
  assert.ok(boundary, `no boundary in '${contentType}'`);
  // The line break before a boundary belongs to the boundary.
  const pieces = `\r\n${body.toString('utf8')}`.split(`\r\n--${boundary}`);
  assert.equal(pieces[0], '', 'text before the first boundary');
  assert.match(pieces.at(-1) ?? '', /^--(\r\n)?$/, 'no closing boundary');
  return pieces.slice(1, -1).map((piece) => {
    const found = /^\r\nContent-Disposition: form-data; name="([^"]*)"\r\n\r\n(.*)$/is.exec(piece);
    assert.ok(found, `not a plain part: ${JSON.stringify(piece)}`);
    return [found[1] ?? '', found[2] ?? ''];
  });
}
