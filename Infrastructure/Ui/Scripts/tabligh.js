// The last view of one's own file, kept on this phone for whoever asked for it; the worker shows it without network and wipes it. Words come from the page.
(() => {
  'use strict';
  const KEPT = 'massar-kept', ASSETS = 'massar-1', COPY = '/tabligh/copy', box = document.querySelector('[data-keep]');
  if (!box || !window.caches || !('serviceWorker' in navigator)) return;
  const show = state => box.querySelectorAll('[data-when]').forEach(e => e.hidden = e.dataset.when !== state);
  const isCopy = !box.querySelector('[data-act=keep]');

  const keep = async () => {
    const answer = await fetch(COPY, { credentials: 'same-origin', cache: 'no-store' });
    if (!answer.ok || !answer.headers.get('Kept-Until')) throw answer.status;
    await (await caches.open(ASSETS)).addAll([...document.scripts].map(s => s.src));
    await (await caches.open(KEPT)).put(COPY, answer);
    show('on');
  };

  box.addEventListener('click', async e => {
    const act = e.target.dataset.act;
    if (act === 'keep') keep().catch(() => show('failed'));
    if (act !== 'forget') return;
    await caches.delete(KEPT);
    if (isCopy) location.replace('/');
    else show('off');
  });

  // Seen anew is kept anew, for who has asked for it before.
  caches.has(KEPT).then(kept => isCopy ? show('on') : kept ? keep() : show('off')).catch(() => show('off'));
})();
