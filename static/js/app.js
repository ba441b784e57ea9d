"use strict";
/* Smoother where scripts run; every page works without this file. */

const focusable = "h1, .rm-errors, [role=status] .rm-message";

function focusOn(element) {
  if (!element) return;
  if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: false });
}

/* The form came back: start reading with what is to be mended. */
function focusErrors(root) {
  const box = root.querySelector(".rm-errors");
  if (box) focusOn(box);
  return Boolean(box);
}

focusErrors(document);

/* A part of the page was exchanged: nobody loses the place. What still exists keeps the focus. */
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  if (!part || !part.querySelector || focusErrors(part)) return;
  if (document.activeElement && document.activeElement !== document.body) return;
  focusOn(part.matches(focusable) ? part : part.querySelector(focusable) || document.getElementById("main"));
});

/* The server did not answer: say so where messages stand. */
function sayTrouble() {
  const place = document.getElementById("messages");
  const words = document.body.dataset.trouble;
  if (!place || !words) return;
  const message = document.createElement("div");
  message.className = "rm-message error";
  const text = document.createElement("p");
  text.textContent = words;
  message.append(text);
  place.replaceChildren(message);
}

document.addEventListener("htmx:sendError", sayTrouble);
document.addEventListener("htmx:responseError", sayTrouble);

/* Shortcuts: / to search, g t to today, g r to the roadmap. A person can switch them off on /accessibility/. */
/* Keys by their place, so that they work in the Russian layout too. */
const places = { KeyT: "/today/", KeyR: "/roadmap/" };
let isGoing = false;

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

document.addEventListener("keydown", (event) => {
  if (!("shortcuts" in document.body.dataset) || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (isGoing && places[event.code]) {
    event.preventDefault();
    location.assign(places[event.code]);
  } else if (event.code === "Slash" && !event.shiftKey) {
    const search = document.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
  isGoing = event.code === "KeyG";
});

/* Whoever opens what the bell tells has read it. Without scripts a button beside the link does it. */
function postTo(address) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  form.append(token);
  return form;
}

function noteOpening(event) {
  const link = event.target.closest("a[data-open]");
  if (!link || event.defaultPrevented || event.button > 1) return;
  const form = postTo(link.dataset.open);
  if (event.type === "click" && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
    event.preventDefault();
    document.body.append(form);
    form.submit();
  } else {
    navigator.sendBeacon(form.action, new FormData(form));
  }
}

document.addEventListener("click", noteOpening);
document.addEventListener("auxclick", noteOpening);

/* A menu closes by Escape and by a click elsewhere. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(".rm-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".rm-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
