// A draft saves itself while somebody writes; without this file its buttons do.
// What is typed is kept in this tab as well (forms.js), until the server has it.

const draft = document.querySelector("form[data-draft]");

if (draft) {
  const bar = draft.querySelector("[data-saved]");
  const say = (words, kind) => { bar.lastElementChild.textContent = words; bar.dataset.saved = kind; };
  const PAUSE = 2000;
  const AGAIN = 15000;
  let timer;
  let isStopped = false;
  let isDirty = false;

  const withoutFiles = () => {
    const data = new FormData(draft);
    [...data].filter(([, value]) => typeof value !== "string").forEach(([name]) => data.delete(name));
    return data;
  };

  function took({ version, at, errors }) {
    document.querySelectorAll("input[name=seen_version]").forEach((field) => { field.value = version; });
    const isWrong = Object.keys(errors).length > 0;
    say((isWrong ? bar.dataset.wrong : bar.dataset.at).replace("{at}", at), isWrong ? "wrong" : "ok");
    // What the server took needs no second copy; what it refused does.
    if (!isWrong && !isDirty) forgetTyped();
  }

  async function save() {
    if (isStopped || !isDirty) return;
    isDirty = false;
    say(bar.dataset.saving, "saving");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: withoutFiles(), headers: { "X-Tu-Luu": "1" }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        isDirty = true;
        say(bar.dataset.login, "login");
      } else if (answer.status === 409) {
        isStopped = true;
        say((await answer.json()).message, "conflict");
      } else if (answer.ok) took(await answer.json());
      else throw new Error(answer.status);
    } catch {
      isDirty = true;
      say(bar.dataset.offline, "offline");
      clearTimeout(timer);
      timer = setTimeout(save, AGAIN);
    }
  }

  draft.addEventListener("input", ({ target }) => {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, target.type === "checkbox" ? 200 : PAUSE);
  });
  draft.addEventListener("submit", () => { isStopped = true; clearTimeout(timer); });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
}
