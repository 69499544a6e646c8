"use strict";
// Tables that can be sorted by their heads and filtered by words; without it they are plain tables.
for (const box of document.querySelectorAll(".table")) {
  const table = box.querySelector("table");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  if (rows.length < 3) continue;
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, place) => {
    // Browsers leave real buttons out where they repeat a head on the next printed page.
    const button = document.createElement("span");
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      button.click();
    });
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const told = (row) => {
        const cell = row.cells[place];
        return cell.dataset.key === undefined ? cell.textContent.trim() : Number(cell.dataset.key);
      };
      const compare = (a, b) => {
        const one = told(a), other = told(b);
        if (typeof one === "number" && typeof other === "number") return one - other;
        if (one === "" || other === "") return one === other ? 0 : one === "" ? (down ? -1 : 1) : (down ? 1 : -1);
        return String(one).localeCompare(String(other), undefined, { numeric: true });
      };
      rows.sort((a, b) => (down ? -1 : 1) * compare(a, b));
      body.append(...rows);
    });
  });
  if (rows.length < 8) continue;
  const tools = document.createElement("div");
  tools.className = "tools";
  const label = document.createElement("label");
  const field = document.createElement("input");
  const found = document.createElement("output");
  field.type = "search";
  field.id = box.id + "-filter";
  label.htmlFor = field.id;
  label.textContent = "Filter";
  field.addEventListener("input", () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    found.textContent = words.length ? shown + " of " + rows.length : "";
  });
  tools.append(label, field, found);
  box.prepend(tools);
}
