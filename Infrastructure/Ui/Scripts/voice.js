// A voice note: recorded on the phone, heard and dropped before it is sent. Without a recorder the form stays as it is.
(() => {
  'use strict';
  const box = document.querySelector('[data-voice]');
  const kind = window.MediaRecorder && ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'].find(t => MediaRecorder.isTypeSupported(t));
  if (!box || !kind || !navigator.mediaDevices || !window.DataTransfer) return;
  const find = what => box.querySelector(what);
  const [start, stop, drop] = ['start', 'stop', 'drop'].map(name => find(`[data-do=${name}]`));
  const [input, player, clock] = [find('input'), find('audio'), find('output')];
  const most = +box.dataset.voice;
  let recorder, since, tick;

  const say = name => box.querySelectorAll('[data-say]').forEach(p => p.hidden = p.dataset.say !== name);
  // Nothing need be typed where something was said.
  const text = box.closest('form').querySelector('[data-or-voice]');
  const show = (recording, has) => {
    if (text) text.required = !recording && !has;
    start.hidden = recording || has;
    stop.hidden = !recording;
    drop.hidden = player.hidden = !has;
  };
  const clear = () => {
    if (player.src) URL.revokeObjectURL(player.src);
    player.removeAttribute('src');
    input.value = clock.textContent = '';
    show(false, false);
  };
  const keep = blob => {
    if (blob.size > +box.dataset.most) {
      clear();
      return say('heavy');
    }
    const files = new DataTransfer();
    files.items.add(new File([blob], 'voice', { type: blob.type }));
    input.files = files.files;
    player.src = URL.createObjectURL(blob);
    show(false, true);
    drop.focus();
  };

  start.onclick = async () => {
    say();
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    } catch (e) {
      return say('denied');
    }
    const parts = [];
    recorder = new MediaRecorder(sound, { mimeType: kind, audioBitsPerSecond: 24000 });
    recorder.ondataavailable = e => parts.push(e.data);
    recorder.onstop = () => {
      clearInterval(tick);
      sound.getTracks().forEach(t => t.stop());
      keep(new Blob(parts, { type: kind.split(';')[0] }));
    };
    recorder.start();
    since = Date.now();
    show(true, false);
    stop.focus();
    const draw = () => {
      const gone = (Date.now() - since) / 1000;
      clock.textContent = `${Math.min(most, Math.floor(gone))} / ${most}`;
      if (gone >= most && recorder.state === 'recording') recorder.stop();
    };
    draw();
    tick = setInterval(draw, 200);
  };
  stop.onclick = () => recorder && recorder.state === 'recording' && recorder.stop();
  drop.onclick = () => {
    clear();
    start.focus();
  };
  // Sent while it still runs: what was said so far goes along.
  box.closest('form').addEventListener('submit', e => {
    if (!recorder || recorder.state !== 'recording') return;
    e.preventDefault();
    e.stopImmediatePropagation();
    const [form, by, done] = [e.target, e.submitter, recorder.onstop];
    recorder.onstop = () => {
      done();
      // The page's guard against sending twice has counted this one already.
      delete form.dataset.sent;
      form.requestSubmit(by);
    };
    recorder.stop();
  }, true);
  box.hidden = false;
})();
