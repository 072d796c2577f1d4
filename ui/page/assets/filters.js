// The filters: the fields open at a press, and what is set or taken away goes to the server, which sends the bar anew.
window.onRecord = window.onRecord || {};
onRecord.filters = (element, send, watch) => {
  const find = (selector) => element.querySelector(selector);
  let focusNext = null;  // what takes the focus when the bar is there anew
  let filling = false;  // the fields come with what can be chosen: before, they would be typed into and then replaced
  let applied = false;  // only then are the fields done with
  const sync = () => {
    find('.or-filter-toggle').setAttribute('aria-expanded', String('open' in element.dataset));
    find('.or-filter-toggle').setAttribute('aria-busy', String(filling));
  };
  const fold = (open) => {
    if (open && !('filled' in find('form').dataset)) {
      filling = !filling;  // pressed again, it stays closed, and once more asks anew
      if (filling) send('acted', { action: 'open' });
    } else if (open) element.dataset.open = '';
    else { delete element.dataset.open; filling = false; }
    sync();
    if ('open' in element.dataset) find('form').since.focus();
  };
  // Of a day that is not complete the field gives nothing: a sign stands for it, which the server refuses.
  const day = (field) => (field.validity.badInput ? '…' : field.value);

  element.addEventListener('click', (event) => {
    if (event.target.closest('.or-filter-toggle')) { fold(!('open' in element.dataset)); return; }
    const button = event.target.closest('[data-action]');
    if (!button) return;
    const at = [...element.querySelectorAll('.or-chip')].indexOf(button);
    focusNext = () => [...element.querySelectorAll('.or-chip')][at] || find('.or-filter-toggle');
    send('acted', { ...button.dataset });
  });
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const { since, until, outlet, speaker } = event.target;
    applied = true;
    send('acted', {
      action: 'apply', since: day(since), until: day(until), outlet: outlet.value, speaker: speaker.value,
    });
  });
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !event.target.closest('form')) return;
    event.stopPropagation();
    fold(false);
    find('.or-filter-toggle').focus();
  });
  watch('value', () => {
    const form = find('form');
    const opens = filling && 'filled' in form.dataset;
    if (opens || find('.or-trouble').textContent) filling = false;
    if (opens) fold(true); else sync();
    if (applied && !find('.or-trouble').textContent) { form.outlet.value = ''; form.speaker.value = ''; }
    applied = false;
    if (focusNext) focusNext().focus();
    focusNext = null;
  });
  sync();
};
