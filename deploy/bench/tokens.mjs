// Prints JWTs of people of `server seed`, one a line: tokens.mjs FROM TO [ROLE]. JWT_SECRET signs them.
import { createHash, createHmac } from 'node:crypto';

const [from, to, role = 'student'] = process.argv.slice(2);

/** The id of a word, as the seed makes it (server/service/src/seed). */
function idOf(word) {
  const hash = createHash('md5').update(word).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20)}`;
}

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const exp = Math.floor(Date.now() / 1000) + 24 * 3600;
for (let n = Number(from); n <= Number(to); n += 1) {
  const claims = { sub: idOf(`user-${n}`), authId: idOf(`auth-${n}`), email: `user${n}@example.com`, role, exp };
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  console.log(`${signed}.${createHmac('sha256', process.env.JWT_SECRET).update(signed).digest('base64url')}`);
}
