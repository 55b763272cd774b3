import { byId, claims } from './dom.js';

const words = byId('search', HTMLInputElement);

function showMatching() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of claims) {
    const text = (row.textContent ?? '').toLowerCase();
    row.hidden = !wanted.every((word) => text.includes(word));
    if (!row.hidden) shown++;
  }
  byId('shown', HTMLElement).textContent = String(shown);
  const same = document.querySelector('.same');
  if (same instanceof HTMLDetailsElement && wanted.length > 0) same.open = true;
}

words.addEventListener('input', showMatching);
document.querySelector('.tools')?.addEventListener('submit', (event) => event.preventDefault());
showMatching();
