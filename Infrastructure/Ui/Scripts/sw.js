// Assets from the cache; pages from the network alone. A personal page is never stored.
const STORE = 'massar-1', OFFLINE = '/offline';

addEventListener('install', e => {
  skipWaiting();
  const page = new Request(OFFLINE, { credentials: 'omit', cache: 'reload' });
  e.waitUntil(caches.open(STORE).then(c => c.add(page)).catch(() => {}));
});

addEventListener('activate', e => e.waitUntil(caches.keys()
  .then(names => Promise.all(names.filter(n => n !== STORE).map(n => caches.delete(n))))));

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

addEventListener('fetch', e => {
  const { request } = e, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/a/')) e.respondWith(asset(request));
  else if (request.mode === 'navigate')
    e.respondWith(fetch(request).catch(async () => await caches.match(OFFLINE) || Response.error()));
});
