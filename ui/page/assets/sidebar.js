// The list of conversations: what is pressed goes to the server, which sends the list anew.
window.onRecord = window.onRecord || {};
onRecord.sidebar = (element, send, props, watch) => {
  const root = document.documentElement;
  const wide = window.matchMedia('(min-width: 769px)');
  const isOpen = () => (root.dataset.orSidebar || (wide.matches ? 'open' : 'closed')) === 'open';
  const rows = () => [...element.querySelectorAll('li[data-id]')];
  let focusNext = null;  // what takes the focus when the list is there anew

  const sync = () => element.querySelector('.or-toggle').setAttribute('aria-expanded', String(isOpen()));
  const fold = (open) => { root.dataset.orSidebar = open ? 'open' : 'closed'; sync(); };

  const ask = ({ text, value, yes, danger }) => new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.className = 'or-dialog';
    const form = document.createElement('form');
    form.method = 'dialog';
    const label = document.createElement(value === undefined ? 'p' : 'label');
    label.textContent = text;
    form.append(label);
    let field = null;
    if (value !== undefined) {
      field = document.createElement('input');
      Object.assign(field, { type: 'text', value, maxLength: 200 });
      label.append(field);
    } else {
      label.id = 'or-dialog-text';
      dialog.setAttribute('aria-labelledby', label.id);
    }
    if (field) dialog.setAttribute('aria-label', text);
    const accept = document.createElement('button');
    Object.assign(accept, { textContent: yes, value: 'yes', className: danger ? 'or-danger' : 'or-yes' });
    const cancel = document.createElement('button');
    Object.assign(cancel, { textContent: 'Cancel', type: 'button' });
    cancel.onclick = () => dialog.close('');
    form.append(accept, cancel);
    dialog.append(form);
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes' ? (field ? field.value : true) : null);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
    if (field) field.select(); else cancel.focus();
  });

  const actions = {
    new: () => { send('chosen', { id: '' }); if (!wide.matches) fold(false); },
    open: (row) => { send('chosen', { id: row.dataset.id }); if (!wide.matches) fold(false); },
    more: () => {
      const shown = rows().length;
      focusNext = () => rows()[shown];
      send('acted', { action: 'more' });
    },
    rename: async (row) => {
      const { id, title } = row.dataset;
      const value = await ask({ text: 'Name of the conversation', value: title, yes: 'Rename' });
      focusNext = () => rows().find((one) => one.dataset.id === id);
      if (value && value.trim() && value !== title) send('acted', { action: 'rename', id, value });
    },
    delete: async (row) => {
      const { id, title } = row.dataset;
      const at = rows().indexOf(row);
      if (!await ask({ text: `Delete “${title}”? It cannot be brought back.`, yes: 'Delete', danger: true })) return;
      focusNext = () => rows()[at] || rows()[at - 1];
      if (row.querySelector('[aria-current]')) send('chosen', { id: '', delete: id });
      else send('acted', { action: 'delete', id });
    },
    markdown: (row) => send('acted', { action: 'markdown', id: row.dataset.id, value: row.dataset.title.slice(0, 60) }),
    json: (row) => send('acted', { action: 'json', id: row.dataset.id, value: row.dataset.title.slice(0, 60) }),
  };

  const unfold = (row, open) => {
    row.querySelector('.or-menu').hidden = !open;
    row.querySelector('.or-more').setAttribute('aria-expanded', String(open));
    if (!open) row.querySelector('.or-more').focus();
  };
  element.addEventListener('click', (event) => {
    if (event.target.closest('.or-toggle')) { fold(!isOpen()); return; }
    const row = event.target.closest('li');
    if (event.target.closest('.or-more')) { unfold(row, row.querySelector('.or-menu').hidden); return; }
    const button = event.target.closest('[data-action]');
    if (!button) return;
    if (button.closest('.or-menu')) unfold(row, false);
    actions[button.dataset.action](row);
  });
  element.addEventListener('keydown', (event) => {
    const row = event.key === 'Escape' && event.target.closest('li:has(.or-menu:not([hidden]))');
    if (row) { event.stopPropagation(); unfold(row, false); }
  });
  let typing;
  element.addEventListener('input', (event) => {
    if (!event.target.matches('.or-search')) return;
    clearTimeout(typing);
    typing = setTimeout(() => send('searched', { value: event.target.value }), 200);
  });
  wide.addEventListener('change', sync);
  watch('value', () => {
    sync();
    const row = focusNext && focusNext();
    const target = focusNext && (row ? row.querySelector('button') : element.querySelector('.or-new'));
    focusNext = null;
    if (target) target.focus();
  });
  watch('file', () => {
    if (!props.file) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([props.file.text], { type: 'text/plain;charset=utf-8' }));
    link.download = props.file.name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  sync();
};
