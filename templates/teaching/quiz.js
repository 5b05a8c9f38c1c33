"use strict";
(() => {
  const form = document.getElementById("quiz");
  const questions = [...form.querySelectorAll(".question")];
  const tally = document.getElementById("tally");
  const save = document.getElementById("save");
  const given = new Map();
  const words = (box, rank) => box.querySelectorAll("label span")[rank].textContent;
  form.addEventListener("submit", (event) => event.preventDefault());
  const count = () => {
    const right = questions.filter((box) => given.get(box) === Number(box.dataset.answer)).length;
    tally.textContent = `${right} juste${right > 1 ? "s" : ""} sur ${given.size} répondue${given.size > 1 ? "s" : ""}.`;
    save.hidden = false;
  };
  const verify = (box, number) => {
    if (given.has(box)) return;
    const chosen = box.querySelector("input:checked");
    const verdict = box.querySelector(".verdict");
    if (!chosen) {
      verdict.textContent = "Choisissez d’abord une réponse.";
      return;
    }
    const answer = Number(box.dataset.answer);
    given.set(box, Number(chosen.value));
    const right = Number(chosen.value) === answer;
    box.classList.add(right ? "right" : "wrong");
    verdict.textContent = right ? "✓ Juste." : `✗ Non. La réponse est\u00a0: ${words(box, answer)}.`;
    box.querySelectorAll("input").forEach((input) => { input.disabled = true; });
    const details = box.querySelector("details");
    details.hidden = false;
    details.open = true;
    box.querySelector(".verify").hidden = true;
    const next = questions[number + 1];
    const target = next ? next.querySelector("input") : save;
    count();
    target.focus({ preventScroll: true });
    box.scrollIntoView({ block: "start" }); // the reason stays in sight
  };
  questions.forEach((box, number) => {
    const button = box.querySelector(".verify");
    button.hidden = false;
    box.querySelector("details").hidden = true;
    button.addEventListener("click", () => verify(box, number));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) {
        event.preventDefault();
        verify(box, number);
      }
    });
  });
  save.addEventListener("click", () => {
    const answers = questions.filter((box) => given.has(box)).map((box) => ({
      kind: box.dataset.kind,
      question: box.querySelector(".asked").textContent,
      quote: box.querySelector("blockquote") ? box.querySelector("blockquote").textContent.trim() : "",
      given: words(box, given.get(box)),
      answer: words(box, Number(box.dataset.answer)),
      right: given.get(box) === Number(box.dataset.answer),
      reference: box.dataset.reference,
    }));
    const counts = {};
    for (const row of answers) {
      counts[row.kind] = counts[row.kind] || { right: 0, asked: 0 };
      counts[row.kind].asked += 1;
      counts[row.kind].right += row.right ? 1 : 0;
    }
    const data = { format: 1, seed: Number(form.dataset.seed), catalogue: form.dataset.stamp, counts, answers };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 1) + "\n"], { type: "application/json" }));
    link.download = "resultats.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });
})();
