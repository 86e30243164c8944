// What makes a page that already works a little better. No words here: they come from the page.
(() => {
  'use strict';
  const doc = document, one = (css, from = doc) => from.querySelector(css);

  // Messages that need no answer; those about a fault stay until closed.
  const toast = (template, reference) => {
    const source = doc.getElementById(template), place = one('#toasts');
    if (!source || !place || one(`[data-of="${template}"]`, place)) return;
    const box = doc.createElement('div');
    box.className = 'toast';
    box.dataset.of = template;
    box.append(source.content.cloneNode(true));
    const ref = one('[data-ref]', box);
    if (ref) ref.textContent = reference || '';
    box.addEventListener('click', e => e.target.closest('button') && box.remove());
    place.append(box);
    if (source.hasAttribute('data-brief')) setTimeout(() => box.remove(), 8000);
  };
  const refused = (status, reference) => {
    if (status === 401 || status === 403) toast('say-signin');
    else if (!status || status >= 500) toast('say-fault', reference);
  };
  window.massar = { toast, refused };

  // Focus goes to the summary or heading the server marked, once.
  const focus = () => {
    const at = one('[data-focus]');
    if (!at) return;
    at.removeAttribute('data-focus');
    if (at.tabIndex < 0 && !at.hasAttribute('tabindex')) at.tabIndex = -1;
    at.focus();
  };

  const line = () => {
    const note = one('#offline');
    if (note) note.hidden = navigator.onLine;
  };
  addEventListener('online', line);
  addEventListener('offline', line);

  // Confirm: only what cannot be undone. The verb is the button's own.
  const ask = (question, from) => new Promise(answer => {
    const box = one('#confirm'), data = from ? from.dataset : {};
    if (!box || !box.showModal) return answer(confirm(question));
    const [title, text] = [one('h2', box), one('p', box)], [yes, no] = box.querySelectorAll('button');
    yes.dataset.word = yes.dataset.word || yes.textContent;
    title.textContent = question;
    text.textContent = data.effect || '';
    text.hidden = !data.effect;
    yes.textContent = data.verb || yes.dataset.word;
    yes.classList.toggle('danger', !!from && (from.matches('.danger') || !!one('.danger', from)));
    yes.onclick = () => { box.close(); answer(true); };
    no.onclick = () => { box.close(); answer(false); };
    box.oncancel = () => answer(false);
    box.showModal();
    no.focus();
  });
  doc.addEventListener('htmx:confirm', e => {
    const { ctx, issueRequest, dropRequest } = e.detail;
    if (!ctx.confirm) return;
    e.preventDefault();
    ask(ctx.confirm, e.target).then(yes => (yes ? issueRequest : dropRequest)());
  });

  const unsent = () => {
    try {
      return Object.keys(localStorage).some(k => /^(marks|calls):/.test(k));
    } catch (e) {
      return false;
    }
  };

  // One submit listener: question first, then never twice, then uploads with progress.
  doc.addEventListener('submit', e => {
    const form = e.target, by = e.submitter;
    if (form.dataset.sent) return e.preventDefault();
    const asks = by && by.dataset.confirm ? by : form.dataset.confirm ? form : null;
    const question = form.dataset.unsent && unsent() ? form.dataset.unsent : asks && asks.dataset.confirm;
    if (question && !form.dataset.sure) {
      e.preventDefault();
      e.stopImmediatePropagation();
      ask(question, asks || form).then(yes => {
        if (!yes) return;
        form.dataset.sure = 1;
        form.requestSubmit(by);
      });
      return;
    }
    delete form.dataset.sure;
    if (e.defaultPrevented || form.hasAttribute('hx-post') || form.method !== 'post') return;
    hold(form);
    if (form.hasAttribute('data-upload')) {
      e.preventDefault();
      upload(form, by);
    } else setTimeout(release, 15000, form); // an answer that is a file leaves the page as it is
  }, true);

  const buttons = form => form.querySelectorAll('button:not([type=button])');
  const hold = form => {
    form.dataset.sent = 1;
    buttons(form).forEach(b => b.setAttribute('aria-disabled', true));
  };
  const release = form => {
    delete form.dataset.sent;
    form.classList.remove('htmx-request');
    buttons(form).forEach(b => b.removeAttribute('aria-disabled'));
  };
  addEventListener('pageshow', e => e.persisted && doc.querySelectorAll('form[data-sent]').forEach(release));

  const upload = async (form, by) => {
    await Promise.all([...form.querySelectorAll('[data-shrink]')].map(input => input.shrinking));
    const body = new FormData(form), bar = one('progress', form), send = new XMLHttpRequest();
    if (by && by.name) body.append(by.name, by.value);
    form.classList.add('htmx-request');
    send.open('POST', by && by.getAttribute('formaction') || form.action);
    send.setRequestHeader('HX-Request', 'true');
    send.setRequestHeader('HX-Request-Type', 'partial');
    send.upload.onprogress = e => {
      if (!bar || !e.lengthComputable) return;
      bar.hidden = false;
      bar.max = e.total;
      bar.value = e.loaded;
    };
    send.onloadend = () => {
      release(form);
      if (bar) bar.hidden = true;
      const go = send.getResponseHeader('HX-Redirect');
      if (go) return location.assign(go);
      if (!send.status || send.status >= 500 || send.status === 401 || send.status === 403)
        return refused(send.status, send.getResponseHeader('X-Correlation-Id'));
      const place = one(form.dataset.upload || 'main');
      place.innerHTML = send.responseText;
      if (window.htmx) window.htmx.process(place);
      focus();
    };
    send.send(body);
  };

  // A photo from a phone is thirty times what a file needs: made smaller until it weighs no more than asked.
  const shrink = async input => {
    const limit = +input.dataset.shrink || 1600, most = +input.dataset.most || 3e5, out = new DataTransfer();
    for (const file of input.files) {
      let kept = file;
      if (/^image\/(jpeg|png|webp)$/.test(file.type) && file.size > most) {
        try {
          const image = await createImageBitmap(file), canvas = doc.createElement('canvas');
          let scale = Math.min(1, limit / Math.max(image.width, image.height)), quality = .85, small;
          do {
            canvas.width = image.width * scale;
            canvas.height = image.height * scale;
            canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
            small = await new Promise(done => canvas.toBlob(done, 'image/jpeg', quality));
            if (quality > .6) quality -= .1;
            else scale *= .85;
          } while (small && small.size > most && canvas.width > 300);
          if (small && small.size < file.size) kept = new File([small], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' });
        } catch (e) { /* the server shrinks it, or says what is wrong with it */ }
      }
      out.items.add(kept);
    }
    input.files = out.files;
  };
  doc.addEventListener('change', e => e.target.matches('input[data-shrink]') && (e.target.shrinking = shrink(e.target)));

  // A whole date pasted into one of three boxes fills all three.
  doc.addEventListener('paste', e => {
    const parts = e.target.closest && e.target.closest('.parts');
    const date = parts && /^\s*(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})\s*$/.exec(e.clipboardData.getData('text'));
    const boxes = parts && parts.querySelectorAll('input, select');
    if (!date || boxes.length !== 3) return;
    e.preventDefault();
    const [a, b, c] = date.slice(1), day = a.length > 2 ? [c, b, a] : [a, b, c];
    boxes.forEach((box, i) => box.value = box.tagName === 'SELECT' ? +day[i] : day[i]);
    boxes[2].focus();
  });

  doc.addEventListener('click', e => {
    if (e.target.closest('[data-print]')) print();
    doc.querySelectorAll('.menu[open]').forEach(m => m.contains(e.target) || (m.open = false));
  });
  doc.addEventListener('keydown', e => {
    const menu = e.key === 'Escape' && one('.menu[open]');
    if (!menu) return;
    menu.open = false;
    one('summary', menu).focus();
  });

  doc.addEventListener('htmx:after:swap', focus);
  doc.addEventListener('htmx:response:error', e => {
    const { response, sourceElement } = e.detail.ctx;
    refused(response.status, response.headers.get('X-Correlation-Id'));
    unchoose(sourceElement);
  });
  doc.addEventListener('htmx:error', e => {
    if (!e.detail.ctx) return;
    refused(0);
    unchoose(e.detail.ctx.sourceElement);
  });

  // A list that leads to the next: a choice made before htmx was there is asked for now, and one that gets no answer, or comes while
  // the page is about to be replaced, goes back to the choice that the next list belongs to.
  const leads = 'select[hx-get]', unchoose = list => list.matches(leads) && list.form.reset();
  doc.addEventListener('htmx:after:process', e => e.target === doc.body && doc.querySelectorAll(leads).forEach(list => {
    const drawn = [...list.options].findIndex(o => o.defaultSelected);
    if (list.selectedIndex !== Math.max(drawn, 0)) list.dispatchEvent(new Event('change', { bubbles: true }));
  }));
  doc.addEventListener('htmx:before:request', e => {
    const list = e.detail.ctx.sourceElement;
    if (!list.matches(leads) || !one('form[data-sent]')) return;
    e.preventDefault();
    unchoose(list);
  });

  line();
  focus();
  if ('serviceWorker' in navigator) addEventListener('load', () => navigator.serviceWorker.register('/sw.js').catch(() => {}));
})();
