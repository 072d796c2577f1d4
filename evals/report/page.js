"use strict";
// Everything that comes from a question, an answer or an article enters the page as text, never as markup.
const { questions, articles } = JSON.parse(document.getElementById("data").textContent);
const BATCH = 200;
const PASSED = new Set(["right", "rightly refused"]);
const get = id => document.getElementById(id);
const tone = outcome => PASSED.has(outcome) ? "good" : outcome === "partly right" ? "half" : "bad";

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}
const badge = (text, kind = "") => make("span", { class: `badge ${kind}` }, text);

function change(question) {
  if (question.was === null) return "";
  const [now, was] = [score(question.outcome), score(question.was)];
  return now > was ? "better than before" : now < was ? "worse than before" : "as before";
}
const score = outcome => PASSED.has(outcome) ? 2 : outcome === "partly right" ? 1 : 0;

for (const question of questions) {
  question.change = change(question);
  question.haystack = [question.id, question.question, question.answer, question.speaker, question.reason, question.error,
    ...question.citations.flatMap(one => [one.quote, one.article, one.speaker]),
    ...question.gold.flatMap(one => [one.quote, one.article]), ...question.nuggets.flatMap(({ any }) => any),
  ].filter(Boolean).join("\n").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

let shown = [], drawn = 0, chosen = null, article = null;

function matching() {
  const words = get("search").value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean);
  const [kind, status, outcome, change] = ["kind", "status", "outcome", "change"].map(id => get(id) ? get(id).value : "");
  return questions.filter(one =>
    (!kind || one.kind === kind) && (!status || one.status === status)
    && (!outcome || one.outcome === outcome || (outcome === "anything not right" && !PASSED.has(one.outcome)))
    && (!change || one.change === change || (change === "changed" && one.was !== null && one.was !== one.outcome))
    && words.every(word => one.haystack.includes(word)));
}

function refresh() {
  shown = matching();
  drawn = 0;
  get("list").replaceChildren();
  get("count").textContent = `${shown.length.toLocaleString("en")} of ${questions.length.toLocaleString("en")} questions`;
  drawMore();
}

function drawMore() {
  const next = shown.slice(drawn, drawn + BATCH);
  get("list").append(...next.map(entry));
  drawn += next.length;
  get("more").hidden = drawn >= shown.length;
}

function entry(question) {
  return make("li", {}, make("button", {
    type: "button", "data-id": question.id, "aria-current": chosen === question ? "true" : null,
    onclick: () => choose(question, true),
  }, question.question, make("span", { class: "about" }, badge(question.outcome, tone(question.outcome)),
    question.change === "better than before" ? badge("↑ better", "good") : null,
    question.change === "worse than before" ? badge("↓ worse", "bad") : null, `${question.id} · ${question.kind}`)));
}

function choose(question, go) {
  chosen = question;
  article = null;
  for (const button of get("list").querySelectorAll("button")) {
    if (button.dataset.id === question.id) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  get("detail").replaceChildren(...detail(question));
  const first = [...question.citations, ...question.gold, ...question.passages].find(place => articles[place.article]);
  if (first) openArticle(first.article, first);
  if (go) {
    history.replaceState(null, "", "#q=" + encodeURIComponent(question.id));
    if (matchMedia("(max-width: 760px)").matches) { get("detail").focus({ preventScroll: true }); get("detail").scrollIntoView(); }
  }
}

function detail(question) {
  const parts = [
    make("button", { id: "back", type: "button", onclick: () => { get("questions").scrollIntoView(); current()?.focus({ preventScroll: true }); } }, "Back to the list"),
    make("h3", { class: "question" }, question.question),
    make("div", { class: "badges" }, badge(question.outcome, tone(question.outcome)), badge(question.status),
      question.reason ? badge("reason: " + question.reason) : null, badge(question.kind), badge(question.id),
      question.answerable ? null : badge("not answered by the articles"),
      question.was && question.was !== question.outcome ? badge("before: " + question.was, tone(question.was)) : null),
  ];
  if (question.history.length) parts.push(make("h3", {}, "Before it"), make("ul", { class: "history" },
    ...question.history.map(({ role, content }) => make("li", {}, make("b", {}, role + ": "), content))));
  if (question.standalone && question.standalone !== question.question)
    parts.push(make("p", { class: "muted" }, "Understood as: " + question.standalone));
  parts.push(make("h3", {}, question.status === "answered" ? "Answer" : question.status === "refused" ? "Refusal" : "Error"),
    make("div", { class: "answer " + question.status }, question.error || question.answer));
  if (question.nuggets.length) parts.push(make("h3", {}, "A full answer holds"), make("p", { class: "badges" },
    ...question.nuggets.map(({ any, held }) => badge((held ? "✓ " : "✗ ") + any.join(" / "), held ? "good" : question.answerable ? "bad" : ""))));
  if (question.forbidden.length) parts.push(make("h3", {}, "It must not hold"), make("p", { class: "badges" }, ...question.forbidden.map(({ text, held }) => badge(held ? "✗ " + text : text, held ? "bad" : ""))));
  parts.push(make("div", { class: "evidence" }, make("div", {}, ...sources(question)), make("div", { id: "reading" })));
  parts.push(make("h3", {}, "Measures of this question"), make("dl", { class: "figures" },
    ...Object.entries(question.measures).map(([name, value]) => figure(name, Number.isInteger(value) ? String(value) : value.toFixed(3))),
    question.depth === null ? null : figure("evidence first in passage", String(question.depth)),
    question.probability === null ? null : figure("probability of an answer", question.probability.toFixed(3)),
    question.seconds === null ? null : figure("time", `${Math.round(question.seconds * 1000)} ms`)));
  return parts;
}
const figure = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));

