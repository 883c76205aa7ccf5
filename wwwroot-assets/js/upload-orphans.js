// Marks uploads that wait for bytes which no tab of this browser holds ([data-awaits-file] gets data-orphan): then the page asks for the
// file again. The server announces a row a moment before this tab learns its id, hence the pause before looking.
const pause = 3000;

export function markOrphans(heldIds) {
  let due = false;
  const mark = async () => {
    due = false;
    const rows = [...document.querySelectorAll('[data-awaits-file]')];
    const held = rows.length > 0 ? await heldIds() : new Set();
    for (const row of rows) row.toggleAttribute('data-orphan', !held.has(row.dataset.awaitsFile));
  };
  const soon = () => {
    if (due) return;
    due = true;
    setTimeout(mark, pause);
  };
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-awaits-file'] });
  soon();
}
