// "Who said what": the address holds the filters, so that links, the pager, back and forward, and a shared link are all one thing.
window.onRecordStatements = (() => {
  const TAB = "statements";
  let show = null;  // once the tab was shown
  let last = `?tab=${TAB}`;  // the query last shown
  const isHere = () => new URLSearchParams(location.search).get("tab") === TAB;

  // The form comes from the server, and once more when the outlets are known.
  function fill() {
    const given = new URLSearchParams(last);
    for (const field of document.querySelectorAll(".or-st-filters [name]")) field.value = given.get(field.name) ?? "";
  }

  function mount(props, trigger) {
    let asking;
    show = (query) => {
      last = query;
      fill();
      document.querySelectorAll(".or-st-found, .or-st-statements").forEach((part) => part.classList.add("or-st-busy"));
      clearTimeout(asking);  // once for all that is asked for in one go: answers have no order
      asking = setTimeout(() => {
        props.value = { query, drawn: document.querySelector(".or-st-drawn")?.dataset.query ?? "" };
        trigger("submit");
      }, 0);
    };
    document.addEventListener("submit", (event) => {
      if (!event.target.matches(".or-st-filters")) return;
      event.preventDefault();
      const given = new URLSearchParams({ tab: TAB });
      for (const [name, value] of new FormData(event.target)) if (value.trim()) given.set(name, value.trim());
      go(`?${given}`);
    });
    let typing;
    document.addEventListener("input", (event) => {
      if (!event.target.matches(".or-st-filters [name=speaker]")) return;
      clearTimeout(typing);
      typing = setTimeout(() => trigger("key_up", { letters: event.target.value }), 150);
    });
    document.addEventListener("click", (event) => {
      if (event.target.closest?.('[data-do="export"]')) trigger("download");
    });
    trigger("load");
    show(isHere() ? location.search : last);
  }

  function go(query) {
    if (query !== location.search) history.pushState(null, "", query);
    show?.(query);
  }

  // Links of the tab are real ones, for a new window; here they only change the list.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.or-st-go");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    hideTip();
    go(link.getAttribute("href"));
    if (link.closest(".or-st-pager")) document.querySelector(".or-st-statements")?.scrollIntoView({ block: "start" });
    document.querySelector(".or-st-found [role=status]")?.focus({ preventScroll: true });
  });

  // The tab and the address go together.
  const buttons = () => [...document.querySelectorAll('[role="tab"]')];
  const mine = () => document.getElementById(`or-tab-${TAB}-button`);
  const choose = (tab) => { if (tab && tab.getAttribute("aria-selected") !== "true") tab.click(); };
  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.('[role="tab"]');
    if (!tab || !event.isTrusted) return;
    if (tab === mine()) { if (!isHere()) history.pushState(null, "", last); }
    else if (isHere()) history.pushState(null, "", location.pathname);
  });
  window.addEventListener("popstate", () => {
    if (!isHere()) return choose(buttons()[0]);
    choose(mine());
    show?.(location.search);
  });
  if (isHere()) {
    const waiting = new MutationObserver(() => {
      if (!mine()) return;
      waiting.disconnect();
      choose(mine());
    });
    waiting.observe(document, { childList: true, subtree: true });
  }

  // A link that people share.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.('[data-do="copy"]');
    if (!button) return;
    const link = location.origin + location.pathname + last;
    const copied = await onRecord.toClipboard(link, button);
    button.textContent = copied ? "Link copied" : "Copy the address above";
    setTimeout(() => { button.textContent = "Copy link"; }, 2000);
  });

  // Dots: one tab stop, arrow keys from dot to dot, their words beside the one pointed at.
  const tip = Object.assign(document.createElement("div"), { className: "or-st-tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");  // a dot's label says the same
  function showTip(dot) {
    tip.textContent = dot.getAttribute("aria-label");
    (document.querySelector(".gradio-container") ?? document.body).append(tip);
    tip.hidden = false;
    const at = dot.getBoundingClientRect();
    const left = Math.min(Math.max(at.left + at.width / 2 - tip.offsetWidth / 2, 8), innerWidth - tip.offsetWidth - 8);
    const above = at.top - tip.offsetHeight - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${above < 8 ? at.bottom + 8 : above}px`;
  }
  function hideTip() { tip.hidden = true; }
  const dotOf = (event) => event.target.closest?.(".or-st-dot");
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const dot = dotOf(event);
      if (dot) showTip(dot);
      else hideTip();
    });
  }
  for (const kind of ["focusout", "scroll"]) document.addEventListener(kind, hideTip, true);

  function reach(dot) {
    dot.closest(".or-st-lanes").querySelectorAll('.or-st-dot[tabindex="0"]').forEach((other) => other.setAttribute("tabindex", "-1"));
    dot.setAttribute("tabindex", "0");
    dot.focus();
  }
  const middle = (dot) => { const at = dot.getBoundingClientRect(); return at.left + at.width / 2; };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
    const dot = dotOf(event);
    if (!dot) return;
    const lanes = [...dot.closest(".or-st-lanes").querySelectorAll(".or-st-lane:not(.or-st-axis)")];
    const dots = (lane) => [...lane.querySelectorAll(".or-st-dot")];
    const lane = lanes.indexOf(dot.closest(".or-st-lane"));
    const row = dots(lanes[lane]);
    const at = row.indexOf(dot);
    const nearest = (other) => other && dots(other).sort((a, b) => Math.abs(middle(a) - middle(dot)) - Math.abs(middle(b) - middle(dot)))[0];
    const to = {
      ArrowRight: row[at + 1], ArrowLeft: row[at - 1], Home: row[0], End: row[row.length - 1],
      ArrowUp: nearest(lanes[lane - 1]), ArrowDown: nearest(lanes[lane + 1]),
    };
    if (!(event.key in to)) return;
    event.preventDefault();
    if (to[event.key]) reach(to[event.key]);
  });

  return { mount, fill };
})();
