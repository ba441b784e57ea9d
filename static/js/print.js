// The button «Print» exists only where it can work; Ctrl+P needs no script.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
