// Assets from the cache; pages from the network alone. No personal page is stored but one, the last view of an employee's own file,
// where its owner asked this phone to keep it: until its time is over, or a page of another session or of none is seen.
const STORE = 'massar-1', OFFLINE = '/offline', KEPT = 'massar-kept', COPY = '/tabligh/copy', DOORS = ['/', '/tabligh', COPY, '/employees/me', '/decisions/mine'];

addEventListener('install', e => {
  skipWaiting();
  const page = new Request(OFFLINE, { credentials: 'omit', cache: 'reload' });
  e.waitUntil(caches.open(STORE).then(c => c.add(page)).catch(() => {}));
});

addEventListener('activate', e => e.waitUntil(caches.keys()
  .then(names => Promise.all(names.filter(n => n !== STORE && n !== KEPT).map(n => caches.delete(n))))));

const asset = async request => {
  const store = await caches.open(STORE), kept = await store.match(request);
  if (kept) return kept;
  const fresh = await fetch(request), name = /^\/a\/\w+(\/.+)/;
  if (fresh.ok) {
    const mine = name.exec(new URL(request.url).pathname);
    for (const old of await store.keys()) {
      const its = name.exec(new URL(old.url).pathname);
      if (mine && its && its[1] === mine[1]) await store.delete(old);
    }
    await store.put(request, fresh.clone());
  }
  return fresh;
};

const kept = async () => {
  if (!await caches.has(KEPT)) return;
  const copy = await (await caches.open(KEPT)).match(COPY, { ignoreVary: true });
  if (copy && copy.headers.get('Kept-Until') > Date.now()) return copy;
  await caches.delete(KEPT);
};

const page = async (request, path) => {
  let fresh;
  try {
    fresh = await fetch(request);
  } catch (e) {
    return DOORS.includes(path) && await kept().catch(() => {}) || await caches.match(OFFLINE) || Response.error();
  }
  if (fresh.ok) {
    const copy = await kept().catch(() => {}), of = answer => answer.headers.get('Session-Tag');
    if (copy && of(copy) !== of(fresh)) await caches.delete(KEPT);
  }
  return fresh;
};

addEventListener('fetch', e => {
  const { request } = e, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/a/')) e.respondWith(asset(request));
  else if (request.mode === 'navigate') e.respondWith(page(request, url.pathname));
});
