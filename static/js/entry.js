// Enter goes to the next place of a sheet, as typists are used to; at the last one it saves. Without scripts it saves.
document.querySelectorAll("form[data-entry]").forEach((form) => {
  const places = () => [...form.querySelectorAll("input:not([type=hidden]), textarea, select")].filter((one) => one.offsetParent);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing || event.target.matches("button, summary")) return;
    const all = places();
    const next = all[all.indexOf(event.target) + 1];
    event.preventDefault();
    if (next) next.focus();
    else form.requestSubmit();
  });
  const wrong = form.querySelector(".rm-field-err input, .rm-field-err textarea");
  (wrong || places()[0])?.focus();
});