function sources(question) {
  const parts = [];
  const add = (heading, places, draw) => { if (places.length) parts.push(make("h3", {}, heading), ...places.map(draw)); };
  add(question.status === "refused" ? "Cited in the refusal" : "Citations", question.citations, one => source("cited", one,
    [make("b", {}, `[${one.n}]`), one.speaker ? make("span", {}, one.speaker) : null,
      one.right === null ? null : badge(one.right ? "✓ matches gold" : "✗ not gold", one.right ? "good" : "half")]));
  add("Gold evidence", question.gold, one => source("gold", one,
    [question.answerable ? badge(one.cited ? "✓ cited" : "✗ not cited", one.cited ? "good" : "bad") : badge("corrects the premise")]));
  if (question.passages.length) parts.push(make("details", { class: "passages" }, make("summary", {}, "First passages retrieved"),
    ...question.passages.map((one, at) => source("passage", one, [make("b", {}, `${at + 1}.`), make("span", {}, `score ${one.score.toFixed(3)}`)]))));
  if (!parts.length) parts.push(make("p", { class: "muted" }, "Nothing was cited, and there is no evidence."));
  return parts;
}

function source(kind, place, about) {
  const known = articles[place.article];
  return make("div", { class: "source " + kind }, make("div", { class: "where" }, ...about.filter(Boolean)),
    place.quote ? make("blockquote", {}, place.quote) : null,
    make("div", { class: "where" }, make("span", {}, (known && known.title) || place.article),
      known ? make("button", { type: "button", onclick: () => openArticle(place.article, place) }, "Show in the article") : null));
}

function openArticle(name, place) {
  if (article !== name) { article = name; get("reading").replaceChildren(...reading(chosen, name)); }
  const text = get("reading").querySelector(".article-text");
  for (const mark of text.querySelectorAll("mark")) {
    mark.classList.toggle("here", place.start !== null && Number(mark.dataset.start) >= place.start && Number(mark.dataset.end) <= place.end);
  }
  const here = text.querySelector("mark.here") || text.querySelector("mark");
  if (here) text.scrollTop += here.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 4;
}

function reading(question, name) {
  const all = [...question.citations, ...question.gold, ...question.passages].map(place => place.article);
  const names = [...new Set(all)].filter(one => articles[one]);
  const held = articles[name];
  const about = [held.source, held.date].filter(Boolean).join(" · ");
  const text = make("div", { class: "article-text", tabindex: "0", role: "region", "aria-label": "Article " + (held.title || name) });
  const length = held.parts.length ? held.parts.at(-1)[0] + held.parts.at(-1)[1].length : 0;
  held.parts.forEach(([start, part], at) => {
    if (start > 0) text.append(make("span", { class: "cut" }, "⋯"));
    text.append(...marked(question, name, start, part));
    if (at === held.parts.length - 1 && length < held.length) text.append(make("span", { class: "cut" }, "⋯"));
  });
  return [make("h3", {}, "Article"),
    make("div", { class: "names" }, ...names.map(one => make("button", { type: "button", "aria-pressed": String(one === name),
      onclick: () => openArticle(one, [...question.citations, ...question.gold, ...question.passages].find(place => place.article === one)) },
    articles[one].title || one))),
    make("p", { class: "legend" }, make("mark", { class: "cited" }, "cited"), make("mark", { class: "gold" }, "gold evidence"),
      make("mark", { class: "cited gold" }, "both"), make("mark", { class: "passage" }, "retrieved"), about ? make("span", {}, about) : null),
    text];
}

// Cuts the text wherever a span begins or ends, so that overlapping spans show as such.
function marked(question, name, offset, part) {
  const spans = [["cited", question.citations], ["gold", question.gold], ["passage", question.passages]].flatMap(([kind, places]) =>
    places.filter(one => one.article === name && one.start !== null && one.end > one.start).map(one => ({ kind, start: one.start - offset, end: one.end - offset })));
  const cuts = [...new Set([0, part.length, ...spans.flatMap(one => [one.start, one.end])])].filter(at => at >= 0 && at <= part.length).sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, at) => {
    const end = cuts[at + 1];
    const kinds = [...new Set(spans.filter(one => one.start <= start && end <= one.end).map(one => one.kind))];
    const piece = part.slice(start, end);
    return kinds.length ? make("mark", { class: kinds.join(" "), "data-start": start + offset, "data-end": end + offset }, piece) : piece;
  });
}

const current = () => get("list").querySelector("button[aria-current]");

get("filters").addEventListener("input", refresh);
get("filters").addEventListener("submit", event => event.preventDefault());
get("filters").addEventListener("reset", () => setTimeout(refresh));
get("more").addEventListener("click", drawMore);
get("list").addEventListener("keydown", event => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...get("list").querySelectorAll("button")];
  const next = buttons[buttons.indexOf(document.activeElement) + step];
  if (next) { next.focus(); event.preventDefault(); }
});
document.addEventListener("keydown", event => {
  if (event.key === "/" && !["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement.tagName)) { get("search").focus(); event.preventDefault(); }
});

function fromAddress(go) {
  const wanted = location.hash.startsWith("#q=") ? decodeURIComponent(location.hash.slice(3)) : null;
  const found = wanted === null ? null : questions.find(one => one.id === wanted);
  if (found || (!chosen && shown.length)) choose(found || shown[0], false);
  if (found && go) get("questions").scrollIntoView();
}
addEventListener("hashchange", () => fromAddress(true));
refresh();
fromAddress(true);
