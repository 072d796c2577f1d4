// The filters: the fields open at a press, and what is set or taken away goes to the server, which sends the bar anew.
window.onRecord = window.onRecord || {};
onRecord.filters = (element, send, watch) => {
  const find = (selector) => element.querySelector(selector);
  let focusNext = null;  // what takes the focus when the bar is there anew
  let filled = false;
  let opening = null;  // what was sent while the bar was still to come: its answer must not be overtaken
  let applied = false;  // only then are the fields done with: what is typed while the bar opens stays
  const sync = () => find('.or-filter-toggle').setAttribute('aria-expanded', String('open' in element.dataset));
  const fold = (open) => {
    if (open) element.dataset.open = ''; else delete element.dataset.open;
    sync();
    if (open && !filled) { filled = true; opening = []; send('acted', { action: 'open' }); }
    if (open) find('form').since.focus();
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
    const typed = {
      action: 'apply', since: day(since), until: day(until), outlet: outlet.value, speaker: speaker.value,
    };
    if (opening) opening.push(typed); else send('acted', typed);
  });
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !event.target.closest('form')) return;
    event.stopPropagation();
    fold(false);
    find('.or-filter-toggle').focus();
  });
  watch('value', () => {
    sync();
    const waiting = opening || [];
    opening = null;
    if (waiting.length) { send('acted', waiting.pop()); return; }
    const form = find('form');
    if (applied && !find('.or-trouble').textContent) { form.outlet.value = ''; form.speaker.value = ''; }
    applied = false;
    if (focusNext) focusNext().focus();
    focusNext = null;
  });
  sync();
};
