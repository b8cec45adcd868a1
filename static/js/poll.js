"use strict";
// Replaces [data-poll] by what its address answers, until the answer no longer asks to be polled.
// What is read aloud stands outside of the replaced part and changes at every quarter only.
const said = document.querySelector("[data-poll-status]");
let quarter = 0;

const announce = ({ percent, said: words }) => {
  const reached = Math.floor(Number(percent) / 25);
  if (said && reached > quarter) said.textContent = words;
  quarter = Math.max(quarter, reached);
};

const ask = async (part) => {
  if (document.hidden) return part;
  const answer = await fetch(part.dataset.poll, { headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
  if (answer.status >= 500 || answer.status === 429) return part;
  if (!answer.ok) return null; // logged off, or gone: what is shown stays, the link below still works
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("[data-percent]");
  if (!next) return null;
  const shown = document.importNode(next, true);
  part.replaceWith(shown);
  announce(shown.dataset);
  return shown;
};

const poll = (part, pause) => setTimeout(async () => {
  let next = part;
  let wait = 2000;
  try {
    next = await ask(part);
  } catch { // no network: keep what is shown and ask again, less often
    wait = Math.min(pause * 2, 30000);
  }
  if (next?.dataset.poll) return poll(next, wait);
  const reload = next && document.querySelector("[data-while-polling]");
  if (reload && !reload.contains(document.activeElement)) reload.hidden = true;
}, pause);

for (const part of document.querySelectorAll("[data-poll]")) {
  quarter = Math.floor(Number(part.dataset.percent) / 25);
  poll(part, 2000);
}
