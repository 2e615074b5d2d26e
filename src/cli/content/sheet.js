"use strict";
(() => {
  const FORM = "janynda-review-1";
  const body = document.body;
  const one = (query, within = document) => within.querySelector(query);
  const rows = [...document.querySelectorAll("article")];
  const good = (row) => one("input", row);
  const comment = (row) => one("textarea", row);
  const said = (row) => [...row.querySelectorAll(".own p")].map((form) => form.textContent).join("\n");
  const isMarked = (row) => good(row).checked || comment(row).value.trim() !== "";
  const tell = (text) => { one("#state").textContent = text; };
  let unsaved = false;

  const grow = (field) => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  const count = () => {
    for (const row of rows) row.classList.toggle("marked", isMarked(row));
    one("#progress").textContent = `${rows.filter(isMarked).length} / ${rows.length}`;
  };

  for (const row of rows) {
    good(row).addEventListener("change", () => { unsaved = true; count(); });
    comment(row).addEventListener("input", (event) => { unsaved = true; grow(event.target); count(); });
  }

  // What is read now is not taken away from under the cursor: rows go only when the box is ticked.
  one("#unread").addEventListener("change", (event) => {
    for (const row of rows) row.classList.toggle("hidden", event.target.checked && isMarked(row));
  });

  one("#save").addEventListener("click", () => {
    const comments = rows.filter(isMarked).map((row) => ({
      id: row.dataset.id,
      place: one("h2", row.closest("section")).textContent,
      text: said(row),
      good: good(row).checked,
      comment: comment(row).value.trim(),
    }));
    const { lang, program, texts } = body.dataset;
    const review = { form: FORM, lang, program, texts, reader: one("#reader").value.trim(), comments };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(review, null, 1), "\n"], { type: "application/json" }));
    link.download = `review-${lang}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    unsaved = false;
    tell(body.dataset.saved);
  });

  const resume = (review) => {
    if (review?.form !== FORM || review.lang !== body.dataset.lang || !Array.isArray(review.comments)) {
      throw new Error("another file");
    }
    const changed = [];
    for (const one of review.comments) {
      const row = rows.find((row) => row.dataset.id === one?.id);
      if (!row || said(row) !== one.text) changed.push(String(one?.id));
      if (!row) continue;
      good(row).checked = one.good === true;
      comment(row).value = String(one.comment ?? "");
      grow(comment(row));
    }
    one("#reader").value = String(review.reader ?? "");
    count();
    tell(body.dataset.resumed + (changed.length ? `\n${body.dataset.changed} ${changed.join(", ")}` : ""));
  };
  one("#resume").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    try {
      resume(JSON.parse(await file.text()));
    } catch {
      tell(body.dataset.other);
    }
  });

  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  count();
})();
