// Keeps an open page up to date: when the figures change, the page is asked for again and its live parts are replaced.
// Opened details stay open, and a part that the keyboard is in is left alone.
"use strict";
(() => {
  const tools = document.getElementById("tools");
  if (!tools || !window.EventSource || !document.querySelector("[data-live]")) return;

  const state = document.createElement("span");
  state.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  tools.prepend(state, button);

  let source = null, waiting = null, seen = false, paused = false;

  const show = async () => {
    waiting = null;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-cache" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const fresh = page.getElementById(part.id);
        if (!fresh || part.contains(document.activeElement) || fresh.innerHTML === part.innerHTML) continue;
        const open = [...part.querySelectorAll("details")].map((details) => details.open);
        fresh.querySelectorAll("details").forEach((details, index) => { details.open = open[index] || false; });
        part.replaceWith(fresh);
      }
      const time = page.querySelector(".site-footer time"), old = document.querySelector(".site-footer time");
      if (time && old) old.replaceWith(time);
      state.textContent = "Updated";
    } catch { state.textContent = "Reconnecting"; }
  };

  const start = () => {
    source = new EventSource("/api/v1/live");
    source.addEventListener("summary", () => {
      state.textContent = "Live";
      // The first one says what the page shows already.
      if (seen && !waiting) waiting = setTimeout(show, 5000);
      seen = true;
    });
    source.addEventListener("error", () => { state.textContent = "Reconnecting"; });
    button.textContent = "Pause updates";
  };

  const rest = () => {
    if (source) source.close();
    source = null;
    clearTimeout(waiting);
    waiting = null;
  };

  const resume = () => {
    if (source || paused) return;
    seen = true;
    start();
    show();
  };

  button.addEventListener("click", () => {
    paused = !paused;
    if (!paused) return resume();
    rest();
    state.textContent = "Paused";
    button.textContent = "Resume updates";
  });
  // A page that is hidden or left gives its connection back: a browser has few for one host, and would let others wait.
  document.addEventListener("visibilitychange", () => { if (document.hidden) rest(); else resume(); });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", (event) => { if (event.persisted) resume(); });
  start();
})();
