// Tiles that leave a gallery and those that stay: the focus goes on to the picture that takes the place, and the others move up in sight.
const milliseconds = 200;
const places = new WeakMap(); // where a tile stood when its neighbour began to leave
let last = null; // the tile that had the focus last, and whether on its box

document.addEventListener('focusin', event => {
  const tile = event.target.closest?.('.tiles > .tile');
  if (!tile && event.target.closest?.('dialog,#main:focus')) return; // asked for a moment, or left with nothing: it comes back
  last = tile && { tile, what: event.target.matches('input') ? 'input' : 'button' };
});

new MutationObserver(changes => {
  const lists = new Set(), moved = new Set(changes.flatMap(change => [...change.removedNodes]).filter(node => node.isConnected));
  for (const { type, target, addedNodes, removedNodes } of changes) {
    if (type === 'attributes' && target.inert && target.matches('.tiles > .tile')) lists.add(target.parentElement);
    if (type === 'childList' && target.matches?.('.tiles')) {
      if ([...removedNodes].some(node => node.matches?.('.tile'))) moveUp(target);
      for (const node of addedNodes) if (node.matches?.('.tile') && !moved.has(node) && !node.querySelector('[data-upload-id]')) animate(node, { opacity: 0, scale: .96 });
    }
  }
  for (const list of lists) remember(list);
  if (last?.tile.inert) keepFocus();
}).observe(document.body, { childList: true, subtree: true, attributeFilter: ['inert'] });

export function remember(list) {
  for (const tile of list.children) places.set(tile, [tile.offsetLeft, tile.offsetTop]);
}

function moveUp(list) {
  for (const tile of list.children) {
    const [left, top] = places.get(tile) ?? [tile.offsetLeft, tile.offsetTop];
    places.delete(tile);
    if (left !== tile.offsetLeft || top !== tile.offsetTop) animate(tile, { translate: `${left - tile.offsetLeft}px ${top - tile.offsetTop}px` });
  }
}

function animate(tile, from) {
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) tile.animate([from, {}], { duration: milliseconds, easing: 'ease-out' });
}

function keepFocus() {
  const { tile, what } = last, focus = document.activeElement;
  last = null;
  if (focus !== document.body && focus.id !== 'main' && !tile.contains(focus)) return;
  const tiles = [...document.querySelectorAll('.tiles > .tile')], at = tiles.indexOf(tile), stays = other => !other.inert && other.querySelector('button');
  const next = tiles.slice(at).find(stays) ?? tiles.slice(0, at).findLast(stays);
  (next?.querySelector(what) ?? document.getElementById('main')).focus({ preventScroll: !next });
}
