// Marks uploads that wait for bytes which no tab of this browser holds ([data-awaits-file] gets data-orphan): then the page asks for the
// file again. The server announces a row a moment before this tab learns its id, and a file leaves the tab a moment before the page
// hears that all of it is there: so only what nobody holds at two looks in a row is asked for.
const pause = 3000;

export function markOrphans(heldIds) {
  let due = false, suspects = new Set();
  const mark = async () => {
    due = false;
    const rows = [...document.querySelectorAll('[data-awaits-file]')];
    const held = rows.length > 0 ? await heldIds() : new Set();
    const lone = new Set(rows.map(row => row.dataset.awaitsFile).filter(id => !held.has(id)));
    for (const row of rows) row.toggleAttribute('data-orphan', lone.has(row.dataset.awaitsFile) && suspects.has(row.dataset.awaitsFile));
    if ([...lone].some(id => !suspects.has(id))) soon();
    suspects = lone;
  };
  const soon = () => {
    if (due) return;
    due = true;
    setTimeout(mark, pause);
  };
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-awaits-file'] });
  soon();
}
