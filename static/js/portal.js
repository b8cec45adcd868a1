"use strict";
DKFDS.init();

// The countdown of characters: DKFDS only speaks Danish by itself, so its words come from the page.
for (const field of document.querySelectorAll("[data-maxlength]")) {
  const { left, exceeded } = field.dataset;
  new DKFDS.CharacterLimit(field, {
    character_remaining: left, characters_remaining: left, character_too_many: exceeded, characters_too_many: exceeded,
  }).init();
}

// What was just done is read out first, unless an error summary already took the focus.
if (!document.querySelector("[data-module='error-summary']")) document.querySelector("[data-focus-first]")?.focus();

// How many rows are chosen; the words stand in the page.
document.addEventListener("fds.table.selectable.updated", (event) => {
  const said = event.target.closest("form")?.querySelector(".table-selected-number");
  if (!said) return;
  const count = event.detail.checkedNumber;
  const words = count === 0 ? said.dataset.none : count === 1 ? said.dataset.one : said.dataset.many;
  said.textContent = words.replace("{count}", count.toLocaleString(document.documentElement.lang));
  said.classList.toggle("no-selected", count === 0);
});

// DKFDS closes a menu on Escape but leaves the focus on the hidden item: give it back to the button.
document.addEventListener("keydown", (event) => {
  const panel = event.key === "Escape" && event.target.closest(".overflow-menu-inner");
  if (panel) document.querySelector(`[aria-controls="${panel.id}"]`)?.focus();
});

// A form is sent once: a second press while the first is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
