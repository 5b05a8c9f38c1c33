// Trie un tableau au clavier ou à la souris : croissant, décroissant, puis l’ordre du document. Sans script, la page se lit telle quelle.
(() => {
  const MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
  const WAYS = ["ascending", "descending", "none"];
  const SAID = { ascending: "croissant", descending: "décroissant", none: "ordre du document" };
  const collator = new Intl.Collator("fr", { numeric: true });
  const told = document.getElementById("tri");
  const words = (row, column) => (row.cells[column] ? row.cells[column].textContent.trim().replace(/[\u00a0\u202f]/g, " ") : "");
  const day = (said) => {
    const found = /(?:(\d{1,2})(?:er)? )?(?:([a-zéû]+) )?(\d{4})/.exec(said);
    return found ? [found[3], MONTHS.indexOf(found[2]) + 1, found[1] || 0].map((part) => String(part).padStart(4, "0")).join("-") : "9999";
  };
  const key = (column, rows) => {
    const said = rows.map((row) => words(row, column)).filter((one) => one && one !== "—");
    if (said.length && said.every((one) => /^(\d{1,2}(er)? )?([a-zéû]+ )?\d{4}( –.*)?$/.test(one))) return day;
    if (said.length && said.every((one) => /^[\d ]+([.,]\d+)?( \D*)?$/.test(one))) return (one) => (one.match(/[\d ]+([.,]\d+)?/) || [""])[0].replace(/ /g, "").replace(",", ".");
    return (one) => one;
  };
  for (const table of document.querySelectorAll("main table")) {
    const body = table.tBodies[0];
    const first = [...body.rows];
    if (first.length < 2) continue;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tri";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const way = WAYS[(WAYS.indexOf(head.getAttribute("aria-sort") || "none") + 1) % 3];
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", way);
        const of = key(column, first);
        const sign = way === "descending" ? -1 : 1;
        const compare = (a, b) => sign * collator.compare(of(words(a, column)), of(words(b, column)));
        body.append(...(way === "none" ? first : [...first].sort(compare)));
        told.textContent = `Tableau trié par ${button.textContent} : ${SAID[way]}.`;
      });
    });
  }
})();
