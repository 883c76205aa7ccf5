// Who goes back finds a page where they left it. A page draws its list a moment after the browser has put it back in its place, so it is put there again as soon as it is long enough.
const store = 'scroll-memory', patience = 5000, slack = 1;
const places = new Map(JSON.parse(sessionStorage.getItem(store) ?? '[]'));
const entry = () => `${history.state?._index ?? 0} ${location.href}`; // Blazor numbers the entries of the history
let here = entry(), wanted = null, giveUp = 0;

addEventListener('scroll', () => {
  if (here !== entry()) [here, wanted] = [entry(), null]; // another page, by a link
  if (wanted === null) places.set(here, scrollY);
  else settle();
}, { passive: true });

addEventListener('popstate', back);
addEventListener('pagehide', () => sessionStorage.setItem(store, JSON.stringify([...places].slice(-100))));
for (const hand of ['wheel', 'touchstart', 'pointerdown', 'keydown']) addEventListener(hand, () => { wanted = null; places.set(here = entry(), scrollY); }, { capture: true, passive: true });
new ResizeObserver(settle).observe(document.body);
if (performance.getEntriesByType('navigation')[0]?.type !== 'navigate') back();

function back() {
  here = entry();
  wanted = places.get(here) ?? null;
  clearTimeout(giveUp);
  giveUp = setTimeout(() => { wanted = null; }, patience);
  settle();
}

function settle() {
  if (wanted === null || here !== entry() || document.documentElement.scrollHeight - innerHeight < wanted - slack) return;
  if (Math.abs(scrollY - wanted) > slack) scrollTo({ top: wanted, behavior: 'instant' });
}
