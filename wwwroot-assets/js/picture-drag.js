// Pictures are dragged by mouse, pen or touch (after a moment's rest): within a gallery to another place, on the variants board from the tray or a
// variant onto a variant, and in a plan for dropped files onto a file that goes where they shall go. Nothing moves in the page itself until it draws the outcome: a drag ends in an event that the gallery hears.
Blazor.registerCustomEventType('picturedropped', { createEventArgs: event => event.detail });

const takers = '[data-variant],[data-planned]';
const slack = 6, rest = 300, edge = 80, speed = 14;
let drag = null;

document.addEventListener('pointerdown', event => {
  const handle = event.isPrimary && event.button === 0 && event.target.closest('[data-drag-picture]');
  if (!handle) return;
  drag = { handle, home: handle.closest(takers), x: event.clientX, y: event.clientY, from: [event.clientX, event.clientY], pointer: event.pointerId };
  if (event.pointerType === 'touch') drag.timer = setTimeout(lift, rest);
});

document.addEventListener('pointermove', event => {
  if (event.pointerId !== drag?.pointer) return;
  [drag.x, drag.y] = [event.clientX, event.clientY];
  const moved = Math.hypot(drag.x - drag.from[0], drag.y - drag.from[1]) > slack;
  if (!drag.ghost && moved) drag.timer ? end() : lift();
  if (drag?.ghost) follow();
});

document.addEventListener('pointerup', event => {
  if (event.pointerId !== drag?.pointer) return;
  if (drag.ghost) {
    const swallow = click => { click.stopPropagation(); click.preventDefault(); };
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, true));
    drop(find());
  }
  end();
});

document.addEventListener('pointercancel', event => { if (event.pointerId === drag?.pointer) end(); });
document.addEventListener('contextmenu', event => { if (drag?.ghost) event.preventDefault(); });
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || !drag?.ghost) return;
  event.stopPropagation();
  end();
}, true);

function lift() {
  const { handle, pointer } = drag;
  // The row it came from may be scrolled out of the page, and with it the element that these events would go to.
  handle.addEventListener('touchmove', event => { if (drag) event.preventDefault(); }, { passive: false });
  document.documentElement.setPointerCapture(pointer);
  drag.ghost = document.createElement('div');
  drag.ghost.className = 'drag-ghost';
  drag.ghost.append(handle.querySelector('img').cloneNode());
  const chosen = handle.ariaPressed === 'true' && !drag.home ? document.querySelectorAll('[data-tray] [aria-pressed=true]').length : 1;
  if (chosen > 1) drag.ghost.dataset.count = chosen;
  document.body.append(drag.ghost);
  handle.toggleAttribute('data-dragging', true);
  follow();
  requestAnimationFrame(scroll);
}

function follow() {
  drag.ghost.style.translate = `${drag.x}px ${drag.y}px`;
  drag.away ||= drag.y > tray() + edge / 2 || drag.home && drag.y < tray();
  unmark();
  const found = find();
  if (!found) return;
  if (found.place === undefined) found.row.toggleAttribute('data-drag-over', true);
  else if (found.slots[found.at]) found.slots[found.at].setAttribute('data-mark', 'before');
  else found.slots.at(-1).setAttribute('data-mark', 'after');
}

/** Where it would land: a row, and within its own row the place. */
function find() {
  const under = document.elementFromPoint(drag.x, drag.y), row = under?.closest(takers);
  if (!row) return null;
  if (nameOf(row) !== nameOf(drag.home)) return { row };
  if (!under.closest('[data-slots]')) return null;
  const slots = [...row.querySelectorAll('[data-slot]')], from = slots.findIndex(slot => slot.contains(drag.handle));
  const before = slots.findIndex(slot => {
    const box = slot.getBoundingClientRect();
    return drag.y < box.top || drag.y <= box.bottom && drag.x < box.left + box.width / 2;
  });
  const at = before < 0 ? slots.length : before;
  return at === from || at === from + 1 ? null : { row, slots, at, place: at > from ? at : at + 1 };
}

const nameOf = row => row?.dataset.variant ?? row?.dataset.planned;

function drop(found) {
  if (!found) return;
  const detail = { asset: Number(drag.handle.dataset.dragPicture), place: found.place ?? null };
  found.row.dispatchEvent(new CustomEvent('picturedropped', { bubbles: true, detail }));
}

function end() {
  clearTimeout(drag.timer);
  drag.ghost?.remove();
  drag.handle.removeAttribute('data-dragging');
  unmark();
  drag = null;
}

const tray = () => document.querySelector('[data-tray]')?.getBoundingClientRect().bottom ?? 0;

function unmark() {
  for (const row of document.querySelectorAll('[data-drag-over]')) row.removeAttribute('data-drag-over');
  for (const slot of document.querySelectorAll('[data-mark]')) slot.removeAttribute('data-mark');
}

// Near the upper or lower end of what can be seen the page moves on, as long as the picture is held there; not while it is on its way out of the tray.
function scroll() {
  if (!drag?.ghost) return;
  const top = tray();
  const by = drag.y > innerHeight - edge ? (drag.y - innerHeight + edge) / edge : drag.away && drag.y < top + edge / 2 ? (drag.y - top - edge / 2) / edge : 0;
  if (by) scrollBy(0, Math.max(-1, Math.min(1, by)) * speed);
  if (by) follow();
  requestAnimationFrame(scroll);
}
