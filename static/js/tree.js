"use strict";
// Rows of the tree are dragged by their grip. The buttons with arrows do the same, so this is an extra.
(() => {
  let dragged = null;
  let home = null;

  const rowOf = (element) => element.closest("[data-row]");
  // The row of the dragged one's own list that the pointer is over; it may be the dragged one itself.
  const siblingAt = (element) => {
    while (element && element.parentElement !== dragged.parentElement) element = element.parentElement;
    return element;
  };

  document.addEventListener("dragstart", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip) return;
    dragged = rowOf(grip);
    home = dragged.nextSibling;
    dragged.classList.add("rm-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    event.dataTransfer.setDragImage(dragged, 0, 0);
  });

  document.addEventListener("dragover", (event) => {
    const row = dragged && siblingAt(event.target);
    if (!row) return;
    event.preventDefault();
    if (row === dragged) return;
    const middle = row.getBoundingClientRect().top + row.offsetHeight / 2;
    row.parentElement.insertBefore(dragged, event.clientY < middle ? row : row.nextSibling);
  });

  document.addEventListener("drop", (event) => {
    if (dragged) event.preventDefault();
  });

  document.addEventListener("dragend", (event) => {
    if (!dragged) return;
    const row = dragged;
    dragged = null;
    row.classList.remove("rm-dragged");
    const list = row.parentElement;
    if (event.dataTransfer.dropEffect === "none") {
      list.insertBefore(row, home);
      return;
    }
    const rows = [...list.children].filter((child) => child.matches("[data-row]"));
    const button = document.getElementById(`place-${row.id}`);
    button.value = Number(list.dataset.start) + rows.indexOf(row);
    if (button.value !== row.dataset.row) button.click();
  });
})();
