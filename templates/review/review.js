// Keys press the buttons that show them; nothing here decides, fetches or stores. Reading works without it.
"use strict";
(() => {
  const typing = (node) => node.closest("input, select, textarea, [contenteditable]") !== null;
  let gone = false; // one gesture, one decision: a held key must not decide twice
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (gone || event.repeat || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const key = event.key.toLowerCase();
    for (const node of document.querySelectorAll("[data-key], [data-focus]")) {
      if (node.dataset.key === key && key) { event.preventDefault(); gone = true; node.click(); return; }
      if (node.dataset.focus === key && key) { event.preventDefault(); node.focus(); return; }
    }
  });
  window.addEventListener("pageshow", () => { gone = false; });
  const mark = document.querySelector(".passage mark");
  if (mark) {
    const box = mark.closest(".passage");
    box.scrollTop = Math.max(0, mark.offsetTop - box.offsetTop - box.clientHeight / 3);
  }
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
