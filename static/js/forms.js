// Forms work without this file; with it, two things go easier.

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
