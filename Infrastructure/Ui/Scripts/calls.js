// The roll call: kept on the phone until the school has it, then sent without being asked.
// Every word comes from the page's data attributes; without this script the form posts as a whole.
(() => {
  'use strict';
  const one = (css, from = document) => from.querySelector(css), status = () => one('[data-calls]'), form = () => one('.roll-form');
  if (!status() || !window.fetch) return;
  const store = 'calls:' + status().dataset.calls;
  let memory = [], stored = true, sending = false, tries = 0, refused, stale, timer;

  // What waits, oldest first: { url, key, body, held }. Other pages of the same person use the same list.
  const waiting = () => {
    try {
      return stored ? JSON.parse(localStorage.getItem(store) || '[]') : memory;
    } catch (e) {
      return memory;
    }
  };
  const keep = list => {
    memory = list;
    try {
      if (list.length) localStorage.setItem(store, JSON.stringify(list));
      else localStorage.removeItem(store);
      stored = true;
    } catch (e) {
      stored = false;
    }
    show();
  };
  const here = () => form() && new URL(form().action).pathname;
  const token = () => one('[name=__RequestVerificationToken]');

  const show = said => {
    const place = status(), list = waiting(), words = place.dataset, free = list.filter(e => !e.held).length;
    if (free) place.textContent = words.waiting.replace('{0}', free);
    else if (said) place.textContent = said;
    else if (place.dataset.busy) place.textContent = '';
    place.dataset.busy = free || '';
    list.filter(e => e.held && e.url !== here()).forEach(e => {
      const link = document.createElement('a');
      link.href = e.url;
      link.textContent = words.held;
      place.append(' ', link);
    });
  };
  const count = () => document.querySelectorAll('[data-count]').forEach(e => e.textContent = document.querySelectorAll(`.roll [value=${e.dataset.count}]:checked`).length);

  const later = wait => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };
  const renew = async () => {       // a new session has a new token
    const page = await fetch(location.href, { credentials: 'same-origin' }), box = document.createElement('template');
    box.innerHTML = await page.text();
    const fresh = one('[name=__RequestVerificationToken]', box.content);
    if (fresh && one('[data-calls]', box.content)) document.querySelectorAll('[name=__RequestVerificationToken]').forEach(i => i.value = fresh.value);
    return !!fresh;
  };

  const send = async () => {
    const entry = !sending && waiting().find(e => !e.held || e.url === here() && e.key !== refused);
    if (!entry) return;
    sending = true;
    let code = 0, text = '', reference;
    const stop = window.AbortController && new AbortController(), limit = setTimeout(() => stop && stop.abort(), 30000);
    try {
      if (stale) stale = !await renew();
      const body = new URLSearchParams(entry.body);
      body.set('Idempotency', entry.key);
      if (token()) body.set('__RequestVerificationToken', token().value);
      const answer = await fetch(entry.url, { method: 'POST', body, credentials: 'same-origin', redirect: 'manual', signal: stop ? stop.signal : undefined, headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } });
      reference = answer.headers.get('X-Correlation-Id');
      text = await answer.text();
      code = answer.type === 'opaqueredirect' ? 401 : answer.status;
    } catch (e) { /* no line: it waits */ }
    clearTimeout(limit);
    sending = false;
    const rest = waiting().filter(e => e.key !== entry.key), own = entry.url === here() && !rest.some(e => e.url === entry.url);
    if (code === 200 || code === 404) {
      tries = 0;
      const said = code === 404 ? status().dataset.gone : draw(text, own);
      keep(rest);
      show(said);
      later(0);
    } else if (code === 409 || code === 422) {
      refused = entry.key;
      if (rest.length < waiting().length) keep(waiting().map(e => e.key === entry.key ? Object.assign(e, { held: 1 }) : e));
      draw(text, own);
      show();
      later(0);
    } else {
      stale = code === 400 || code === 401 || code === 403;
      if (window.massar && code && (tries > 1 || code === 401 || code === 403)) window.massar.refused(code === 400 ? 500 : code, reference);
      if (code !== 401 && code !== 403) later(stale && !tries++ ? 0 : Math.min(30000, 1000 * 2 ** tries++));
      show();
    }
  };

  // The answer is the page's own part: drawn when it is about this page, read for its sentence when not.
  const draw = (text, own) => {
    const box = document.createElement('template');
    box.innerHTML = text;
    const fresh = one('.call-page', box.content), said = fresh && one('[data-calls]', fresh);
    if (own && fresh) {
      one('.call-page').replaceWith(fresh);
      const problem = one('[data-focus]');
      if (problem) problem.focus();
    }
    return said && said.textContent;
  };

  addEventListener('submit', e => {
    const own = e.target === form() && form();
    if (!own) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    const body = new URLSearchParams(new FormData(own));
    body.delete('__RequestVerificationToken');
    body.delete('Idempotency');
    body.set('MadeAt', new Date().toISOString());
    const key = [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
    keep(waiting().filter(e => e.url !== here()).concat({ url: here(), key, body: body.toString() }));
    tries = 0;
    later(0);
  }, true);

  document.addEventListener('change', e => {
    const other = e.target.closest('.roll') && e.target.checked && one(`input:not([value=${e.target.value}])`, e.target.closest('li'));
    if (other) other.checked = false;
    count();
  });
  document.addEventListener('click', e => e.target.closest('[data-drop]') && keep(waiting().filter(x => x.url !== here())));

  addEventListener('online', () => { tries = 0; later(0); });
  addEventListener('storage', e => e.key === store && show());
  document.addEventListener('visibilitychange', () => document.hidden || later(0));
  addEventListener('beforeunload', e => !stored && memory.length && e.preventDefault());

  // What waited is shown as it was tapped, over the list it was tapped on.
  const left = here() && waiting().find(e => e.url === here());
  if (left) {
    const body = new URLSearchParams(left.body);
    document.querySelectorAll('.roll input').forEach(i => i.checked = body.getAll(i.name).includes(i.value));
    one('[name=Seen]', form()).value = body.get('Seen');
    count();
  }
  show();
  later(0);
})();
