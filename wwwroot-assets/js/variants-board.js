// A new row is at the end of the list: the page goes there, and the row gets the focus as soon as it is drawn.
document.addEventListener('click', event => {
  if (!event.target.closest('[data-add-variant]')) return;
  const there = document.querySelector('[data-wants-focus]');
  if (there) focus(there);
  else [...document.querySelectorAll('[data-add-variant]')].at(-1).scrollIntoView({ block: 'end' });
});
new MutationObserver(changes => {
  for (const node of changes.flatMap(change => [...change.addedNodes])) {
    const wants = node.nodeType === 1 && (node.matches('[data-wants-focus]') ? node : node.querySelector('[data-wants-focus]'));
    if (wants) focus(wants);
  }
}).observe(document.body, { childList: true, subtree: true });

function focus(field) {
  field.focus();
  field.scrollIntoView({ block: 'center' }); // as soon as something is typed the bar with the save comes up below
}
