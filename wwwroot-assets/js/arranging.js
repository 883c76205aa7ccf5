// The grip of a picture: the arrow keys, Home and End move the picture to another place; the focus goes with it, and the others move aside in sight.
import { remember } from './gallery.js';

const steps = { ArrowLeft: at => at - 1, ArrowUp: at => at - 1, ArrowRight: at => at + 1, ArrowDown: at => at + 1, Home: () => 1, End: () => Infinity };
let moving = null; // the picture whose grip had the focus when it was moved

document.addEventListener('keydown', event => {
  const grip = event.target.closest?.('[data-grip]'), step = steps[event.key];
  if (!grip || !step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const list = grip.closest('[data-slots]'), asset = Number(grip.closest('[data-slot]').querySelector('[data-drag-picture]').dataset.dragPicture);
  const from = Number(grip.dataset.grip), to = Math.min(Math.max(step(from), 1), list.querySelectorAll('[data-grip]').length);
  if (to === from) return;
  moving = asset;
  grip.dispatchEvent(new CustomEvent('picturedropped', { bubbles: true, detail: { asset, place: to } }));
});

// Before the page draws the new order: where everything stood.
document.addEventListener('picturedropped', event => {
  for (const list of document.querySelectorAll('.tiles')) if (list.closest('[data-variant]')?.contains(event.target)) remember(list);
}, true);

// The browser takes the focus from what is moved in the page.
new MutationObserver(() => {
  if (moving === null || document.activeElement !== document.body) return;
  const grip = document.querySelector(`[data-drag-picture="${moving}"]`)?.closest('[data-slot]').querySelector('[data-grip]');
  grip?.focus();
  grip?.scrollIntoView({ block: 'nearest' });
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener('focusin', event => {
  if (!event.target.matches('[data-grip]')) moving = null;
});
