// A marker leads to its source within the page: Gradio's <base> would make the plain link load the page anew.
document.addEventListener("click", (event) => {
  const marker = event.target.closest?.("a.or-marker");
  if (!marker) return;
  event.preventDefault();
  const source = document.getElementById(marker.getAttribute("href").slice(1));
  if (!source) return;
  document.querySelectorAll(".or-chosen").forEach((other) => other.classList.remove("or-chosen"));
  source.classList.add("or-chosen");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  source.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  source.focus({ preventScroll: true });
});

// A new question, and then its answer, are shown from the question down: an answer is read from its beginning.
let shown = 0;
new MutationObserver(() => {
  const questions = document.querySelectorAll(".or-question");
  const parts = questions.length + document.querySelectorAll(".or-answer:not(.or-waiting)").length;
  if (parts > shown) questions[questions.length - 1]?.scrollIntoView({ block: "start" });
  shown = parts;
}).observe(document, { childList: true, subtree: true });
