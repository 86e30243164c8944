// The mark sheet: one table, changed cells saved as they are typed, nothing lost without a line.
// Every word comes from the form's data attributes; without this script the form posts as a whole.
(() => {
  'use strict';
  const form = document.querySelector('.marks-form');
  if (!form || !window.fetch) return;
  const { key, max = 20, step, codes = '' } = form.dataset, store = 'marks:' + key;
  const words = codes.toUpperCase().split(/\s+/).filter(Boolean);
  const cells = new Map();        // name -> what is known of one cell
  let batch = null;               // what was sent and not yet answered; repeated with the same key
  let timer, sending = false, tries = 0, stale = false, stored = true;

  const inputs = () => [...form.querySelectorAll('.marks input[name^="m["]')];
  const fill = (text, ...values) => (text || '').replace(/\{(\d)\}/g, (_, i) => values[i]);
  const say = text => {
    const place = form.querySelector('[data-said]');
    if (place) place.textContent = text;
  };

  // A mark as it is kept: "12,50", a code, or nothing. undefined when it is none of these.
  const read = typed => {
    const text = typed.replace(/[\s\u200e\u200f\u061c]/g, '').replace(/[٠-٩]/g, d => d.charCodeAt(0) - 0x660)
      .replace(/[۰-۹]/g, d => d.charCodeAt(0) - 0x6f0).replace(/[.٫،]/, ',').toUpperCase();
    if (!text || words.includes(text)) return text;
    if (!/^\d{1,3}(,\d{0,2})?$/.test(text)) return undefined;
    const points = +text.replace(',', '.'), hundredths = Math.round(points * 100);
    if (points > +max || step && hundredths % Math.round(step * 100)) return undefined;
    return (hundredths / 100).toFixed(2).replace('.', ',');
  };

  const show = (cell, state, more) => {
    const row = cell.input.closest('tr'), st = row.querySelector('.st'), sign = { saving: '…', saved: '✓', waiting: '⏳', refused: '!' }[state];
    row.classList.remove('saving', 'saved', 'waiting', 'refused');
    if (state) row.classList.add(state);
    if (st) st.textContent = state ? `${sign} ${form.dataset[state] || ''}${more ? ' ' + more : ''}` : '';
    const msg = row.querySelector('.msg');
    if (state === 'refused') {
      cell.input.setAttribute('aria-invalid', true);
      if (msg) {
        msg.textContent = form.dataset.wrong || '';
        cell.input.setAttribute('aria-describedby', msg.id);
      }
    } else if (!row.classList.contains('clash')) {
      cell.input.removeAttribute('aria-invalid');
      if (msg) msg.textContent = '';
    }
  };

  const pending = () => [...cells.values()].filter(c => c.value !== undefined && !c.held);
  const count = () => {
    const counts = { empty: 0, waiting: 0 };
    cells.forEach(c => {
      if (!c.input.value.trim()) counts.empty++;
      if (c.value !== undefined || c.wrong || c.held) counts.waiting++;
    });
    form.querySelectorAll('[data-count]').forEach(e => e.textContent = counts[e.dataset.count]);
  };
  const keep = () => {
    const kept = {};
    cells.forEach((c, name) => c.value !== undefined && (kept[name] = c.value));
    try {
      if (batch || Object.keys(kept).length) localStorage.setItem(store, JSON.stringify({ kept, batch, seen: form.querySelector('#seen').value }));
      else localStorage.removeItem(store);
      stored = true;
    } catch (e) {
      stored = false;
    }
    count();
  };

  // Takes in what a cell holds now; true unless it is not a mark.
  const take = (cell, tidy) => {
    const value = read(cell.input.value);
    if (cell.held) return value !== undefined;
    if (value !== undefined && value === cell.no) return true;      // refused by the server, still the same
    cell.no = undefined;
    cell.wrong = value === undefined;
    if (cell.wrong) {
      cell.value = undefined;
      if (tidy) show(cell, 'refused');
    } else {
      if (tidy && cell.input.value !== value) cell.input.value = value;
      const inFlight = batch && cell.name in batch.cells;
      cell.value = value === cell.saved && !inFlight ? undefined : value;
      if (!(sending && inFlight && batch.cells[cell.name] === value)) show(cell, cell.value === undefined ? '' : 'waiting');
    }
    keep();
    return !cell.wrong;
  };

  const later = wait => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };
  const unique = () => [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
  const token = () => form.querySelector('[name=__RequestVerificationToken]');

  const renew = async () => {       // a new session has a new token; what was typed stays
    const page = await fetch(location.href, { credentials: 'same-origin' }), box = document.createElement('template');
    box.innerHTML = await page.text();
    const fresh = box.content.querySelector('.marks-form [name=__RequestVerificationToken]');
    if (!fresh) return false;
    token().value = fresh.value;
    return true;
  };

  const send = async () => {
    clearTimeout(timer);
    if (sending) return;
    if (!batch) {
      const changed = pending();
      if (!changed.length) return;
      batch = { key: unique(), seen: form.querySelector('#seen').value, cells: {} };
      changed.forEach(c => batch.cells[c.name] = c.value);
      keep();
    }
    sending = true;
    each(batch, c => show(c, 'saving'));
    let status = 0, text = '', reference;
    const stop = window.AbortController && new AbortController(), limit = setTimeout(() => stop && stop.abort(), 30000);
    try {
      if (stale) stale = !await renew();
      const body = new URLSearchParams({ seen: batch.seen, Idempotency: batch.key });
      if (token()) body.append('__RequestVerificationToken', token().value);
      Object.entries(batch.cells).forEach(([name, value]) => body.append(name, value));
      const answer = await fetch(form.action, {
        method: 'POST', body, credentials: 'same-origin', redirect: 'manual', signal: stop ? stop.signal : undefined,
        headers: Object.assign({ 'HX-Request': 'true', 'HX-Request-Type': 'partial' }, token() && { 'X-CSRF-Token': token().value })
      });
      reference = answer.headers.get('X-Correlation-Id');
      text = await answer.text();
      status = answer.type === 'opaqueredirect' ? 401 : answer.status;
    } catch (e) { /* no line: it waits */ }
    clearTimeout(limit);
    sending = false;
    if (status === 200 || status === 409 || status === 422) answered(text);
    else failed(status, reference);
  };

  const each = (from, act) => Object.keys(from.cells).forEach(name => cells.has(name) && act(cells.get(name), from.cells[name]));

  const failed = (status, reference) => {
    each(batch, c => show(c, 'waiting'));
    stale = status === 400 || status === 401 || status === 403;
    if (stale && tries === 0 && status === 400) return tries++, later(0);
    if (window.massar && (status && tries < 2 || stale)) window.massar.refused(status === 400 ? 500 : status, reference);
    if (status !== 401 && status !== 403) later(Math.min(60000, 2000 * 2 ** tries++) * (.75 + Math.random() / 2));
    keep();
  };

  const begin = () => {             // the first saved cell of a sheet
    const tag = document.querySelector('.head .tag'), { begun } = form.dataset;
    if (!begun || !tag) return;
    tag.textContent = begun;
    tag.className = 'tag warn';
    delete form.dataset.begun;
  };

  const answered = text => {
    const box = document.createElement('template'), sent = batch, returned = new Set();
    box.innerHTML = `<table><tbody>${text}</tbody></table>`;   // rows are kept only inside a table
    const seen = box.content.querySelector('#seen'), alert = box.content.querySelector('[role=alert]');
    tries = 0;
    batch = null;
    if (seen) form.querySelector('#seen').value = seen.value;
    if (alert) say(alert.textContent.trim());
    box.content.querySelectorAll('tr[id]').forEach(row => {
      const old = document.getElementById(row.id), input = row.querySelector('input[name^="m["]'), cell = input && cells.get(input.name);
      if (!old || !cell) return;
      const had = old.contains(document.activeElement), newer = cell.value !== undefined && cell.value !== sent.cells[cell.name];
      if (newer) input.value = cell.value;
      old.replaceWith(row);
      returned.add(cell.name);
      Object.assign(cell, { input, held: row.classList.contains('clash'), value: undefined, wrong: !row.classList.contains('clash') });
      cell.no = cell.held || newer ? undefined : read(input.value);
      if (newer && !cell.held) take(cell, false);
      if (had) input.focus();
    });
    each(sent, (cell, value) => {
      if (returned.has(cell.name)) return;
      if (!seen) {                               // the whole sheet was refused: published meanwhile, closed, …
        cell.held = true;
        cell.value = undefined;
        return show(cell, 'refused');
      }
      begin();
      const was = cell.saved;
      cell.saved = value;
      if (cell.value !== value) return show(cell, cell.wrong ? 'refused' : 'waiting');
      cell.value = undefined;
      cell.input.defaultValue = value;
      show(cell, 'saved', was && was !== value ? fill(form.dataset.was, was) : '');
      setTimeout(() => cell.value === undefined && !cell.wrong && cell.saved === value && cell.input.closest('.saved') && show(cell, 'saved'), 10000);
    });
    keep();
    if (pending().length) later(300);
  };

  const settle = input => {
    const name = input.name, cell = { name, input, saved: read(input.defaultValue) || '', value: undefined };
    cells.set(name, cell);
    cell.held = !!input.closest('.clash');
  };
  const move = (input, by) => {
    const column = input.closest('td').cellIndex;
    const list = inputs().filter(i => i.closest('td').cellIndex === column), next = list[list.indexOf(input) + by];
    if (!next) return false;
    next.focus();
    next.select();
    return true;
  };
  const cellOf = e => e.target.matches && e.target.matches('.marks input[name^="m["]') ? cells.get(e.target.name) : null;

  form.addEventListener('input', e => {
    const cell = cellOf(e);
    if (cell && (take(cell, false) || true)) later(1500);
  });
  form.addEventListener('focusout', e => {
    const cell = cellOf(e);
    if (cell && (cell.value !== undefined || cell.wrong)) take(cell, true);
  });
  form.addEventListener('keydown', e => {
    const cell = cellOf(e), by = { Enter: e.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!cell || !by || e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    if ((cell.value !== undefined || cell.wrong) && !take(cell, true)) return cell.input.select();
    if (!move(cell.input, by) && e.key === 'Enter') later(0);
  });

  // A column from a spreadsheet fills downwards; an empty line leaves its pupil alone.
  form.addEventListener('paste', e => {
    const cell = cellOf(e), lines = cell && e.clipboardData.getData('text').replace(/\r/g, '').replace(/\n+$/, '').split('\n');
    if (!lines || lines.length < 2) return;
    e.preventDefault();
    const column = cell.input.closest('td').cellIndex;
    const below = inputs().filter(i => i.closest('td').cellIndex === column);
    const from = below.indexOf(cell.input);
    let good = 0, bad = 0;
    lines.forEach((line, i) => {
      const text = line.split('\t')[0].trim(), input = below[from + i];
      if (!text) return;
      if (!input) return void bad++;
      input.value = text;
      if (take(cells.get(input.name), true)) good++; else bad++;
    });
    say(fill(form.dataset.pasted, good, bad));
    later(500);
  });

  form.addEventListener('click', e => {
    const button = e.target.closest('[data-keep], [data-take]'), row = button && button.closest('tr');
    const input = row && row.querySelector('input[name^="m["]'), cell = input && cells.get(input.name);
    if (!cell) return;
    const theirs = read(input.dataset.theirs || '') || '';
    cell.held = cell.wrong = false;
    cell.saved = theirs;
    row.classList.remove('clash');
    row.querySelectorAll('.acts').forEach(a => a.remove());
    if (button.hasAttribute('data-take')) input.value = input.defaultValue = theirs;
    take(cell, true);
    input.focus();
    later(0);
  });

  // The plain "save" saves what changed; a button with its own name or address (hand over) posts the form.
  addEventListener('submit', e => {
    if (e.target !== form || e.submitter && (e.submitter.name || e.submitter.hasAttribute('formaction'))) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    cells.forEach(c => (c.value !== undefined || c.wrong) && take(c, true));
    const wrong = [...cells.values()].find(c => c.wrong);
    if (wrong) {
      wrong.input.focus();
      wrong.input.select();
    }
    tries = 0;
    later(0);
  }, true);

  addEventListener('online', () => { tries = 0; later(0); });
  document.addEventListener('visibilitychange', () => {
    if (batch && !document.hidden) later(0);       // back from signing in elsewhere
    else if (document.hidden && pending().length) later(0);
  });
  addEventListener('beforeunload', e => {
    if (!stored && (batch || pending().length)) e.preventDefault();
  });

  inputs().forEach(settle);
  try {
    const left = JSON.parse(localStorage.getItem(store) || '{}');
    batch = left.batch || null;
    Object.entries(Object.assign({}, batch && batch.cells, left.kept)).forEach(([name, value]) => {
      const cell = cells.get(name);
      if (!cell || cell.held || value === cell.saved && !(batch && name in batch.cells)) return;
      cell.input.value = cell.value = value;
      show(cell, 'waiting');
    });
    // What waited was typed over an older sheet: the server must judge it by that one, or it would cover newer work.
    if (left.seen && pending().length) form.querySelector('#seen').value = left.seen;
    if (batch || pending().length) later(0);
  } catch (e) { /* nothing kept, or storage is closed */ }
  keep();
})();
