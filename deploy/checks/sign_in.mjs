// Signs a demo account in as its browser would: through the form of the sign-in service of development.

const PASSWORD = 'matricula-demo';

/** The cookies of somebody who is signed in. */
export async function signIn(site, email) {
  const jar = new Map();
  const form = await follow(jar, `${site}/sign-in`, new URLSearchParams({ return_to: '/profile' }));
  const arrived = await follow(jar, form, new URLSearchParams({ email, password: PASSWORD }));
  if (new URL(arrived).pathname !== '/profile') throw new Error(`${email} arrives at ${arrived}`);
  return cookiesOf(jar);
}

/** Cookies as a browser sends them. */
export function headerOf(cookies) {
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** Posts, and goes wherever that leads; gives the last address. Cookies know no ports, so one jar does. */
async function follow(jar, url, body) {
  for (let method = 'POST', hops = 0; hops < 10; hops += 1) {
    const headers = { cookie: headerOf(cookiesOf(jar)), origin: new URL(url).origin };
    const answer = await fetch(url, { method, body: method === 'POST' ? body : undefined, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const next = answer.headers.get('location');
    if (!next) return url;
    url = new URL(next, url).href;
    method = 'GET';
  }
  throw new Error(`${url} leads nowhere`);
}

function cookiesOf(jar) {
  return [...jar].map(([name, value]) => ({ name, value, domain: 'localhost', path: '/' }));
}
