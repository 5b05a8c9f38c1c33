// Keys press the buttons that show them. On the screen of a finding, what a press sends is sent by fetch and the answer
// takes the place of the page: the same forms, the same answers as without JavaScript, where all of it works too.
"use strict";
(() => {
  const typing = (node) => node.closest("input, select, textarea, [contenteditable]") !== null;
  const finding = (url) => new URL(url, location.href).pathname.startsWith("/constat/");
  const said = document.getElementById("said");
  let gone = false;
  // One gesture, one decision: no other until the next finding was painted.
  const hold = (on) => { gone = on; document.documentElement.toggleAttribute("data-busy", on); };
  let ahead = null; // the picture that comes next, loaded while this finding is read

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const key = event.key.toLowerCase();
    for (const node of document.querySelectorAll("[data-key], [data-focus]")) {
      if (node.dataset.key === key && key) { event.preventDefault(); if (!gone) node.click(); return; }
      if (node.dataset.focus === key && key) { event.preventDefault(); node.focus(); return; }
    }
  });
  window.addEventListener("pageshow", () => hold(false));

  // What a screen needs once it is there: the words in view, the picture of the next page asked for.
  const settle = () => {
    const mark = document.querySelector(".passage mark");
    if (mark) {
      const box = mark.closest(".passage");
      box.scrollTop = Math.max(0, mark.offsetTop - box.offsetTop - box.clientHeight / 3);
    }
    const next = document.querySelector("[data-ahead]")?.dataset.ahead;
    if (next && document.querySelector(".sheet-image")?.getAttribute("src") !== next && ahead?.getAttribute("src") !== next) {
      ahead = new Image();
      ahead.setAttribute("src", next);
    }
  };

  // A picture already here is moved, not asked for again: nothing of the case is in a cache on the disk. It must not
  // leave this document on its way, or the browser would load it anew.
  const kept = (made) => {
    const wanted = made.querySelector(".sheet-image");
    const here = [document.querySelector(".sheet-image"), ahead].find(
      (image) => image && wanted && image.getAttribute("src") === wanted.getAttribute("src"),
    );
    if (!here || (here.complete && here.naturalWidth === 0)) return () => {};
    wanted.removeAttribute("src");
    return () => {
      for (const name of ["class", "alt", "decoding"]) here.setAttribute(name, wanted.getAttribute(name));
      wanted.replaceWith(here);
    };
  };

  const alerted = (words) => {
    document.getElementById("failed")?.remove();
    const box = document.createElement("div");
    box.id = "failed";
    box.className = "alert";
    box.setAttribute("role", "alert");
    box.append(words);
    document.querySelector("main").prepend(box);
  };

  let turn = 0; // « back » twice in a hurry: only the last answer is shown
  const shown = async (asked, words, options) => {
    hold(true);
    const mine = ++turn;
    let answer, text;
    try {
      answer = await fetch(asked, { ...options, credentials: "same-origin", headers: { "X-Emprise": "1" } });
      text = await answer.text();
      if (mine !== turn) return;
    } catch {
      alerted(said.dataset.unreachable);
      hold(false);
      return;
    }
    // After a decision the next finding comes at once, and says where it stands.
    const place = new URL(answer.headers.get("X-Place") ?? answer.url, location.href).href;
    const made = new DOMParser().parseFromString(text, "text/html");
    const main = made.querySelector("main");
    if (!main || !finding(place) || !main.querySelector("#decide")) {
      if (answer.ok && main && answer.redirected) { location.assign(answer.url); return; }
      // What was typed stays: only the screen of a finding takes the place of another.
      alerted(main ? main.textContent.trim() : `${said.dataset.refused} (${answer.status}). ${text.slice(0, 300)}`);
      hold(false);
      return;
    }
    const pictured = kept(main);
    document.querySelector("main").replaceWith(main);
    pictured();
    document.querySelector("header").replaceWith(made.querySelector("header"));
    document.title = made.title;
    if (place !== location.href && options?.push !== false) history.pushState(null, "", place);
    window.scrollTo(0, 0);
    main.focus({ preventScroll: true });
    settle();
    said.textContent = `${answer.ok ? words : ""} ${main.querySelector("h1").textContent}`;
    // Two frames later it was painted: only then may a key decide again.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (mine !== turn) return;
      hold(false);
      document.dispatchEvent(new CustomEvent("shown"));
    }));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!["decide", "undo"].includes(form.id)) return;
    event.preventDefault();
    if (gone) return;
    const body = new URLSearchParams(new FormData(form));
    const button = event.submitter;
    if (button?.name) body.append(button.name, button.value);
    shown(form.action, `${button?.dataset.said ?? ""}.`, { method: "POST", body });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[rel=next], a[rel=prev]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!gone) shown(link.href, "");
  });
  window.addEventListener("popstate", () => {
    if (finding(location.href) && document.getElementById("decide")) shown(location.href, "", { push: false });
    else location.reload();
  });
  settle();
  // A selection in the text of a piece fills the form « Ajouter un constat »; it is the form that adds.
  const form = document.getElementById("add");
  if (form) {
    const place = (node, offset) => {
      const line = (node.nodeType === 1 ? node : node.parentElement).closest("[data-at]");
      if (!line) return null;
      const words = line.querySelector(".words");
      const range = document.createRange();
      range.selectNodeContents(words);
      if (!words.contains(node)) return null;
      range.setEnd(node, offset);
      return Number(line.dataset.at) + [...range.toString()].length;
    };
    document.addEventListener("selectionchange", () => {
      const chosen = document.getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed) return;
      const range = chosen.getRangeAt(0);
      const start = place(range.startContainer, range.startOffset);
      const end = place(range.endContainer, range.endOffset);
      if (start === null || end === null || end <= start) return;
      form.elements.start.value = start;
      form.elements.end.value = end;
      form.elements.words.value = chosen.toString();
    });
  }
})();
