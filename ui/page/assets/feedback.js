// Thumbs below answers: what is pressed goes to `give`, and what the server says to it is shown beside them.
window.onRecord = window.onRecord || {};
onRecord.feedback = (give, props, watch) => {
  const part = (turn) => document.querySelector(`.or-feedback[data-turn="${Number(turn)}"]`);
  const pressed = (box) => box.querySelector('.or-thumb[aria-pressed="true"]');
  document.addEventListener('click', (event) => {
    const thumb = event.target.closest('.or-thumb');
    if (!thumb) return;
    const box = thumb.closest('.or-feedback');
    box.querySelectorAll('.or-thumb').forEach((one) => one.setAttribute('aria-pressed', String(one === thumb)));
    const why = box.querySelector('.or-why');
    why.hidden = false;
    why.reason.focus();
    give({ turn: Number(box.dataset.turn), rating: thumb.dataset.rating, reason: '' });
  });
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('.or-why')) return;
    event.preventDefault();
    const box = event.target.closest('.or-feedback');
    const reason = event.target.reason.value.trim();
    event.target.hidden = true;
    event.target.reset();
    pressed(box).focus();
    if (reason) give({ turn: Number(box.dataset.turn), rating: pressed(box).dataset.rating, reason });
  });
  document.addEventListener('keydown', (event) => {
    const why = event.key === 'Escape' && event.target.closest && event.target.closest('.or-why');
    if (!why) return;
    event.stopPropagation();
    why.hidden = true;
    pressed(why.closest('.or-feedback')).focus();
  }, true);
  watch('heard', () => {
    const box = props.heard && part(props.heard.turn);
    if (box) box.querySelector('.or-thanks').textContent = props.heard.told;
  });
};
