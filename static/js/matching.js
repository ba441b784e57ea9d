"use strict";
/* Keys of the workbench, for those who have not switched keys off: the page does everything without them. */
(() => {
  const list = document.querySelector("[data-pairs]");
  if (!list || !("shortcuts" in document.body.dataset)) return;

  const pairs = () => [...list.querySelectorAll("[data-pair]")];
  const chosen = () => document.activeElement?.closest?.("[data-pair]");
  const tickOf = (pair) => pair.querySelector("input[type=checkbox]");

  function move(step) {
    const all = pairs();
    const here = all.indexOf(chosen());
    const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    if (next) (tickOf(next) || next.querySelector("a")).focus();
  }

  /* Keys by their place on the keyboard, so that they work in the Russian layout too. */
  const keys = {
    KeyJ: () => move(1),
    ArrowDown: () => move(1),
    KeyK: () => move(-1),
    ArrowUp: () => move(-1),
    KeyL: (pair) => tickOf(pair)?.click(),
    KeyR: (pair) => pair.querySelector("[data-replace]")?.click(),
    KeyO: (pair) => pair.querySelector("summary").click(),
  };
  const needsPair = (code) => !/^(KeyJ|KeyK)$/.test(code);
  let isGoing = false;

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const isTyping = target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "checkbox");
    const wasGoing = isGoing;
    isGoing = event.code === "KeyG"; // «g» then «r» leads to the roadmap
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping || wasGoing) return;
    const help = document.getElementById("keys");
    if (event.key === "?" && help) {
      help.open = !help.open;
      help.querySelector("summary").focus();
      return;
    }
    const act = keys[event.code];
    const pair = chosen();
    if (event.shiftKey || !act || (needsPair(event.code) && !pair)) return;
    event.preventDefault();
    act(pair);
  });
})();
