// The chat in the browser: shows turns, sends questions, opens sources. The server sends one small message about one turn at a
// time (ui/page/conversation.py); what ends in `html` was escaped there, everything else is shown as text.
window.onRecord = (() => {
  "use strict";
  const KEY = "onrecord-key", OPEN = "onrecord-conversation";
  const byId = (id) => document.getElementById(id);
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const make = (tag, classes, text) => {
    const element = document.createElement(tag);
    if (classes) element.className = classes;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const button = (classes, text, title, act) => {
    const made = make("button", classes, text);
    made.type = "button";
    if (title) { made.title = title; made.setAttribute("aria-label", title); }
    made.addEventListener("click", act);
    return made;
  };
  const newId = (bytes) =>
    Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const stored = (kind, name, value) => {  // a browser may forbid it; then it lasts as long as the page
    try {
      if (value === undefined) return window[kind].getItem(name);
      if (value === null) window[kind].removeItem(name); else window[kind].setItem(name, value);
    } catch { /* not kept */ }
    return null;
  };

  let raise = () => {};      // raises an event on the server
  let openId = null;         // the conversation shown
  let running = null;        // the turn that is being answered
  let isReady = false;       // whether the server knows whose page this is
  let afterOpening = null;   // a question that was asked before
  const copies = new WeakMap();  // turn -> what its copy buttons copy

  // ---- Which conversation this tab opens: its own after a reload; else the newest, unless another tab shows it.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("onrecord") : null;
  const elsewhere = new Set();
  if (tabs) {
    tabs.onmessage = ({ data }) => {
      if (data.who && openId) tabs.postMessage({ mine: openId });
      if (data.mine) elsewhere.add(data.mine);
    };
    tabs.postMessage({ who: true });
  }
  const key = stored("localStorage", KEY) || newId(16);
  stored("localStorage", KEY, key);

  function ready() {
    const asked = new URLSearchParams(location.search);
    const own = stored("sessionStorage", OPEN);
    const named = asked.get("conversation"), question = (asked.get("q") || "").trim();
    const wanted = named || (own && own !== "new" && !elsewhere.has(own) ? own : null);
    raise("open", {
      key, elsewhere: [...elsewhere],
      conversation: question ? null : wanted,
      newest: !question && !named && !own,
    });
    if (question) {
      const left = new URL(location.href);
      left.searchParams.delete("q");
      left.searchParams.delete("conversation");
      history.replaceState(history.state, "", left);  // a reload does not ask again
      ask(question);
    }
  }

  function remember(id) {
    openId = id;
    stored("sessionStorage", OPEN, id || "new");
  }

  // ---- What the server says.
  function conversation(element, trigger, watch, props) {
    raise = trigger;
    element.addEventListener("click", clicked);
    watch("value", () => take(props.value));
  }
  const beside = (watch, props) => watch("value", () => take(props.value));

  function take(message) {
    if (!message || typeof message !== "object") return;
    if (message.kind === "turn") takeTurn(message);
    else if (message.kind === "conversation") takeConversation(message);
    else if (message.kind === "examples") takeExamples(message);
    else if (message.kind === "next") takeNext(message);
  }

  function takeConversation({ conversation: id, turns }) {
    if (running) stop();
    close();
    remember(id);
    byId("or-turns").replaceChildren();
    byId("or-opening").hidden = turns.length > 0;
    turns.forEach((message) => { fill(addTurn(message.id, message.question), message); });
    if (turns.length) {
      const last = [...document.querySelectorAll(".or-turn")].pop();
      offerRetry();
      last.scrollIntoView({ block: "start" });
      raise("next", { id: last.dataset.id, at: turns.length - 1 });
    } else begin();
    isReady = true;
    const question = afterOpening;
    afterOpening = null;
    if (question) ask(question); else if (!matchMedia("(pointer: coarse)").matches && !busyElsewhere()) byId("or-question")?.focus({ preventScroll: true });
  }
  const busyElsewhere = () => document.activeElement && document.activeElement !== document.body;

  function takeTurn(message) {
    const turn = document.querySelector(`.or-turn[data-id="${CSS.escape(message.id)}"]`);
    if (!turn || turn.dataset.state === "stopped") return;
    fill(turn, message);
    if (message.conversation) remember(message.conversation);
    if (message.state === "growing") return;
    running = running === turn ? null : running;
    showRunning();
    offerRetry();
    if (message.state === "done") raise("next", { id: message.id, at: at(turn) });
    say(turn.querySelector(".or-text").innerText);
  }

  function takeExamples({ html }) {
    byId("or-examples").innerHTML = html;
  }

  function takeNext({ id, html }) {
    const turn = document.querySelector(`.or-turn[data-id="${CSS.escape(id)}"]`);
    if (!turn || turn !== lastTurn()) return;
    turn.querySelector(".or-next").innerHTML = html;
    turn.dataset.next = "known";
  }

  // ---- Turns.
  const turns = () => [...document.querySelectorAll(".or-turn")];
  const lastTurn = () => turns().pop();
  const kept = (turn) => turn.dataset.kept === "true";
  const at = (turn) => turns().filter((one) => kept(one) && one !== turn &&
    one.compareDocumentPosition(turn) & Node.DOCUMENT_POSITION_FOLLOWING).length;

  function addTurn(id, question) {
    const turn = make("article", "or-turn");
    turn.dataset.id = id;
    turn.dataset.state = "waiting";
    const asked = make("div", "or-asked");
    asked.append(make("h2", "or-question", question), button("or-small or-edit", "Edit", "Edit and ask again", () => edit(turn)));
    const answer = make("div", "or-answer");
    answer.setAttribute("aria-busy", "true");
    for (const part of ["about", "text", "sources", "remark", "bar", "next"]) answer.append(make("div", `or-${part}`));
    answer.querySelector(".or-bar").append(make("div", "or-actions"), make("div", "or-thumbs"));
    answer.querySelector(".or-text").append(make("p", "or-waiting", "Reading the articles…"));
    turn.append(asked, answer);
    byId("or-opening").hidden = true;
    byId("or-turns").append(turn);
    return turn;
  }

  function fill(turn, message) {
    const answer = turn.querySelector(".or-answer");
    turn.dataset.state = message.state;
    answer.className = `or-answer or-${message.status}`;
    for (const part of ["about", "text", "sources"]) {
      if (`${part}_html` in message) morph(answer.querySelector(`.or-${part}`), message[`${part}_html`]);
    }
    if (message.state === "growing") return;
    answer.removeAttribute("aria-busy");
    turn.dataset.kept = message.state === "done";
    if (message.plain) copies.set(turn, message);
    if (message.feedback_html) answer.querySelector(".or-thumbs").innerHTML = message.feedback_html;
    actions(turn);
  }

  // Leaves in place what is the same, so that a growing answer neither flickers nor loses a selection.
  function morph(element, html) {
    const wanted = make("div");
    wanted.innerHTML = html;
    const fresh = [...wanted.childNodes];
    fresh.forEach((node, index) => {
      const old = element.childNodes[index];
      if (!old) element.append(node);
      else if (!old.isEqualNode(node)) old.replaceWith(node);
    });
    while (element.childNodes.length > fresh.length) element.lastChild.remove();
  }

  function actions(turn) {
    const bar = turn.querySelector(".or-actions");
    bar.replaceChildren();
    const copy = copies.get(turn);
    if (copy) {
      bar.append(
        button("or-small", "Copy", "Copy the answer with its references", (event) => copyText(copy.plain, event.currentTarget)),
        button("or-small", "Copy as Markdown", "Copy the answer with its references, as Markdown",
          (event) => copyText(copy.markdown, event.currentTarget)),
      );
    }
  }

  function offerRetry() {
    document.querySelectorAll(".or-retry").forEach((old) => old.remove());
    const turn = lastTurn();
    if (!turn || running) return;
    const question = turn.querySelector(".or-question").textContent;
    turn.querySelector(".or-actions").append(button("or-small or-retry", "Retry", "Retry this question", () => ask(question, turn)));
  }

  // ---- Asking, stopping, editing.
  function ask(question, instead) {
    question = question.trim();
    if (!question || running || afterOpening) return false;
    if (!isReady) { afterOpening = question; return true; }
    close();
    if (instead) turns().filter((one) => one === instead ||
      instead.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING).forEach((one) => one.remove());
    document.querySelectorAll(".or-next").forEach((old) => old.replaceChildren());
    const turn = addTurn(newId(8), question);
    running = turn;
    showRunning();
    offerRetry();
    turn.scrollIntoView({ block: "start", behavior: still() ? "auto" : "smooth" });
    say("Reading the articles…");
    raise("ask", { id: turn.dataset.id, at: at(turn), question });
    return true;
  }

  function stop() {
    if (!running) return;
    const turn = running;
    end(turn, "Stopped");
    raise("stop", {});
  }

  // The event is over without its last word: stopped, or because something failed on the way.
  function ended() {
    if (running && running.dataset.state !== "stopped") end(running, "No answer came; try it again.");
    running = null;
    showRunning();
    offerRetry();
  }

  function end(turn, note) {
    turn.querySelector(".or-waiting")?.remove();
    turn.dataset.kept = turn.querySelector(".or-text").childNodes.length > 0;
    turn.dataset.state = "stopped";
    turn.querySelector(".or-answer").removeAttribute("aria-busy");
    turn.querySelector(".or-remark").replaceChildren(make("p", "or-stopped", note));
    say(note);
  }

  function begin() {
    if (!byId("or-examples").hasChildNodes()) raise("begin", {});
  }

  function edit(turn) {
    const asked = turn.querySelector(".or-asked");
    if (running || asked.querySelector("form")) return;
    const before = turn.querySelector(".or-question").textContent;
    const form = make("form", "or-editing"), text = make("textarea");
    text.value = before;
    text.setAttribute("aria-label", "Edit the question");
    const send = make("button", "or-small", "Ask again"), done = () => { form.remove(); asked.classList.remove("or-open-edit"); };
    send.type = "submit";
    const cancel = button("or-small", "Cancel", "", () => { done(); asked.querySelector(".or-edit").focus(); });
    form.append(text, cancel, send);
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(text.value, turn); });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
      if (event.key === "Escape") { event.stopPropagation(); cancel.click(); }
    });
    asked.classList.add("or-open-edit");
    asked.append(form);
    text.focus();
  }

  function showRunning() {
    const send = byId("or-send"), halt = byId("or-stop");
    if (!send) return;
    const hadFocus = document.activeElement === send || document.activeElement === halt;
    send.hidden = Boolean(running);
    halt.hidden = !running;
    if (hadFocus) byId("or-question").focus();
  }

  function box(element) {
    const form = element.querySelector("form"), text = element.querySelector("textarea");
    const fit = () => { text.style.height = "auto"; text.style.height = `${Math.min(text.scrollHeight, 180)}px`; };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (ask(text.value)) { text.value = ""; fit(); }
    });
    text.addEventListener("input", fit);
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
    });
    element.querySelector("#or-stop").addEventListener("click", stop);
  }

  function clicked(event) {
    const asks = event.target.closest("[data-or-ask]");
    if (asks) ask(asks.dataset.orAsk);
  }

  // ---- The source panel.
  let server = null, opener = null, asked = 0;

  function panel(element, given) {
    server = given;
    byId("or-panel-close").addEventListener("click", close);
    byId("or-panel-before").addEventListener("click", () => go(-1));
    byId("or-panel-next").addEventListener("click", () => go(1));
    byId("or-panel-body").addEventListener("click", (event) => {
      const copy = event.target.closest("[data-or-copy-quote]");
      if (copy) copyText(marked(), copy);
    });
    byId("or-panel").addEventListener("keydown", keepInside);
  }
  const marked = () => [...document.querySelectorAll("#or-panel-body .or-cited")].map((mark) => mark.textContent).join("");
  const isSheet = () => matchMedia("(max-width: 900px)").matches;
  const isOpen = () => !(byId("or-panel")?.hidden ?? true);

  // The citations of the answer that an element belongs to, in order; of an element of no answer, itself.
  function siblings(element) {
    const answer = element?.closest(".or-answer");
    const all = answer && element.dataset.n ? [...answer.querySelectorAll(".or-sources .or-open")] : [];
    return all.length ? all : element ? [element] : [];
  }
  const same = (one, other) => one.dataset.n === other.dataset.n;

  function openFrom(element) {
    opener = element;
    const all = siblings(element), place = ({ dataset }) => ({
      article: dataset.article, start: Number(dataset.start), end: Number(dataset.end), sha256: dataset.sha256,
    });
    const words = (one) => one.closest(".or-source")?.querySelector(".or-quote")?.textContent;
    const listed = all.find((one) => same(one, element)) || element;
    const also = all.filter((one) => !same(one, element)).map((one) => ({ ...place(one), quote: words(one) }));
    show({ ...place(element), quote: element.dataset.quote || words(listed), also }, all.findIndex((one) => same(one, element)), all.length);
    document.querySelectorAll(".or-chosen").forEach((old) => old.classList.remove("or-chosen"));
    if (element.closest(".or-answer") && element.dataset.n) {
      element.closest(".or-answer").querySelectorAll(`[data-n="${CSS.escape(element.dataset.n)}"]`)
        .forEach((one) => one.classList.add("or-chosen"));
    }
  }

  async function show(wanted, index, count) {
    const frame = byId("or-panel"), body = byId("or-panel-body"), mine = ++asked;
    const several = count > 1;
    byId("or-panel-place").textContent = several ? `Source ${index + 1} of ${count}` : "Source";
    byId("or-panel-before").hidden = byId("or-panel-next").hidden = !several;
    byId("or-panel-before").disabled = index <= 0;
    byId("or-panel-next").disabled = index >= count - 1;
    const before = opener?.getBoundingClientRect().top;
    frame.hidden = false;
    document.documentElement.classList.add("or-with-panel");
    if (!isSheet() && before !== undefined) scrollBy(0, opener.getBoundingClientRect().top - before);  // it stays under the pointer
    frame.setAttribute("role", isSheet() ? "dialog" : "complementary");
    if (isSheet()) frame.setAttribute("aria-modal", "true"); else frame.removeAttribute("aria-modal");
    body.setAttribute("aria-busy", "true");
    try {
      const html = await server.source(wanted);
      if (mine !== asked || frame.hidden) return;
      body.innerHTML = html;
    } catch {
      if (mine !== asked) return;
      body.replaceChildren(make("p", "or-changed", "The article could not be fetched; try it again."));
    }
    body.removeAttribute("aria-busy");
    const reading = body.querySelector(".or-reading"), mark = body.querySelector(".or-cited");
    if (mark) reading.scrollTop = mark.offsetTop - reading.offsetTop - reading.clientHeight / 4;
    (reading || byId("or-panel-close")).focus({ preventScroll: true });
  }

  function open(article, start = 0, end = 0, sha256 = "") {
    opener = document.activeElement;
    return show({ article, start, end, sha256, also: [] }, 0, 1);
  }

  function close() {
    if (!isOpen()) return;
    asked += 1;
    byId("or-panel").hidden = true;
    document.documentElement.classList.remove("or-with-panel");
    document.querySelectorAll(".or-chosen").forEach((old) => old.classList.remove("or-chosen"));
    const back = opener;
    opener = null;
    if (back?.isConnected) back.focus({ preventScroll: true });
  }

  function go(step) {
    const all = siblings(opener), next = all[all.findIndex((one) => same(one, opener)) + step];
    if (!next) return;
    const number = next.dataset.n, answer = next.closest(".or-answer");
    openFrom(answer.querySelector(`.or-text .or-marker[data-n="${CSS.escape(number)}"]`) || next);
  }

  function keepInside(event) {  // a sheet that covers the page keeps the focus
    if (event.key !== "Tab" || !isSheet()) return;
    const stops = [...byId("or-panel").querySelectorAll("button:not([hidden]):not(:disabled), a[href], [tabindex='0']")];
    const first = stops[0], last = stops[stops.length - 1];
    if (event.shiftKey && document.activeElement === first) { event.preventDefault(); last.focus(); }
    else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
  }

  // ---- Copying.
  // Puts a text on the clipboard for the button `from`; whether that was allowed.
  async function toClipboard(text, from) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {  // no permission, or a page that did not come over a safe connection
      const area = make("textarea", "or-unseen");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      from.focus();
      return done;
    }
  }
  async function copyText(text, from) {
    const done = await toClipboard(text, from);
    const said = done ? "Copied" : "Copying is not allowed here";
    const before = from.dataset.label || from.textContent;
    from.dataset.label = before;
    from.textContent = said;
    say(said);
    setTimeout(() => { from.textContent = before; }, 1600);
  }

  function say(text) {
    const said = byId("or-said");
    if (said) said.textContent = text;
  }

  // ---- Keys and clicks of the whole page.
  document.addEventListener("click", (event) => {
    const element = event.target.closest?.(".or-open");
    if (!element) return;
    event.preventDefault();
    openFrom(element);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (isOpen()) close(); else if (running) stop(); else return;
      event.preventDefault();
    } else if (typing) {
      return;
    } else if (event.key === "/" && byId("or-question")?.offsetParent) {
      event.preventDefault();
      byId("or-question").focus();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const step = event.key === "ArrowLeft" ? -1 : 1;
      if (isOpen() && siblings(opener).length > 1) { event.preventDefault(); go(step); }
      else if (event.target.closest?.(".or-answer")) walk(event, step);
      else if (event.target.matches?.("[role=tab]")) walkTabs(event, step);
    } else if ((event.key === "Enter" || event.key === " ") && event.target.matches?.(".or-open:not(button, a)")) {
      event.preventDefault();
      openFrom(event.target);
    }
  });

  function walk(event, step) {  // from marker to marker of an answer
    const markers = [...event.target.closest(".or-answer").querySelectorAll(".or-marker")];
    const next = markers[markers.indexOf(event.target) + step];
    if (!markers.includes(event.target) || !next) return;
    event.preventDefault();
    next.focus();
  }

  function walkTabs(event, step) {
    const tabs = [...event.target.closest("[role=tablist]").querySelectorAll("[role=tab]")];
    const next = tabs[tabs.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  return { ready, conversation, beside, panel, box, ended, ask, open, close, toClipboard };
})();
