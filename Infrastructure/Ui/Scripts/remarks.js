// Remarks by the keyboard: Enter goes to the next pupil, Ctrl+Enter puts the suggestion first, a suggestion's button needs no journey.
// Without this script Enter saves the page and the button asks the server.
(() => {
  'use strict';
  const form = document.querySelector('[data-remarks]');
  if (!form) return;
  const boxes = [...form.querySelectorAll('input[list]')];
  const put = box => {
    const said = box.closest('.field').querySelector('bdi[lang]');
    if (said) box.value = said.textContent;
  };
  form.addEventListener('keydown', e => {
    const at = boxes.indexOf(e.target);
    if (e.key !== 'Enter' || at < 0 || e.isComposing) return;
    e.preventDefault();
    if (e.ctrlKey || e.metaKey) put(e.target);
    const next = boxes[at + (e.shiftKey ? -1 : 1)];
    (next || form.querySelector('.dock button')).focus();
  });
  form.addEventListener('click', e => {
    const button = e.target.closest('.field button');
    if (!button) return;
    e.preventDefault();
    const box = button.closest('.field').querySelector('input[list]');
    put(box);
    box.focus();
  });
})();
