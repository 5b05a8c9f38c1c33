"use strict";
(() => {
  const sentences = [...document.querySelectorAll(".sentence")];
  const dialog = document.getElementById("choice");
  const criterion = document.getElementById("criterion");
  const status = document.getElementById("status");
  const list = document.getElementById("list");
  const count = document.getElementById("count");
  const save = document.getElementById("save");
  const notes = [];
  let saved = true;
  let current = null;
  const reach = (button) => {
    sentences.forEach((item) => { item.tabIndex = item === button ? 0 : -1; });
    button.focus();
  };
  const show = () => {
    list.replaceChildren(...notes.map((note) => {
      const row = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = `${note.label}, ${note.said}, ${note.piece}\u00a0: «\u00a0${note.quote}\u00a0» `;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "Retirer";
      remove.setAttribute("aria-label", `Retirer la note ${note.label}\u00a0: ${note.quote}`);
      remove.addEventListener("click", () => {
        notes.splice(notes.indexOf(note), 1);
        saved = false;
        show();
        reach(note.button);
      });
      row.append(words, remove);
      return row;
    }));
    sentences.forEach((item) => {
      const marked = notes.filter((note) => note.button === item).map((note) => `${note.label}, ${note.said}`);
      item.classList.toggle("noted", marked.length > 0);
      item.title = marked.join("\u00a0; ");
    });
    count.textContent = notes.length ? `${notes.length} note${notes.length > 1 ? "s" : ""}.` : "Aucune note.";
    save.hidden = notes.length === 0;
  };
  sentences.forEach((button, rank) => {
    button.tabIndex = rank === 0 ? 0 : -1;
    button.addEventListener("click", () => {
      current = button;
      reach(button);
      document.getElementById("choice-words").textContent = button.textContent;
      dialog.showModal();
      criterion.focus();
    });
    button.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && sentences[rank + step]) {
        event.preventDefault();
        reach(sentences[rank + step]);
      }
    });
  });
  // The browser gives the focus back to the sentence when the dialog closes, by a button or by Escape.
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter.value !== "keep") return;
    const note = {
      button: current,
      piece: current.closest(".piece").dataset.piece,
      quote: current.textContent,
      criterion: criterion.value,
      status: status.value,
      label: criterion.selectedOptions[0].textContent,
      said: status.selectedOptions[0].textContent,
    };
    const same = notes.find((item) => item.button === note.button && item.criterion === note.criterion);
    if (same) notes.splice(notes.indexOf(same), 1, note); else notes.push(note);
    saved = false;
    show();
  });
  save.addEventListener("click", () => {
    const lines = notes.map((note) => [note.piece, note.status, note.criterion, note.quote].join(" | "));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/plain" }));
    link.download = "notes.txt";
    link.click();
    URL.revokeObjectURL(link.href);
    saved = true;
  });
  window.addEventListener("beforeunload", (event) => { if (!saved) event.preventDefault(); });
})();
