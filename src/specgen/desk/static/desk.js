// What the desk does while somebody types: asks the same machine for faults, outline and document, and puts them in
// place. Without this script everything works by its buttons and links; only the live update is missing.
"use strict";
document.documentElement.classList.add("script");

// The page of a contract.
(() => {
  const form = document.getElementById("desk");
  if (!form) return;
  const wait = 120;
  let timer = 0, asking = false, again = false, doc = null, dirty = false;
  const at = (id) => document.getElementById(id);

  const put = (told) => {
    at("outline").innerHTML = told.outline;
    at("elsewhere").innerHTML = told.elsewhere;
    const view = at("view"), top = view.scrollTop;
    view.innerHTML = told.view;
    view.scrollTop = top;
    for (const box of form.querySelectorAll(".question[data-field]")) {
      const name = box.dataset.field, faults = at("f-" + name), field = at("q-" + name);
      const said = told.faults[name] || "";
      if (faults && faults.innerHTML !== said) faults.innerHTML = said;
      const wrong = told.wrong.includes(name);
      box.classList.toggle("bad", wrong);
      const open = told.open.includes(name), needed = box.querySelector(".needed");
      box.classList.toggle("open", open);
      if (needed) needed.hidden = !open;
      if (field) { if (wrong) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid"); }
      const sentence = box.querySelector(".sentence");
      if (sentence && told.sentences[name] !== undefined && sentence.innerHTML !== told.sentences[name]) sentence.innerHTML = told.sentences[name];
    }
    if (at("status").textContent !== told.status) at("status").textContent = told.status;
    at("heading").textContent = told.heading;
  };

  const look = async () => {
    // One question at a time: the machine would answer each that is given up too, and the newest would wait for all.
    if (asking) { again = true; return; }
    asking = true;
    const address = new URL(form.dataset.look, location.href);
    if (doc !== null) address.searchParams.set("doc", doc);
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw new Error(await answer.text());
      put(await answer.json());
    } catch {
      at("status").textContent = "The desk does not answer. What you saved is safe; start “specgen desk” again to go on.";
    }
    form.removeAttribute("aria-busy");
    asking = false;
    if (again) { again = false; look(); }
  };

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  });
  // After saving the page is where it was.
  const place = "desk-place " + new URL(form.action).searchParams.get("file");
  form.addEventListener("submit", () => {
    dirty = false;
    const field = document.activeElement && document.activeElement.id;
    sessionStorage.setItem(place, JSON.stringify({ top: scrollY, view: at("view").scrollTop, field: field || "" }));
  });
  const kept = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  if (kept && at("message")) {
    const was = JSON.parse(kept), field = was.field && at(was.field);
    if (field) field.focus({ preventScroll: true });
    scrollTo(0, was.top);
    at("view").scrollTop = was.view;
  }
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key === "s") {
      event.preventDefault();
      form.querySelector('button[value="save"]').click();
    }
  });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  // A tab of the documents shows its document without leaving what was typed.
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-doc]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      doc = link.dataset.doc;
      for (const each of form.querySelectorAll("a[data-doc]")) each.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      const action = new URL(form.action); action.searchParams.set("doc", doc); form.action = action;
      at("view").scrollTop = 0;
      look();
      return;
    }
    // From a value or gap to its question, and back: the place that is gone to takes the focus.
    const jump = event.target.closest("a[href^='#']");
    if (!jump) return;
    const target = at(decodeURIComponent(jump.getAttribute("href").slice(1)));
    if (!target) {
      if (jump.classList.contains("to-document")) { event.preventDefault(); at("status").textContent = "This document does not print the answer; choose another one above it."; }
      return;
    }
    event.preventDefault();
    for (let above = target.closest("details"); above; above = above.parentElement.closest("details")) above.open = true;
    for (const each of form.querySelectorAll(".shown")) each.classList.remove("shown");
    if (target.matches(".value, .gap")) target.classList.add("shown");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });
})();

// The page of clauses: what a choice means is said as it is made.
(() => {
  const form = document.getElementById("choice");
  if (!form) return;
  let asking = null, dirty = false;
  form.addEventListener("change", async (event) => {
    dirty = true;
    // The clauses of a set are ticked with it; a set that was ticked just now goes when one of them does.
    const sets = [...form.querySelectorAll("[data-set]")], tick = (id) => document.getElementById("t-" + id);
    if (event.target.dataset.set) for (const id of event.target.dataset.set.split(" ")) { if (tick(id)) tick(id).checked = event.target.checked; }
    else for (const set of sets) if (!event.target.checked && !set.defaultChecked && set.dataset.set.split(" ").some((id) => tick(id) === event.target)) set.checked = false;
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.choose, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: asking.signal });
      if (!answer.ok) throw new Error(await answer.text());
      const told = await answer.json();
      document.getElementById("status").textContent = told.status;
      document.getElementById("said").innerHTML = told.said;
      for (const box of form.querySelectorAll("[data-clause]")) box.innerHTML = told.told[box.dataset.clause] || "";
    } catch (fault) {
      if (fault.name !== "AbortError") document.getElementById("status").textContent = "The desk does not answer. What you saved is safe; start “specgen desk” again to go on.";
    }
  });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();

// The page that reads what is signed: how far it is, until it is done.
(() => {
  const told = document.getElementById("reading");
  if (!told) return;
  const status = told.querySelector("[role=status]"), bar = told.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await fetch(location.href);
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("reading");
      if (!now) { location.reload(); return; }
      const said = now.querySelector("[role=status]").textContent;
      if (status.textContent !== said) status.textContent = said;
      bar.value = now.querySelector("progress").value;
      setTimeout(ask, 500);
    } catch {
      status.textContent = "The desk does not answer. What was written before is there; start “specgen desk” again to go on.";
    }
  };
  setTimeout(ask, 300);
})();
