/* The rules of the matching: how much of 100 each weight makes, while it is typed. Without scripts the page shows it after saving. */
"use strict";
const weights = [...document.querySelectorAll("[data-weight]")];

function typed(input) {
  const value = Math.trunc(Number(input.value));
  return value > 0 ? Math.min(value, 100) : 0;
}

function show() {
  const values = weights.map(typed);
  const sum = values.reduce((one, other) => one + other, 0);
  const exact = values.map((value) => (sum ? (100 * value) / sum : 100 / values.length));
  const shares = exact.map(Math.floor);
  const left = 100 - shares.reduce((one, other) => one + other, 0);
  [...exact.keys()]
    .sort((one, other) => (exact[other] % 1) - (exact[one] % 1))
    .slice(0, left)
    .forEach((place) => { shares[place] += 1; });
  weights.forEach((input, place) => {
    const output = input.parentElement.querySelector("output");
    output.querySelector("[data-share]").textContent = shares[place];
    output.classList.toggle("is-nothing", !shares[place]);
  });
}

weights.forEach((input) => input.addEventListener("input", show));
