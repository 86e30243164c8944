// A heavy file goes in pieces: what a broken line did not bring is sent again, what it brought is not.
(() => {
  'use strict';
  const form = document.querySelector('form[data-pieces]');
  if (!form || !window.fetch) return;
  const most = 262144;
  const [bar, stopped, button] = ['progress', '[data-say=stopped]', 'button'].map(what => form.querySelector(what));
  const token = form.querySelector('[name=__RequestVerificationToken]').value;
  const wait = time => new Promise(done => setTimeout(done, time));
  const ask = async (address, method, body, type) => {
    const answer = await fetch(address, { method, body, headers: Object.assign({ 'X-CSRF-Token': token }, type && { 'Content-Type': type }) });
    if (answer.status >= 500 || answer.status === 429) throw new Error('again');
    return { ok: answer.ok, said: await answer.json() };
  };

  form.onsubmit = async event => {
    const file = form.elements.File.files[0];
    // A light one goes as any form does.
    if (!file || file.size <= most) return;
    event.preventDefault();
    button.disabled = true;
    bar.hidden = false;
    bar.max = file.size;
    bar.value = 0;
    let [id, from, tries] = [0, 0, 0];
    for (;;) {
      try {
        const { ok, said } = id
          ? await ask(`/api/resources/variants/${id}?from=${from}`, 'PUT', file.slice(from, from + most), 'application/octet-stream')
          : await ask(form.dataset.pieces, 'POST', JSON.stringify({ kind: form.elements.Kind.value, length: file.size }), 'application/json');
        if (!ok) {
          stopped.textContent = Object.values(said.errors || {}).flat()[0] || said.title;
          stopped.hidden = false;
          button.disabled = false;
          bar.hidden = true;
          return;
        }
        if (said.isReady) return location.reload();
        id = said.id;
        bar.value = from = said.received;
        tries = 0;
        stopped.hidden = true;
      } catch (e) {
        stopped.hidden = false;
        await wait(Math.min(30, 2 ** tries++) * 1000);
      }
    }
  };
})();
