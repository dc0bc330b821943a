// Files that are dropped or chosen go to the server one by one; a page that waits asks how far they are.
// What the server says goes into the page as text only (textContent), never as markup.
"use strict";

(() => {
  const place = document.getElementById("drop"), waiting = document.getElementById("waiting");
  const filled = (text, ...values) => values.reduce((made, value, i) => made.replace(`{${i}}`, value), text);

  async function ask(address, options) {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    if (answer.ok) return answer;
    const said = (answer.headers.get("content-type") || "").includes("json") ? (await answer.json()).message : `${answer.status}`;
    throw new Error(said);
  }

  // --- Dropping

  // The files of what was dropped, folders looked into, each with its path. Entries must be asked for before the first await.
  async function dropped(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return chosen(transfer.files);
    const found = [];
    const into = async (entry) => {
      if (entry.isFile) found.push([entry.fullPath.slice(1), await new Promise((done, failed) => entry.file(done, failed))]);
      else for (const inner of await inside(entry)) await into(inner);
    };
    for (const entry of entries) await into(entry);
    return found;
  }
  async function inside(folder) {
    const reader = folder.createReader(), found = [];
    for (;;) { // at most 100 at a time
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return found;
      found.push(...some);
    }
  }
  const chosen = (files) => [...files].map((file) => [file.webkitRelativePath || file.name, file]);

  async function send(files) {
    const state = place.querySelector(".state");
    place.classList.add("busy");
    let drop = null;
    try {
      drop = (await (await ask("/drops", { method: "POST" })).json()).id;
      for (const [i, [name, file]] of files.entries()) {
        state.textContent = filled(place.dataset.sending, i + 1, files.length);
        await ask(`/drops/${drop}/files?name=${encodeURIComponent(name)}`, { method: "PUT", body: file });
      }
      await ask(`/drops/${drop}/start`, { method: "POST" });
      location.assign(`/drops/${drop}`);
    } catch (error) {
      state.textContent = filled(place.dataset.refused, error.message);
      if (drop) fetch(`/drops/${drop}/remove`, { method: "POST" }).catch(() => {}); // gone already, or the server is
    }
    place.classList.remove("busy");
  }

  if (place) {
    let depth = 0; // leaving for a child is no leaving
    const over = (by) => { depth = Math.max(0, depth + by); document.getElementById("drop").classList.toggle("over", depth > 0); };
    // The whole window takes files: beside the field the browser would open them in place of the page.
    addEventListener("dragenter", (event) => { event.preventDefault(); over(1); });
    addEventListener("dragleave", () => over(-1));
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", async (event) => {
      event.preventDefault();
      depth = 0;
      over(0);
      if (place.classList.contains("busy")) return;
      const files = await dropped(event.dataTransfer);
      if (files.length) send(files);
    });
    const input = place.querySelector("input");
    input.addEventListener("change", () => { if (input.files.length) send(chosen(input.files)); });
  }

  // --- Waiting

  async function wait() {
    const bar = document.querySelector("progress");
    for (;;) {
      await new Promise((done) => setTimeout(done, 400));
      const told = await (await ask(`${waiting.dataset.address}/state`)).json();
      if (told.state === "done" || told.state === "failed") return location.reload();
      waiting.textContent = told.state === "working" && told.of ? filled(waiting.dataset.progress, told.read, told.of) : waiting.dataset[told.state] || waiting.textContent;
      if (told.of) { bar.max = told.of; bar.value = told.read; }
    }
  }
  if (waiting && waiting.dataset.state !== "failed") wait().catch((error) => { waiting.textContent = error.message; });

  document.querySelectorAll("button.remove").forEach((button) => button.addEventListener("click", async () => {
    button.disabled = true;
    await ask(`${button.dataset.address}/remove`, { method: "POST" }).catch(() => {}); // it is gone already
    location.assign("/");
  }));
})();
