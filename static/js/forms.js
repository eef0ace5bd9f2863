// Forms work without this file; with it, four things go easier.

// The summary of errors takes the focus, so that it is read first.
document.getElementById("loi")?.focus();

// A page that comes back from the browser's memory keeps what was typed and an old token;
// whoever logged in again in between gets the token of today.
window.addEventListener("pageshow", async (event) => {
  const fields = document.querySelectorAll("input[name=csrfmiddlewaretoken]");
  if (!event.persisted || fields.length === 0) return;
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = fresh.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (token) fields.forEach((field) => { field.value = token; });
});

const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// ---- What was typed into a record's form and not stored is offered again in this tab ----
// A session may end while somebody writes. Kept per person and address, until it is stored,
// given up or the person logs out; never a password, never a file.
const person = document.body.dataset.person;
const MINE = `chua-luu:${person}:`;
const here = MINE + location.pathname + location.search;
const keptForm = document.querySelector("form[data-keep]");

const typedInto = (form) => JSON.stringify(
  [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string"),
);
// A form that tells of a conflict holds the same words beside a newer version.
const words = (typed) => JSON.stringify(JSON.parse(typed).filter(([name]) => name !== "seen_version"));
const keep = (isSent) => sessionStorage.setItem(here, JSON.stringify({ isSent, typed: typedInto(keptForm) }));
const keptNames = () => Object.keys(sessionStorage).filter((name) => name.startsWith("chua-luu:"));

function fillIn(form, typed) {
  const values = new Map();
  JSON.parse(typed).forEach(([name, value]) => values.set(name, [...(values.get(name) ?? []), value]));
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "file") continue;
    const wanted = values.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
    else if (field.tagName === "SELECT") [...field.options].forEach((option) => { option.selected = wanted.includes(option.value); });
    else field.value = wanted[0] ?? "";
  }
}

function offer(typed) {
  const notice = copyOf("chua-luu");
  notice.addEventListener("click", ({ target }) => {
    if (target.name === "restore") { fillIn(keptForm, typed); keep(false); }
    if (target.name === "forget") sessionStorage.removeItem(here);
    if (target.type === "button") notice.remove();
  });
  keptForm.before(notice);
}

if (person) {
  // A page that says it is done, anywhere but on the form itself: the text is stored.
  if (document.querySelector(".note-ok")) {
    keptNames().filter((name) => name !== here && JSON.parse(sessionStorage.getItem(name)).isSent)
      .forEach((name) => sessionStorage.removeItem(name));
  }
  document.querySelector(".top-user form")?.addEventListener("submit", () => {
    keptNames().forEach((name) => sessionStorage.removeItem(name));
  });
}
const forgetTyped = () => sessionStorage.removeItem(here);
// A form in pages that was stored on the way here: neither this page nor the last one owes anything.
if (keptForm?.matches("[data-stored]")) {
  keptNames().filter((name) => JSON.parse(sessionStorage.getItem(name)).isSent).forEach((name) => sessionStorage.removeItem(name));
}
if (person && keptForm && !keptForm.querySelector("[type=password]")) {
  const kept = JSON.parse(sessionStorage.getItem(here) ?? "null");
  if (kept && words(kept.typed) !== words(typedInto(keptForm))) offer(kept.typed);
  keptForm.addEventListener("input", () => keep(false));
  keptForm.addEventListener("submit", () => keep(true));
  keptForm.querySelector(".form-foot a")?.addEventListener("click", () => sessionStorage.removeItem(here));
}

// ---- A long list to choose from gets a box that looks for words in it, without marks ----
const LONG = 40;
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();

function letLookIn(part) {
  for (const select of part.querySelectorAll("select:not([multiple])")) {
    if (select.options.length < LONG || select.previousElementSibling?.matches(".in-list")) continue;
    const all = [...select.options].map((option) => ({ option, words: fold(option.text) }));
    const box = copyOf("tim-trong-danh-sach");
    box.setAttribute("aria-controls", select.id);
    box.addEventListener("input", () => {
      const asked = fold(box.value).split(/\s+/).filter(Boolean);
      const found = all.filter(({ words }) => asked.every((word) => words.includes(word)));
      const left = found.map(({ option }) => option);
      // What is chosen stays in the list and chosen, so that looking around changes nothing.
      const [chosen] = select.selectedOptions;
      select.replaceChildren(...(left.includes(chosen) ? left : [chosen, ...left]));
      chosen.selected = true;
      if (left.length === 1) { select.value = left[0].value; select.dispatchEvent(new Event("input", { bubbles: true })); }
    });
    select.before(box);
  }
}
letLookIn(document);
// Filters come when they are opened.
document.addEventListener("htmx:load", ({ target }) => letLookIn(target));
